import { RateLimiter } from '../../../nodes/Hailuo/scheduling/rateLimiter';
import { ABORTED_BEFORE_SENDING } from '../../../nodes/Hailuo/scheduling/retry';
import { err, ok } from '../../../nodes/Hailuo/utils/result';
import { rejected } from './requestErrors';
import { VirtualClock } from '../../../tools/simulation/virtualClock';

const SUCCESS = ok('done');

let clock: VirtualClock;
let limiter: RateLimiter;
let abortController: AbortController;

describe('RateLimiter', () => {
	beforeEach(() => {
		clock = new VirtualClock();
		limiter = new RateLimiter(clock);
		abortController = new AbortController();
	});

	const acquire = async (deadline?: number) =>
		await limiter.acquire(abortController.signal, deadline);
	/** When each of `count` requests may be sent. */
	const sendTimes = async (count: number) =>
		await clock.run(
			Promise.all(
				Array.from({ length: count }, async () => {
					await acquire();
					return clock.now();
				}),
			),
		);

	it('lets the first request pass at once, and at most five in any second', async () => {
		const times = await sendTimes(30);

		expect(times[0]).toBe(0);
		for (const [i, time] of times.slice(5).entries()) {
			expect(time - times[i]).toBeGreaterThanOrEqual(1_000);
		}
		expect(times[29]).toBeLessThanOrEqual(6_000);
	});

	it('does not allow a burst after a minute without requests', async () => {
		await sendTimes(1);
		await clock.run(clock.sleep(60_000));

		const times = await sendTimes(6);
		expect(times[5] - times[0]).toBeGreaterThanOrEqual(1_000);
	});

	it.each([
		['a 429', rejected(429), 1_000],
		['a 429 with Retry-After: 0', rejected(429, { retryAfterMs: 0 }), 1_000],
		['a 429 with Retry-After: 60', rejected(429, { retryAfterMs: 60_000 }), 63_000],
		['a 503 with Retry-After: 60', rejected(503, { retryAfterMs: 60_000 }), 63_000],
		['a 503', rejected(503), 0],
		['a 404 with Retry-After', rejected(404, { retryAfterMs: 60_000 }), 0],
	])('after %s, pauses all requests', async (_, result, pauseMs) => {
		limiter.onResult(result);

		expect(limiter.pausedForMs).toBe(pauseMs);
		expect((await sendTimes(2))[0]).toBe(pauseMs);
	});

	it('doubles the pause with each 429 up to 30 s, halves it with each success', async () => {
		const pauses: number[] = [];
		for (const result of [...Array(7).fill(rejected(429)), SUCCESS, SUCCESS, rejected(429)]) {
			limiter.onResult(result);
			pauses.push(limiter.pausedForMs);
			await clock.run(clock.sleep(limiter.pausedForMs));
		}

		expect(pauses).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 0, 0, 30_000]);
	});

	it('counts rate limited requests that were in flight together once, and keeps the longest pause', () => {
		limiter.onResult(rejected(429, { retryAfterMs: 10_000 }));
		for (let i = 0; i < 9; i += 1) limiter.onResult(rejected(429));

		expect(limiter.pausedForMs).toBe(10_500);
	});

	it('ends a backoff on request, but not the time that Retry-After asked for', () => {
		limiter.onResult(rejected(429));
		limiter.endBackoff();
		expect(limiter.pausedForMs).toBe(0);

		limiter.onResult(rejected(429, { retryAfterMs: 10_000 }));
		limiter.endBackoff();
		expect(limiter.pausedForMs).toBe(10_500);
	});

	it.each([
		['lasts until the deadline', 10_500, true, 10_500],
		['outlasts the deadline', 10_499, false, 0],
		['lasts 2 minutes, without a deadline', undefined, true, 10_500],
	])('a pause that %s', async (_, deadline, isAcquired, endsAt) => {
		limiter.onResult(rejected(429, { retryAfterMs: 10_000 }));

		expect(await clock.run(acquire(deadline))).toBe(isAcquired);
		expect(clock.now()).toBe(endsAt);
	});

	it('fails waiting requests at once when a pause of more than 2 minutes begins', async () => {
		const send = async () => {
			await clock.sleep(100);
			return rejected(429, { retryAfterMs: 600_000 });
		};
		limiter.onResult(rejected(429));
		const sending = Array.from(
			{ length: 8 },
			async () => await limiter.send(send, abortController.signal),
		);

		const results = await clock.run(Promise.all(sending));

		expect(results.every((result) => !result.ok && result.error.retryAfterMs! > 500_000)).toBe(
			true,
		);
		expect(clock.now()).toBeLessThan(3_000);
	});

	it('sends nothing after an abort, and ends a pause at once', async () => {
		limiter.onResult(rejected(429, { retryAfterMs: 60_000 }));
		void clock.at(500, () => abortController.abort());
		const send = jest.fn(async () => await Promise.resolve(SUCCESS));

		const result = await clock.run(limiter.send(send, abortController.signal));

		expect(result).toEqual(err(ABORTED_BEFORE_SENDING));
		expect([clock.now(), send.mock.calls.length]).toEqual([500, 0]);
	});
});
