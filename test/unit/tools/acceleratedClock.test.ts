import { AcceleratedClock } from '../../../tools/engine/acceleratedClock';

describe('AcceleratedClock', () => {
	it('wakes sleepers in the order of their time, and not before it', async () => {
		const clock = new AcceleratedClock(1_000);
		const start = clock.now();
		const woken: number[] = [];

		await Promise.all(
			[3_000, 1_000, 2_000].map(async (ms) => {
				await clock.sleep(ms);
				woken.push(ms);
				expect(clock.now() - start).toBeGreaterThanOrEqual(ms);
			}),
		);

		expect(woken).toEqual([1_000, 2_000, 3_000]);
	});

	it('does not accelerate the time in which the process is blocked', async () => {
		const clock = new AcceleratedClock(60);
		const realStart = performance.now();
		const start = clock.now();
		const sleeping = clock.sleep(60_000);

		while (performance.now() - realStart < 50);

		const passedMs = clock.now() - start;
		expect(passedMs).toBeLessThanOrEqual(performance.now() - realStart);
		await sleeping;
		expect(clock.now() - start).toBeGreaterThanOrEqual(60_000);
	});

	it('ends a pause when the signal aborts, without advancing the time to its end', async () => {
		const clock = new AcceleratedClock(60);
		const start = clock.now();
		const abort = new AbortController();
		const sleeping = clock.sleep(3_600_000, abort.signal);
		abort.abort();

		await sleeping;

		expect(clock.now() - start).toBeLessThan(3_600_000);
		await clock.sleep(3_600_000, abort.signal);
		expect(clock.now() - start).toBeLessThan(3_600_000);
	});
});
