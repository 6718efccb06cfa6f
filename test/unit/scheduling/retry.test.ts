import type { RequestError } from '../../../nodes/Hailuo/transport/evidence';
import { RateLimiter } from '../../../nodes/Hailuo/scheduling/rateLimiter';
import { ABORTED_BEFORE_SENDING, retry } from '../../../nodes/Hailuo/scheduling/retry';
import { err, ok, type Result } from '../../../nodes/Hailuo/utils/result';
import { failed, rejected } from './requestErrors';
import { VirtualClock } from '../../../tools/simulation/virtualClock';

const SUCCESS = ok({ id: 'task-1' });
type Outcome = Result<{ id: string }, RequestError>;

let clock: VirtualClock;
let rateLimiter: RateLimiter;
let abortController: AbortController;
let sentAt: number[];

describe('retry', () => {
	beforeEach(() => {
		clock = new VirtualClock();
		rateLimiter = new RateLimiter(clock);
		abortController = new AbortController();
		sentAt = [];
	});

	/** Responds with one result after the other, and repeats the last one. */
	async function sendWithRetry(
		results: Outcome[],
		shouldRetry: (error: RequestError) => boolean = () => true,
	) {
		const remaining = [...results];
		const send = async () => {
			sentAt.push(clock.now());
			return await Promise.resolve(
				remaining.length > 1 ? (remaining.shift() as Outcome) : remaining[0],
			);
		};
		return await retry(send, shouldRetry, { clock, rateLimiter, signal: abortController.signal });
	}

	it('sends a successful request once', async () => {
		expect(await clock.run(sendWithRetry([SUCCESS]))).toEqual(SUCCESS);
		expect(sentAt).toEqual([0]);
	});

	it('makes up to four attempts, with backoff that doubles from 1 s', async () => {
		expect(await clock.run(sendWithRetry([rejected(503)]))).toEqual(rejected(503));
		expect(sentAt).toEqual([0, 1_000, 3_000, 7_000]);
		expect(clock.now()).toBe(7_000);
	});

	it.each([1, 2, 3])('returns the first success after errors (%d)', async (errorCount) => {
		const results = [...Array<Outcome>(errorCount).fill(failed('unclear')), SUCCESS];

		expect(await clock.run(sendWithRetry(results))).toEqual(SUCCESS);
		expect(sentAt).toHaveLength(errorCount + 1);
	});

	it('does not retry an error for which shouldRetry returns false', async () => {
		const isRateLimited = ({ status }: RequestError) => status === 429;

		expect(await clock.run(sendWithRetry([rejected(429), rejected(500)], isRateLimited))).toEqual(
			rejected(500),
		);
		expect(sentAt).toHaveLength(2);
	});

	describe('with Retry-After', () => {
		it('waits for a Retry-After of 60 s', async () => {
			await clock.run(sendWithRetry([rejected(429, { retryAfterMs: 60_000 }), SUCCESS]));
			expect(sentAt[1]).toBeGreaterThanOrEqual(60_000);
		});

		it('waits for a Retry-After of 2 minutes and does not retry after a longer one', async () => {
			await clock.run(sendWithRetry([rejected(429, { retryAfterMs: 120_000 }), SUCCESS]));
			expect(sentAt).toHaveLength(2);
			sentAt = [];

			const tooLong = rejected(429, { retryAfterMs: 120_001 });
			expect(await clock.run(sendWithRetry([tooLong, SUCCESS]))).toEqual(tooLong);
			expect(sentAt).toHaveLength(1);
		});

		it.each([429, 503])('pauses the other requests of the run after a %d', async (status) => {
			const first = sendWithRetry([rejected(status, { retryAfterMs: 60_000 }), SUCCESS]);
			const others = clock
				.at(1_000, () => undefined)
				.then(async () => await sendWithRetry([SUCCESS]));

			await clock.run(Promise.all([first, others]));

			expect(sentAt).toHaveLength(3);
			expect(Math.min(...sentAt.slice(1))).toBeGreaterThanOrEqual(60_000);
		});

		it('rejects other requests at once with the remaining time of a pause over 2 minutes', async () => {
			rateLimiter.pauseFor(600_000);

			const result = await clock.run(sendWithRetry([SUCCESS]));

			expect(result).toMatchObject({ error: { status: 429, retryAfterMs: 600_000 } });
			expect([clock.now(), sentAt]).toEqual([0, []]);
		});

		it.each(['waitUntilResumed', 'acquire'] as const)(
			'rejects requests already queued in %s when Retry-After exceeds 2 minutes',
			async (method) => {
				const rateLimited = rejected(429, { retryAfterMs: 600_000 });
				const queuedRequest = async () =>
					await retry(
						async () => {
							sentAt.push(clock.now());
							await clock.sleep(100);
							return rateLimited;
						},
						() => true,
						{ clock, rateLimiter, signal: abortController.signal },
						async (signal) => await rateLimiter[method](signal),
					);
				rateLimiter.pauseFor(1_000);

				const results = await clock.run(
					Promise.all([queuedRequest(), queuedRequest(), queuedRequest()]),
				);

				expect(results.every((result) => !result.ok)).toBe(true);
				expect(clock.now()).toBeLessThan(2_000);
			},
		);

		it('sends no other request after a Retry-After over 2 minutes', async () => {
			const first = sendWithRetry([rejected(429, { retryAfterMs: 600_000 })]);
			const other = clock
				.at(1_000, () => undefined)
				.then(async () => await sendWithRetry([SUCCESS]));

			await clock.run(Promise.all([first, other]));

			expect(sentAt).toEqual([0]);
		});
	});

	it('pauses other requests after a 429 on the last attempt', async () => {
		const first = sendWithRetry([rejected(503), rejected(503), rejected(503), rejected(429)]);
		const other = clock.at(7_001, () => undefined).then(async () => await sendWithRetry([SUCCESS]));

		await clock.run(Promise.all([first, other]));

		expect(sentAt.at(-2)).toBe(7_000);
		expect(sentAt.at(-1)).toBeGreaterThan(8_000);
	});

	it('does not pause other requests for its own backoff after a 503', async () => {
		const first = sendWithRetry([rejected(503)]);
		const other = clock.at(1_500, () => undefined).then(async () => await sendWithRetry([SUCCESS]));

		await clock.run(Promise.all([first, other]));

		expect(sentAt).toContain(1_500);
	});

	it('waits for a pause before the first attempt', async () => {
		rateLimiter.pauseFor(5_000);
		await clock.run(sendWithRetry([SUCCESS]));
		expect(sentAt).toEqual([5_000]);
	});

	describe('when the run is aborted', () => {
		it('sends nothing if the signal is already aborted', async () => {
			abortController.abort();
			const result = await clock.run(sendWithRetry([SUCCESS]));
			expect(result).toEqual(err(ABORTED_BEFORE_SENDING));
			expect(result).toMatchObject({ error: { reason: 'aborted' } });
			expect(sentAt).toEqual([]);
		});

		it.each([
			['backoff', () => undefined],
			['a pause', () => rateLimiter.pauseFor(120_000)],
		])('returns at once during %s', async (_, prepare) => {
			prepare();
			void clock.at(500, () => abortController.abort());

			expect(await clock.run(sendWithRetry([rejected(503)]))).toEqual(err(ABORTED_BEFORE_SENDING));
			expect(clock.now()).toBe(500);
			expect(sentAt.filter((at) => at >= 500)).toEqual([]);
		});

		it('returns the result of an attempt that completes after the abort', async () => {
			const send = async () => {
				await clock.sleep(1_000);
				return SUCCESS;
			};
			void clock.at(500, () => abortController.abort());
			const sent = retry(send, () => true, { clock, rateLimiter, signal: abortController.signal });

			expect(await clock.run(sent)).toEqual(SUCCESS);
		});
	});
});
