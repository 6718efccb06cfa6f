import { simulatedN8n } from './harness/simulatedN8n';
import { emittedTaskIds, TRIGGER, watchWorkflow } from '../../tools/n8n/watchWorkflow';

// Many polls, on a machine that may be busy.
jest.setTimeout(300_000);

describe('The trigger in a real n8n', () => {
	const task = { durationMs: 600_000, estimatedTimeS: 1 };
	const hailuo = simulatedN8n({ task });
	/** Lets all tasks created so far finish. */
	const finish = () => hailuo.advance(task.durationMs);
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

	it('emits watched tasks, and those of the account that finish after activation, once each', async () => {
		const first = await createTask();
		finish();
		const second = await createTask();
		const byId = await activate({ taskIds: `${first}\n${second}` });
		expect(await emitted(byId.id, 1)).toEqual([[first]]);
		finish();
		expect(await emitted(byId.id, 2)).toEqual([[first], [second]]);

		const account = await activate({ watch: 'account', event: 'finished' });
		const reads = hailuo.api.requestsTo('read').length;
		const third = await createTask();
		hailuo.api.plan({ outcome: { code: 'service_error', message: 'Try later' } });
		const failed = await createTask();
		finish();

		// A poll can start between the two creates; then they are emitted in two executions.
		const once = (await emitted(account.id, 1)).flat();
		const all = once.length === 2 ? once : (await emitted(account.id, 2)).flat();
		expect(all.sort()).toEqual([third, failed].sort());
		// Two more polls prove that both have polled again.
		await hailuo.api.waitForRequest('list', hailuo.api.requestsTo('list').length + 2);
		const readAgain = hailuo.api.requestsTo('read').slice(reads);
		expect(readAgain.filter(({ taskId }) => taskId === first || taskId === second)).toEqual([]);
		expect(await emitted(byId.id, 2)).toHaveLength(2);
		await Promise.all([byId, account].map(async (one) => await hailuo.n8n.deactivate(one)));
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
