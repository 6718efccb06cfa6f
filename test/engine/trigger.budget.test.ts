import { measureOwnMs } from '../../tools/stopwatch';
import { simulatedTrigger } from './harness/trigger';

describe('The time budget of a poll', () => {
	const hailuo = simulatedTrigger({ task: { durationMs: 0 } });

	it('is optional, since older versions of n8n have none', async () => {
		const taskId = await hailuo.createTask();
		const trigger = hailuo.trigger({ taskIds: taskId }, { pollBudgetMs: 'none' });

		expect((await trigger.activate()).items).toMatchObject([{ taskId, status: 'completed' }]);
	});

	it('is kept even if it is short, and the next poll continues', async () => {
		const taskId = await hailuo.createTask();
		const hanging = hailuo.api.fault({ on: 'read', times: 'always', then: { hang: true } });
		const trigger = hailuo.trigger({ taskIds: taskId }, { pollBudgetMs: 1_000 });

		const pollMs = await measureOwnMs(async () => {
			expect(await trigger.activate()).toEqual({ changedState: true });
		});

		// Without a budget, the read alone would take 10 s.
		expect(pollMs).toBeLessThan(8_000);
		hanging.remove();
		// On a busy machine the short budget can end a later poll as well.
		let items;
		do {
			hailuo.advance(60_000);
			({ items } = await trigger.poll());
		} while (items === undefined);
		expect(items).toMatchObject([{ taskId }]);
	});
});
