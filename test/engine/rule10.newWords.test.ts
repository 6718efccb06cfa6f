import { createAndWaitParams, simulated } from './harness/simulatedNode';

// Unknown words and codes, missing fields and other shapes: the rows of the fault matrix with rule 10,
// in test/faults/cases.
describe('Rule 10: The provider may change words', () => {
	const node = simulated();

	it('ignores unknown fields', async () => {
		node.api.fault({ on: 'read', times: 'always', then: { patch: { mood: 'sunny' } } });

		const { items } = await node.run({ parameters: createAndWaitParams() });

		expect(items[0].json).toMatchObject({ status: 'completed' });
		expect(items[0].json).not.toHaveProperty('mood');
	});
});
