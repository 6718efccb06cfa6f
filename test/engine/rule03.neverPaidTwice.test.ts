import { createParams, createAndWaitParams, simulated } from './harness/simulatedNode';

/** Retry On Fail with three tries and nearly no pause between them. */
const retrying = { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 };

describe('Rule 3: No task is paid twice', () => {
	const node = simulated();

	it('reports a create that could not reach the API, with what to check', async () => {
		const { error } = await node.run({
			baseUrl: 'http://127.0.0.1:1/apiv1',
			parameters: createParams(),
		});

		expect(error?.message).toBe('The API could not be reached: The connection was refused');
		expect(error?.description).toContain('Check Base URL');
	});

	it.each([
		['a web page with 502', { status: 502, body: '<html>Bad gateway</html>', accepted: true }],
		['a 200 without an ID', { patch: { id: null, status: null } }],
	])('does not retry a create after %s, not even with Retry On Fail', async (_, then) => {
		node.api.fault({ on: 'create', then });

		const { error } = await node.run({
			parameters: createParams(),
			node: retrying,
			clockSpeed: 20,
		});

		expect(error?.message).toMatch(
			/^The request may have been accepted, but no task ID was returned/,
		);
		expect(error?.description).toContain('to avoid a double charge');
		expect(error?.description).toContain(`it may have created: ${node.api.tasks[0].id}. Check`);
		expect(node.api.requestsTo('create')).toHaveLength(1);
	});

	it('resumes the task of the first try if reading it fails in two of three tries', async () => {
		node.api.fault({ on: 'read', times: 2, then: { status: 403 } });

		const { items } = await node.run({ parameters: createAndWaitParams(), node: retrying });

		expect(items[0].json.status).toBe('completed');
		expect(items[0].binary?.data.mimeType).toBe('video/mp4');
		expect(node.api.requestsTo('create')).toHaveLength(1);
		expect(node.api.paidTaskIds).toEqual([items[0].json.taskId]);
	});

	it('creates new tasks only for the items whose task failed', async () => {
		const broken = { code: 'service_error', message: 'Broken' };
		node.api.plan({ promptIncludes: 'bad', outcome: broken });

		const { result } = await node.start({
			parameters: createAndWaitParams({ prompt: '={{ $json.prompt }}' }),
			items: [{ prompt: 'A boat' }, { prompt: 'A bad one' }, { prompt: 'A kite' }],
			node: retrying,
		});
		await node.api.waitForRequest('create', 4);
		// The third try succeeds.
		node.api.plan({ promptIncludes: 'bad', outcome: 'completed' });

		const { items } = await result;
		expect(items.map(({ json }) => json.status)).toEqual(Array(3).fill('completed'));
		const created = node.api.tasks.map(({ request }) => request.prompt).sort();
		expect(created).toEqual(['A bad one', 'A bad one', 'A bad one', 'A boat', 'A kite']);
		expect(node.api.paidTaskIds.sort()).toEqual(items.map(({ json }) => json.taskId).sort());
	});

	it('creates new tasks in each round of a loop, and in a later execution', async () => {
		const parameters = createAndWaitParams();

		await node.run({ parameters, rounds: 3, node: retrying });
		await node.run({ parameters, executionId: '2', node: retrying });

		expect(node.api.tasks).toHaveLength(4);
		expect(new Set(node.api.tasks.map(({ idempotencyKey }) => idempotencyKey)).size).toBe(4);
	});

	it('completes the other items if a create has an unknown outcome, and does not send it again', async () => {
		node.api.fault({ on: 'create', times: 1, then: { reset: 'afterAccepted' } });

		const { items } = await node.run({
			parameters: createAndWaitParams({ options: { maxConcurrency: 1 } }),
			items: [{}, {}, {}],
			node: { ...retrying, onError: 'continueRegularOutput' },
		});

		const [unclear, ...good] = items.map(({ json }) => json);
		expect(unclear.error).toMatch(
			/^The request may have been accepted, .* to avoid a double charge/,
		);
		expect(good.map(({ status }) => status)).toEqual(['completed', 'completed']);
		expect(node.api.requestsTo('create')).toHaveLength(3);
	});

	it('resumes finished items, too, when n8n runs the node again because of an error in the first item', async () => {
		node.api.plan({ promptIncludes: 'bad', durationMs: 60_000, estimatedTimeS: 1 });

		await node.run({
			parameters: createAndWaitParams({
				prompt: '={{ $json.prompt }}',
				options: { timeoutMinutes: 0.01 },
			}),
			items: [{ prompt: 'A bad one' }, { prompt: 'A boat' }],
			node: { ...retrying, onError: 'continueRegularOutput' },
		});

		expect(node.api.tasks).toHaveLength(2);
	});
});
