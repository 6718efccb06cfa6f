import { createParams, simulated } from './harness/simulatedNode';

type Run = Parameters<ReturnType<typeof simulated>['run']>[0];

const usual: Run = { parameters: createParams(), executionId: '7' };
const changed = (parameters: Run['parameters']): Run => ({
	...usual,
	parameters: createParams(parameters),
});
const image = { mode: 'imageToVideo', firstFrameUrl: 'https://example.com/a.png' };

// What it is derived from: test/unit/execution/idempotencyKey.test.ts.
describe('Rule 3: No task is paid twice (Idempotency-Key)', () => {
	const node = simulated();

	/** The keys of all creates that a run sends, in their order. */
	async function keysOf(run: Run): Promise<string[]> {
		node.api.reset();
		await node.run(run);
		return node.api.requestsTo('create').map(({ headers }) => String(headers['idempotency-key']));
	}

	it('is the same if the same execution sends the same request again, as after a crash', async () => {
		const items = [{}, {}];

		expect(await keysOf({ ...usual, items })).toEqual(await keysOf({ ...usual, items }));
	});

	it('is the same for all attempts of one create', async () => {
		node.api.reset();
		const busy = { status: 429, headers: { 'retry-after': '0' } };
		node.api.fault({ on: 'create', times: 2, then: busy });

		await node.run(usual);

		const keys = node.api.requestsTo('create').map(({ headers }) => headers['idempotency-key']);
		expect(keys).toHaveLength(3);
		expect(new Set(keys).size).toBe(1);
	});

	it('does not depend on the order of the parameters in the workflow', async () => {
		const options = { promptOptimizer: false, fastPretreatment: true };
		const parameters = createParams({ ...image, options });
		const reversed = (record: object) => Object.fromEntries(Object.entries(record).reverse());

		const [key] = await keysOf({ ...usual, parameters });

		const other = { ...reversed(parameters), options: reversed(options) };
		expect(await keysOf({ ...usual, parameters: other })).toEqual([key]);
	});

	it.each<[string, Run]>([
		['execution', { ...usual, executionId: '8' }],
		['prompt', changed({ prompt: 'A paper boat ' })],
		['model', changed({ model: 'MiniMax-Hailuo-2.3' })],
		['other image', changed({ ...image, firstFrameUrl: 'https://example.com/b.png' })],
		['value of an option', changed({ options: { promptOptimizer: false } })],
		['camera', changed({ cameraMovements: { step: [{ commands: ['Shake'] }] } })],
	])('differs for another %s', async (_, other) => {
		const keys = [...(await keysOf(usual)), ...(await keysOf(other))];

		expect(keys).toHaveLength(2);
		expect(new Set(keys).size).toBe(2);
	});

	it('differs for each item and each round of a loop, even for equal requests', async () => {
		const keys = await keysOf({ ...usual, items: [{}, {}, {}], rounds: 2 });

		expect(keys).toHaveLength(6);
		expect(new Set(keys).size).toBe(6);
	});
});
