import { RateLimiter } from '../../../nodes/Hailuo/scheduling/rateLimiter';
import { VirtualClock } from '../../../tools/simulation/virtualClock';

let clock: VirtualClock;
let rateLimiter: RateLimiter;
let abortController: AbortController;

describe('RateLimiter', () => {
	beforeEach(() => {
		clock = new VirtualClock();
		rateLimiter = new RateLimiter(clock);
		abortController = new AbortController();
	});

	/** When each of `count` readers acquires its slot, in the order of their calls. */
	async function acquireTimes(count: number): Promise<number[]> {
		const reader = async () => {
			await rateLimiter.acquire(abortController.signal);
			return clock.now();
		};
		return await clock.run(Promise.all(Array.from({ length: count }, reader)));
	}

	async function resumeTime(): Promise<number> {
		await clock.run(rateLimiter.waitUntilResumed(abortController.signal));
		return clock.now();
	}

	it('grants the first slot at once', async () => {
		expect(await acquireTimes(1)).toEqual([0]);
	});

	it('grants at most five slots in any second, in the order of the calls', async () => {
		const times = await acquireTimes(30);

		for (const [i, time] of times.slice(5).entries()) {
			expect(time - times[i]).toBeGreaterThanOrEqual(1_000);
		}
		expect(times).toEqual([...times].sort((a, b) => a - b));
		expect(times[29]).toBeLessThanOrEqual(6_000);
	});

	it('does not allow a burst after a minute without reads', async () => {
		await acquireTimes(1);
		await clock.run(clock.sleep(60_000));

		const times = await acquireTimes(6);
		expect(times[5] - times[0]).toBeGreaterThanOrEqual(1_000);
	});

	it('has no pause initially', async () => {
		expect(await resumeTime()).toBe(0);
	});

	it('pauses for the requested time', async () => {
		rateLimiter.pauseFor(5_000);
		expect(await resumeTime()).toBe(5_000);
	});

	it.each([
		['a shorter one follows', [5_000, 1_000], 5_000],
		['a longer one follows', [1_000, 5_000], 5_000],
	])('keeps the longer of two pauses when %s', async (_, times, resumesAt) => {
		for (const ms of times) rateLimiter.pauseFor(ms);
		expect(await resumeTime()).toBe(resumesAt);
	});

	it('extends the pause for callers that are already waiting', async () => {
		rateLimiter.pauseFor(1_000);
		void clock.at(500, () => rateLimiter.pauseFor(9_500));

		expect(await resumeTime()).toBe(10_000);
	});

	it('pauses queued readers and spaces them out after the pause', async () => {
		void clock.at(300, () => rateLimiter.pauseFor(9_700));

		const times = await acquireTimes(8);

		expect(times.filter((time) => time < 300)).toEqual([0, 200]);
		const later = times.filter((time) => time >= 300).sort((a, b) => a - b);
		expect(later).toHaveLength(6);
		expect(later[0]).toBeGreaterThanOrEqual(10_000);
		expect(later[5] - later[0]).toBeGreaterThanOrEqual(1_000);
	});

	it.each([
		['paused', () => rateLimiter.pauseFor(120_000)],
		['queued', () => undefined],
	])('releases %s callers at once when the run is aborted', async (_, prepare) => {
		prepare();
		void clock.at(100, () => abortController.abort());

		await acquireTimes(20);

		expect(clock.now()).toBe(100);
	});

	it('waits for a pause of 132 s, the longest Retry-After plus 10 % jitter', async () => {
		rateLimiter.pauseFor(132_000);
		expect(await resumeTime()).toBe(132_000);
	});

	it('returns false at once for a pause longer than 132 s', async () => {
		rateLimiter.pauseFor(132_001);

		const isAcquired = await clock.run(rateLimiter.acquire(abortController.signal));

		expect([isAcquired, clock.now()]).toEqual([false, 0]);
	});

	it('does not wait after the run was aborted', async () => {
		rateLimiter.pauseFor(3_600_000);
		abortController.abort();

		expect(await acquireTimes(3)).toEqual([0, 0, 0]);
		expect(await resumeTime()).toBe(0);
	});

	describe('with a deadline', () => {
		const acquireBefore = async (deadline: number) => {
			const isAcquired = await clock.run(rateLimiter.acquire(abortController.signal, deadline));
			return [isAcquired, clock.now()];
		};

		it.each([
			['no pause', 0, [true, 0]],
			['a pause that ends before the deadline', 4_000, [true, 4_000]],
			['a pause that ends at the deadline', 5_000, [true, 5_000]],
			['a pause that ends after the deadline', 60_000, [false, 5_000]],
		])(
			'waits for the end of the pause, at most until the deadline: %s',
			async (_, pauseMs, expected) => {
				rateLimiter.pauseFor(pauseMs);
				expect(await acquireBefore(5_000)).toEqual(expected);
			},
		);

		it('waits for a pause of 10 minutes that ends before the deadline', async () => {
			rateLimiter.pauseFor(600_000);
			expect(await acquireBefore(700_000)).toEqual([true, 600_000]);
		});

		it('grants a slot after the deadline if the pause is over', async () => {
			rateLimiter.pauseFor(2_000);
			await clock.run(clock.sleep(10_000));

			expect(await acquireBefore(1_000)).toEqual([true, 10_000]);
		});

		it('returns false at the deadline to a queued caller when a pause begins', async () => {
			void clock.at(100, () => rateLimiter.pauseFor(60_000));
			void rateLimiter.acquire(abortController.signal);

			expect(await acquireBefore(5_000)).toEqual([false, 5_000]);
		});

		it('returns false to a queued caller when the run is aborted', async () => {
			void clock.at(100, () => abortController.abort());
			void rateLimiter.acquire(abortController.signal);

			expect(await acquireBefore(5_000)).toEqual([false, 100]);
		});

		it('returns false to a paused caller when the run is aborted', async () => {
			void clock.at(100, () => abortController.abort());
			rateLimiter.pauseFor(60_000);

			expect(await acquireBefore(5_000)).toEqual([false, 100]);
		});
	});
});
