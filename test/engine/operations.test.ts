import { createParams, simulated } from './harness/simulatedNode';

describe('An operation that this version of the node does not have', () => {
	const node = simulated();

	it.each([
		['extend', /no operation "extend" for the resource "video".*update n8n-nodes-hailuo/],
		['constructor', /no operation "constructor" for the resource "video"/],
		['', /no operation \(empty\) for the resource "video"/],
	])('is refused before any request: "%s"', async (operation, message) => {
		const { error } = await node.run({ parameters: createParams({ operation }) });

		expect(`${error?.message}. ${error?.description}`).toMatch(message);
		expect(error?.description).toContain('Nothing was charged.');
		expect(node.api.requests).toEqual([]);
	});

	it('is refused if its resource does not exist either', async () => {
		const { error } = await node.run({
			parameters: { resource: 'image', operation: 'create', prompt: 'A boat' },
		});

		expect(error?.message).toMatch(/no resource "image"/);
		expect(node.api.requests).toEqual([]);
	});

	it('becomes an error item per input item with On Error = Continue', async () => {
		const { items } = await node.run({
			parameters: createParams({ operation: 'extend' }),
			items: [{}, {}],
			node: { onError: 'continueRegularOutput' },
		});

		expect(items.map(({ json }) => json.error)).toEqual([
			expect.stringContaining('no operation "extend"'),
			expect.stringContaining('no operation "extend"'),
		]);
		expect(node.api.requests).toEqual([]);
	});
});
