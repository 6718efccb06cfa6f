import { simulatedTrigger } from './harness/trigger';

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
