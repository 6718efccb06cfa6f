import { creating, simulated } from './harness/simulatedNode';

describe('an operation that this version of the node does not have', () => {
	const node = simulated();

	it.each([
		['extend', /no operation "extend" for the resource "video".*update n8n-nodes-hailuo/],
		['constructor', /no operation "constructor" for the resource "video"/],
		['', /no operation \(empty\) for the resource "video"/],
	])('"%s" is refused before any request', async (operation, message) => {
		const { error } = await node.run({ parameters: creating({ operation }) });

		expect(error?.message).toMatch(message);
		expect(error?.description).toBe('Nothing was charged.');
		expect(node.api.requests).toEqual([]);
	});

	it('of a resource that it does not have either, too', async () => {
		const { error } = await node.run({
			parameters: { resource: 'image', operation: 'create', prompt: 'A boat' },
		});

		expect(error?.message).toMatch(/no resource "image"/);
		expect(node.api.requests).toEqual([]);
	});

	it('gives each item as an error item with On Error = Continue', async () => {
		const { items } = await node.run({
			parameters: creating({ operation: 'extend' }),
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
