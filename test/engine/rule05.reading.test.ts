import { createParams, createAndWaitParams, simulated } from './harness/simulatedNode';

// What is read again after an error, and what is not: the rows of the fault matrix, test/faults/cases/read.ts.

describe('Rule 5: Reads are polite and survive transient errors (batches)', () => {
	const node = simulated();
	const items = Array.from({ length: 12 }, (_, i) => ({ prompt: `Boat ${i}` }));
	const create = { parameters: createAndWaitParams({ prompt: '={{ $json.prompt }}' }), items };
	const statuses = (found: Array<{ json: { status?: unknown } }>) =>
		found.map(({ json }) => json.status);

	it('reads 12 videos that are completed at the same time in a few batches', async () => {
		node.api.plan({ durationMs: 1_500, estimatedTimeS: 2 });

		const { items: created } = await node.run(create);

		expect(statuses(created)).toEqual(Array(12).fill('completed'));
		const batches = node.api.requestsTo('batch');
		expect(batches.length).toBeGreaterThan(0);
		expect(batches.length + node.api.requestsTo('read').length).toBeLessThan(12);
		expect(created.every(({ json, binary }) => json.videoUrl && binary?.data)).toBe(true);
	});

	it('reads 12 tasks in one request with Get Status', async () => {
		const created = await node.run({ ...create, parameters: createParams({ prompt: 'A boat' }) });
		const { items: read } = await node.run({
			parameters: { resource: 'video', operation: 'getStatus', taskId: '={{ $json.taskId }}' },
			items: created.items.map(({ json }) => json),
		});

		expect(read.map(({ json }) => json.taskId)).toEqual(node.api.tasks.map(({ id }) => id));
		expect([node.api.requestsTo('batch').length, node.api.requestsTo('read').length]).toEqual([
			1, 0,
		]);
	});

	it('sends only tasks of the same API key in one batch', async () => {
		const created = await node.run({ ...create, parameters: createParams({ prompt: 'A boat' }) });
		const keys = ['test-key', 'other-key'];
		const { items: read } = await node.run({
			parameters: { resource: 'video', operation: 'getStatus', taskId: '={{ $json.taskId }}' },
			items: created.items.slice(0, 4).map(({ json }) => json),
			credential: (itemIndex) => ({ apiKey: keys[itemIndex % 2] }),
			node: { onError: 'continueRegularOutput' },
		});

		expect(read[0].json.status).toBeDefined();
		expect(read[1].json.error).toMatch(/could not be read/);
		const ids = node.api.tasks.map(({ id }) => id);
		const batches = node.api.requestsTo('batch').map(({ body }) => body);
		expect(batches).toEqual([{ task_ids: [ids[0], ids[2]] }, { task_ids: [ids[1], ids[3]] }]);
	});
});
