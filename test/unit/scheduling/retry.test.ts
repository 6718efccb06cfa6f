import type { RequestError } from '../../../nodes/Hailuo/transport/responseError';
import { RateLimiter } from '../../../nodes/Hailuo/scheduling/rateLimiter';
import { ABORTED_BEFORE_SENDING, retry } from '../../../nodes/Hailuo/scheduling/retry';
import { err, ok, type Result } from '../../../nodes/Hailuo/utils/result';
import { failed, rejected } from './requestErrors';
import { VirtualClock } from '../../../tools/simulation/virtualClock';

const GOOD = ok({ id: 'task-1' });
type Outcome = Result<{ id: string }, RequestError>;

let clock: VirtualClock;
let gate: RateLimiter;
let stop: AbortController;
let sentAt: number[];

describe('retry', () => {
	beforeEach(() => {
		clock = new VirtualClock();
		gate = new RateLimiter(clock);
		stop = new AbortController();
		sentAt = [];
	});

	/** Sends until the results are used up; the last one comes again and again. */
	async function sending(
		results: Outcome[],
		shouldRetry: (error: RequestError) => boolean = () => true,
	) {
		const left = [...results];
		const send = async () => {
			sentAt.push(clock.now());
			return await Promise.resolve(left.length > 1 ? (left.shift() as Outcome) : left[0]);
		};
		return await retry(send, shouldRetry, { clock, rateLimiter: gate, signal: stop.signal });
	}

	it('sends once what goes well', async () => {
		expect(await clock.run(sending([GOOD]))).toEqual(GOOD);
		expect(sentAt).toEqual([0]);
	});

	it('sends up to four times, with pauses that double from 1 s', async () => {
		expect(await clock.run(sending([rejected(503)]))).toEqual(rejected(503));
		expect(sentAt).toEqual([0, 1_000, 3_000, 7_000]);
		expect(clock.now()).toBe(7_000);
	});

	it.each([1, 2, 3])('ends with the good result after %d faults', async (faults) => {
		const results = [...Array<Outcome>(faults).fill(failed('connectionLost')), GOOD];

		expect(await clock.run(sending(results))).toEqual(GOOD);
		expect(sentAt).toHaveLength(faults + 1);
	});

	it('sends once where the fault must not be repeated', async () => {
		const onlyLimits = ({ status }: RequestError) => status === 429;

		expect(await clock.run(sending([rejected(429), rejected(500)], onlyLimits))).toEqual(
			rejected(500),
		);
		expect(sentAt).toHaveLength(2);
	});

	describe('Retry-After', () => {
		it('is waited for', async () => {
			await clock.run(sending([rejected(429, { retryAfterMs: 60_000 }), GOOD]));
			expect(sentAt[1]).toBeGreaterThanOrEqual(60_000);
		});

		it('of two minutes is waited for, of more ends the tries', async () => {
			await clock.run(sending([rejected(429, { retryAfterMs: 120_000 }), GOOD]));
			expect(sentAt).toHaveLength(2);
			sentAt = [];

			const tooLong = rejected(429, { retryAfterMs: 120_001 });
			expect(await clock.run(sending([tooLong, GOOD]))).toEqual(tooLong);
			expect(sentAt).toHaveLength(1);
		});

		it.each([429, 503])('of a %d holds up the other requests of the run', async (status) => {
			const first = sending([rejected(status, { retryAfterMs: 60_000 }), GOOD]);
			const others = clock.at(1_000, () => undefined).then(async () => await sending([GOOD]));

			await clock.run(Promise.all([first, others]));

			expect(sentAt).toHaveLength(3);
			expect(Math.min(...sentAt.slice(1))).toBeGreaterThanOrEqual(60_000);
		});

		it('that is too long ends the tries of the others at once, with the time that is left', async () => {
			gate.pauseFor(600_000);

			const result = await clock.run(sending([GOOD]));

			expect(result).toMatchObject({ error: { status: 429, retryAfterMs: 600_000 } });
			expect([clock.now(), sentAt]).toEqual([0, []]);
		});

		it.each(['waitUntilResumed', 'acquire'] as const)(
			'that is too long ends the tries of those that stand in line already: %s',
			async (wait) => {
				const rest = rejected(429, { retryAfterMs: 600_000 });
				const inLine = async () =>
					await retry(
						async () => {
							sentAt.push(clock.now());
							await clock.sleep(100);
							return rest;
						},
						() => true,
						{ clock, rateLimiter: gate, signal: stop.signal },
						async (signal) => await gate[wait](signal),
					);
				gate.pauseFor(1_000);

				const results = await clock.run(Promise.all([inLine(), inLine(), inLine()]));

				expect(results.every((result) => !result.ok)).toBe(true);
				expect(clock.now()).toBeLessThan(2_000);
			},
		);

		it('that is too long to wait for keeps the other requests from being sent', async () => {
			const first = sending([rejected(429, { retryAfterMs: 600_000 })]);
			const other = clock.at(1_000, () => undefined).then(async () => await sending([GOOD]));

			await clock.run(Promise.all([first, other]));

			expect(sentAt).toEqual([0]);
		});
	});

	it('holds up the others by a 429 at its last try too', async () => {
		const first = sending([rejected(503), rejected(503), rejected(503), rejected(429)]);
		const other = clock.at(7_001, () => undefined).then(async () => await sending([GOOD]));

		await clock.run(Promise.all([first, other]));

		expect(sentAt.at(-2)).toBe(7_000);
		expect(sentAt.at(-1)).toBeGreaterThan(8_000);
	});

	it('does not hold up others for a fault of its own', async () => {
		const first = sending([rejected(503)]);
		const other = clock.at(1_500, () => undefined).then(async () => await sending([GOOD]));

		await clock.run(Promise.all([first, other]));

		expect(sentAt).toContain(1_500);
	});

	it('waits until the gate opens', async () => {
		gate.pauseFor(5_000);
		await clock.run(sending([GOOD]));
		expect(sentAt).toEqual([5_000]);
	});

	describe('a stop', () => {
		it('before the first try sends nothing', async () => {
			stop.abort();
			const result = await clock.run(sending([GOOD]));
			expect(result).toEqual(err(ABORTED_BEFORE_SENDING));
			expect(result).toMatchObject({ error: { kind: 'aborted' } });
			expect(sentAt).toEqual([]);
		});

		it.each([
			['during a pause', () => undefined],
			['at the closed gate', () => gate.pauseFor(120_000)],
		])('%s ends it at once', async (_, prepare) => {
			prepare();
			void clock.at(500, () => stop.abort());

			expect(await clock.run(sending([rejected(503)]))).toEqual(err(ABORTED_BEFORE_SENDING));
			expect(clock.now()).toBe(500);
			expect(sentAt.filter((at) => at >= 500)).toEqual([]);
		});

		it('does not lose a result that came back meanwhile', async () => {
			const send = async () => {
				await clock.sleep(1_000);
				return GOOD;
			};
			void clock.at(500, () => stop.abort());
			const sent = retry(send, () => true, { clock, rateLimiter: gate, signal: stop.signal });

			expect(await clock.run(sent)).toEqual(GOOD);
		});
	});
});
