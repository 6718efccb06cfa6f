import { createAndWaitParams, simulated } from './harness/simulatedNode';
import { simulatedTrigger } from './harness/trigger';

const HOUR_MS = 3_600_000;

describe('Waiting for a video', () => {
	// The clock of the API does not jump.
	const startedAt = Date.now() - performance.now();
	const node = simulated({ now: () => startedAt + performance.now() });
	afterEach(() => jest.restoreAllMocks());

	it.each([
		['back by an hour', -HOUR_MS],
		['forward by an hour', HOUR_MS],
	])('is not affected when the system clock jumps %s', async (_, jumpMs) => {
		node.api.plan({ durationMs: 3_000, estimatedTimeS: 3 });
		const began = performance.now();
		const started = await node.start({
			parameters: createAndWaitParams({ options: { timeoutMinutes: 2 } }),
		});
		await node.api.waitForRequest('read');

		const { now } = Date;
		jest.spyOn(Date, 'now').mockImplementation(() => now() + jumpMs);
		const { items, error } = await started.result;

		expect(error).toBeUndefined();
		expect(items[0].json.status).toBe('completed');
		expect(performance.now() - began).toBeLessThan(60_000);
	});
});

describe('A trigger after a jump of the system clock', () => {
	const hailuo = simulatedTrigger({ withTaskBatch: false, task: { durationMs: 5 * 60_000 } });
	const JUMPS = [
		['back', -HOUR_MS],
		['forward', HOUR_MS],
	] as const;

	it.each(JUMPS)(
		'reads a watched task when it is due, and emits it (%s by an hour)',
		async (_, jumpMs) => {
			const taskIds = await hailuo.createTask();
			const trigger = hailuo.trigger({ taskIds });
			await trigger.activate();
			hailuo.shiftSystemClock(jumpMs);
			hailuo.advance(6 * 60_000);

			expect((await trigger.poll()).items).toMatchObject([{ taskId: taskIds }]);
		},
	);

	it.each(JUMPS)('keeps the pause of Retry-After unchanged (%s by an hour)', async (_, jumpMs) => {
		const taskIds = await hailuo.createTask();
		hailuo.advance(6 * 60_000);
		const limited = { status: 429, headers: { 'retry-after': '120' } };
		hailuo.api.fault({ on: 'read', then: limited });
		const trigger = hailuo.trigger({ taskIds });
		await trigger.activate();
		hailuo.shiftSystemClock(jumpMs);

		hailuo.advance(60_000);
		expect((await trigger.poll()).items).toBeUndefined();
		expect(hailuo.api.requestsTo('read')).toHaveLength(1);
		hailuo.advance(90_000);
		expect((await trigger.poll()).items).toMatchObject([{ taskId: taskIds }]);
	});
});
