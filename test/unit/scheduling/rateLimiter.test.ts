import { RateLimiter } from '../../../nodes/Hailuo/scheduling/rateLimiter';
import { RUN_ENDED } from '../../../nodes/Hailuo/transport/evidence';
import { err, ok } from '../../../nodes/Hailuo/utils/result';
import { VirtualClock } from '../../../tools/simulation/virtualClock';
import { failed } from './failed';

const SUCCESS = ok('done');
const LIMITED = failed('rateLimited');
const wait = (retryAfterMs: number) => failed('rateLimited', { retryAfterMs });

function newLimiter() {
	const clock = new VirtualClock();
	const limiter = new RateLimiter(clock);
	const sentAt: number[] = [];
	const send = async (deadline?: number, signal = new AbortController().signal) =>
		await limiter.send(
			async () => {
				sentAt.push(clock.now());
				return await Promise.resolve(SUCCESS);
			},
			signal,
			deadline,
		);
	const sendAll = async (count: number) =>
		await clock.run(Promise.all(Array.from({ length: count }, async () => await send())));
	return { clock, limiter, send, sendAll, sentAt };
}

describe('RateLimiter', () => {
	it('sends the first request at once, and at most five in any second', async () => {
		const { clock, sendAll, sentAt } = newLimiter();
		await sendAll(1);
		await clock.run(clock.sleep(60_000));
		await sendAll(30);

		expect(sentAt.slice(0, 2)).toEqual([0, 60_000]);
		expect(sentAt.slice(6).every((time, i) => time - sentAt[i + 1] >= 1_000)).toBe(true);
		expect(sentAt[30]).toBeLessThanOrEqual(66_000);
	});

	it.each([
		['a 429', LIMITED, 1_000],
		['a 429 with Retry-After: 0', wait(0), 1_000],
		['a 429 with Retry-After: 60', wait(60_000), 63_000],
		['a 503 with Retry-After: 60', failed('unclear', { retryAfterMs: 60_000 }), 63_000],
		['a 503', failed('unclear'), 0],
		['a 404 with Retry-After', failed('notFound', { retryAfterMs: 60_000 }), 0],
	])('after %s, pauses all requests', async (_, result, pauseMs) => {
		const { limiter, sendAll, sentAt } = newLimiter();
		limiter.onResult(result);

		expect(limiter.pausedForMs).toBe(pauseMs);
		await sendAll(2);
		expect(sentAt[0]).toBe(pauseMs);
	});

	it('doubles the pause with each 429 up to 30 s, halves it with each success', async () => {
		const { clock, limiter } = newLimiter();
		const pauses: number[] = [];
		for (const result of [...Array(7).fill(LIMITED), SUCCESS, SUCCESS, LIMITED]) {
			limiter.onResult(result);
			pauses.push(limiter.pausedForMs);
			await clock.run(clock.sleep(limiter.pausedForMs));
		}

		expect(pauses).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 0, 0, 30_000]);
	});

	it('counts concurrent rate limits once, and keeps the longest pause', () => {
		const { limiter } = newLimiter();
		limiter.onResult(wait(10_000));
		for (let i = 0; i < 9; i += 1) limiter.onResult(LIMITED);

		expect(limiter.pausedForMs).toBe(10_500);
	});

	it('ends a backoff on request, but not the time that Retry-After asked for', () => {
		const { limiter } = newLimiter();
		limiter.onResult(LIMITED);
		limiter.endBackoff();
		expect(limiter.pausedForMs).toBe(0);

		limiter.onResult(wait(10_000));
		limiter.endBackoff();
		expect(limiter.pausedForMs).toBe(10_500);
	});

	it.each([
		['lasts until the deadline', 10_500, 10_500],
		['lasts less than 2 minutes, without a deadline', undefined, 10_500],
	])('waits for a pause that %s', async (_, deadline, sentAt) => {
		const { clock, limiter, send, ...limited } = newLimiter();
		limiter.onResult(wait(10_000));

		expect(await clock.run(send(deadline))).toEqual(SUCCESS);
		expect(limited.sentAt).toEqual([sentAt]);
	});

	it.each([
		['outlasts the deadline', 10_000, 10_499],
		['outlasts 2 minutes, without a deadline', 130_000, undefined],
	])('fails at once with the pause if it %s', async (_, retryAfterMs, deadline) => {
		const { clock, limiter, send, sentAt } = newLimiter();
		limiter.onResult(wait(retryAfterMs));

		expect(await clock.run(send(deadline))).toMatchObject({
			error: { reason: 'rateLimited', retryAfterMs: retryAfterMs * 1.05 },
		});
		expect([clock.now(), sentAt]).toEqual([0, []]);
	});

	it('fails waiting requests when a long pause begins', async () => {
		const { clock, limiter, send } = newLimiter();
		limiter.onResult(LIMITED);
		const sending = Array.from({ length: 8 }, async () => await send());
		void clock.at(1_500, () => limiter.onResult(wait(600_000)));

		const results = await clock.run(Promise.all(sending));

		expect(results.map(({ ok: isSent }) => isSent)).toEqual([
			...Array(3).fill(true),
			...Array(5).fill(false),
		]);
		expect(clock.now()).toBeLessThan(2_000);
	});

	it('ends a pause when the run ends, and sends nothing', async () => {
		const { clock, limiter, send, sentAt } = newLimiter();
		const end = new AbortController();
		limiter.onResult(wait(60_000));
		void clock.at(500, () => end.abort());

		expect(await clock.run(send(undefined, end.signal))).toEqual(err(RUN_ENDED));
		expect([clock.now(), sentAt]).toEqual([500, []]);
	});
});
