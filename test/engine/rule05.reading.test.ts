import { createParams, createAndWaitParams, simulated } from './harness/simulatedNode';

describe('Rule 5: Reads are polite and survive transient errors', () => {
	const node = simulated();

	it.each([
		['a 503', { status: 503 }],
		['a 502 with a web page', { status: 502, body: '<html>Bad gateway</html>' }],
		['a 429', { status: 429, headers: { 'retry-after': '0' } }],
		['a 408', { status: 408 }],
		['a reset connection', { reset: 'before' as const }],
		['a truncated response', { cutBody: 30 }],
		['an error inside a 200', { status: 200, body: { success: false, code: 1, msg: 'busy' } }],
		['an early 404', { status: 404 }],
	])('retries a read after %s', async (_, then) => {
		node.api.fault({ on: 'read', then });

		const { items } = await node.run({ parameters: createAndWaitParams() });

		expect(items[0].json.status).toBe('completed');
		expect(node.api.requestsTo('read')).toHaveLength(2);
	});

	it.each([
		[401, /Check the API key/],
		[402, /Top up/],
		[403, /another account/],
	])('does not retry a read after a %i', async (status, advice) => {
		node.api.fault({ on: 'read', times: 'always', then: { status } });

		const { error } = await node.run({ parameters: createAndWaitParams() });

		expect(error?.message).toContain(`Task ${node.api.tasks[0].id} could not be read`);
		expect(error?.description).toMatch(advice);
		expect(node.api.requestsTo('read')).toHaveLength(1);
	});
});

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

	it('reads a task that is absent from a batch by itself before it counts as unknown', async () => {
		const created = await node.run({ ...create, parameters: createParams({ prompt: 'A boat' }) });
		const unknown = 'task-unified-1-abcdefgh';
		const taskIds = [...created.items.slice(0, 3).map(({ json }) => json.taskId), unknown];
		const { items: read } = await node.run({
			parameters: { resource: 'video', operation: 'getStatus', taskId: '={{ $json.taskId }}' },
			items: taskIds.map((taskId) => ({ taskId: String(taskId) })),
			node: { onError: 'continueRegularOutput' },
		});

		expect(read[3].json.error).toMatch(/HTTP 404/);
		expect(node.api.requestsTo('read').map(({ taskId }) => taskId)).toEqual([unknown]);
	});
});
