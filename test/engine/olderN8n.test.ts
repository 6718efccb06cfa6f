import { creatingAndWaiting, simulated } from './harness/simulated';
import { simulatedTrigger } from './harness/trigger';

/** n8n's `sleep` before 2.35: it takes no signal. */
jest.mock('n8n-workflow', () => {
	const real = jest.requireActual('n8n-workflow');
	return { __esModule: true, ...real, sleep: async (ms: number) => await real.sleep(ms) };
});

describe('On an older n8n', () => {
	const node = simulated();

	it('Stop ends a run in its pause between two reads', async () => {
		node.api.plan({ durationMs: 600_000, estimatedTimeS: 600 });
		const { result, stop } = await node.start({ parameters: creatingAndWaiting() });
		await node.api.requestArrives('create');

		stop();

		expect((await result).status).toBe('canceled');
		expect(node.api.requestsTo('read')).toHaveLength(0);
	});
});

describe('The time that n8n grants a poll', () => {
	const hailuo = simulatedTrigger({ task: { durationMs: 0 } });

	it('need not be told, as on an older n8n', async () => {
		const taskId = await hailuo.makeTask();
		const trigger = hailuo.trigger({ taskIds: taskId }, { pollBudgetMs: 'none' });

		expect((await trigger.activate()).items).toMatchObject([{ taskId, status: 'completed' }]);
	});

	it('is kept where it is short, and the next poll goes on', async () => {
		const taskId = await hailuo.makeTask();
		const hanging = hailuo.api.fault({ on: 'read', times: 'always', then: { hang: true } });
		const trigger = hailuo.trigger({ taskIds: taskId }, { pollBudgetMs: 1_000 });
		const start = performance.now();

		expect(await trigger.activate()).toEqual({ changedState: false });

		// Without a budget the read alone would be waited for 10 s.
		expect(performance.now() - start).toBeLessThan(8_000);
		hanging.remove();
		hailuo.advance(60_000);
		expect((await trigger.poll()).items).toMatchObject([{ taskId }]);
	});
});
