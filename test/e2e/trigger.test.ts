import { simulatedN8n } from './harness/simulatedN8n';
import { emittedTaskIds, TRIGGER, watchWorkflow } from '../../tools/n8n/watchWorkflow';

// Many polls, on a machine that may be busy.
jest.setTimeout(300_000);

describe('The trigger in a real n8n', () => {
	/** How far the simulated time is ahead of the real one, ms. */
	let aheadMs = 0;
	const task = { durationMs: 600_000, estimatedTimeS: 1 };
	const hailuo = simulatedN8n({ task, now: () => Date.now() + aheadMs });
	/** Lets all tasks created so far finish. */
	const finish = () => (aheadMs += task.durationMs);
	const createTask = async () => await hailuo.api.createTask();

	async function activate(parameters: Parameters<typeof watchWorkflow>[0]) {
		const saved = await hailuo.n8n.createWorkflow(watchWorkflow(parameters, hailuo.credentials));
		await hailuo.n8n.activate(saved);
		return saved;
	}

	/** IDs of the tasks that the trigger emitted in each execution. */
	async function emitted(workflowId: string, executions: number) {
		const all = await hailuo.n8n.waitForExecutions(workflowId, executions);
		return all.map(emittedTaskIds);
	}

	it('emits watched tasks that finished before and after activation, once each', async () => {
		const first = await createTask();
		finish();
		const second = await createTask();
		const { id } = await activate({ taskIds: `${first}\n${second}` });
		expect(await emitted(id, 1)).toEqual([[first]]);
		finish();

		expect(await emitted(id, 2)).toEqual([[first], [second]]);
		// Polls of another trigger prove that the first one has polled again, too.
		const reads = hailuo.api.requestsTo('read').length;
		const other = await activate({ watch: 'account' });
		await hailuo.api.waitForRequest('list', 4);
		expect(hailuo.api.requestsTo('read')).toHaveLength(reads);
		expect(await emitted(id, 2)).toHaveLength(2);
		await Promise.all([{ id }, other].map(async (one) => await hailuo.n8n.deactivate(one)));
	});

	it('emits the tasks of the account that finish after activation', async () => {
		hailuo.api.plan({ durationMs: 0 });
		await createTask();
		const { id } = await activate({ watch: 'account', event: 'finished' });
		const outcome = { code: 'service_error', message: 'Try later' };
		hailuo.api.plan({ outcome });
		const ids = [await createTask(), await createTask()];
		finish();

		// A poll can start between the two creates; then they are emitted in two executions.
		const first = (await emitted(id, 1)).flat();
		const all = first.length === ids.length ? first : (await emitted(id, 2)).flat();
		expect(all.sort()).toEqual(ids.sort());
		await hailuo.n8n.deactivate({ id });
	});

	it('reports a missing task list, a rejected key and missing task IDs at activation', async () => {
		hailuo.api.fault({ on: 'list', times: 'always', then: { status: 404 } });
		hailuo.api.fault({ on: 'read', times: 'always', then: { status: 401 } });

		// In parallel, since n8n tries each activation five times within 15 s.
		await Promise.all([
			expect(activate({ watch: 'account' })).rejects.toThrow(/no task list/),
			expect(activate({ taskIds: 'task-unified-1700000000-a1b2c3d4' })).rejects.toThrow(/HTTP 401/),
			expect(activate({ taskIds: '={{ [] }}' })).rejects.toThrow(/Task IDs is empty/),
		]);
	});

	it('outputs a finished task with Fetch Test Event, and until then says that there is none', async () => {
		const taskId = await createTask();
		const flow = watchWorkflow({ taskIds: taskId }, hailuo.credentials);
		const { id } = await hailuo.n8n.createWorkflow(flow);
		const fetchTestEvent = async () => await hailuo.n8n.run(id, { trigger: TRIGGER });

		const tooEarly = await fetchTestEvent();
		finish();
		// Twice: a test does not record what it has output.
		const fetched = [await fetchTestEvent(), await fetchTestEvent()];

		expect(tooEarly.error?.message).toContain(`No completed video yet. ${taskId} is`);
		expect(fetched.map((one) => one.items('Next').map(({ json }) => json.taskId))).toEqual([
			[taskId],
			[taskId],
		]);
	});
});
