import {
	CreateQueue,
	type CreateQueueOptions,
	type CreateResult,
} from '../../../nodes/Hailuo/scheduling/createQueue';
import { RUN_ENDED, type RequestError } from '../../../nodes/Hailuo/transport/evidence';
import { ok, type Result } from '../../../nodes/Hailuo/utils/result';
import { VirtualClock } from '../../../tools/simulation/virtualClock';
import { failed } from './failed';

const MINUTE = 60_000;
/** From a request to its response, ms. */
const LATENCY = 500;

type Response = Result<string, RequestError>;
const ACCEPTED = ok('task-1');
const LIMITED = failed('rateLimited');
const limitedFor = (retryAfterMs: number) => failed('rateLimited', { retryAfterMs });

type Outcome = CreateResult<string>;
const CREATED: Outcome = { outcome: 'created', value: 'task-1' };
const notCreated = ({ error }: { error: RequestError }, suggestion?: string): Outcome => ({
	outcome: 'notCreated',
	error: { ...error, ...(suggestion && { suggestion }) },
});
const indeterminate = ({ error }: { error: RequestError }): Outcome => ({
	outcome: 'indeterminate',
	error,
});
const notSent = notCreated({ error: RUN_ENDED });
const timedOut = (time: string, limited = LIMITED) =>
	notCreated(
		limited,
		`No request was accepted for ${time}. Retry later or increase Queue Timeout.`,
	);

/** The response to a create. `requests` is the number of requests so far, this one included. */
type Respond = (prompt: number, requests: number) => Response;
interface Options {
	honorsKey?: boolean;
	onResult?: (result: Outcome) => void;
}

/** A queue in virtual time. */
function newQueue(options: Partial<CreateQueueOptions> = {}) {
	const clock = new VirtualClock();
	/** Ends the creates of the run, as a failure does. */
	const end = new AbortController();
	const stop = new AbortController();
	const rateLimits: RequestError[] = [];
	const sent: Array<{ at: number; prompt: number }> = [];
	const inFlight = { now: 0, most: 0 };
	const queue = new CreateQueue({
		clock,
		createSignal: AbortSignal.any([end.signal, stop.signal]),
		stopSignal: stop.signal,
		maxInFlight: 10,
		timeoutMs: 10 * MINUTE,
		onRateLimited: (error) => rateLimits.push(error),
		...options,
	});

	const submitOne = async (prompt: number, respond: Respond, more: Options = {}) => {
		const send = async () => {
			sent.push({ at: clock.now(), prompt });
			inFlight.most = Math.max(inFlight.most, (inFlight.now += 1));
			await clock.sleep(LATENCY);
			inFlight.now -= 1;
			return respond(prompt, sent.length);
		};
		return await queue.submit(send, more.honorsKey ?? false, (result) => {
			more.onResult?.(result);
			return result;
		});
	};
	/** Submits several creates and waits for their results. */
	const submit = async (count: number, respond: Respond, more?: Options) =>
		await clock.run(
			Promise.all(Array.from({ length: count }, async (_, i) => await submitOne(i, respond, more))),
		);
	return { clock, end, stop, rateLimits, sent, inFlight, queue, submitOne, submit };
}

/** An API that accepts this many creates per minute and rate limits the others. */
function perMinute(limit: number, clock: VirtualClock, limited: Response = LIMITED): Respond {
	const accepted: number[] = [];
	return () => {
		if (clock.now() - (accepted.at(-limit) ?? -Infinity) < MINUTE) return limited;
		accepted.push(clock.now());
		return ACCEPTED;
	};
}

/** Gives one response after the other, then the task. */
const inTurn =
	(...responses: Response[]): Respond =>
	(_, requests) =>
		responses[requests - 1] ?? ACCEPTED;

const countOf = (results: readonly Outcome[], outcome: Outcome['outcome']) =>
	results.filter((result) => result.outcome === outcome).length;

describe('CreateQueue', () => {
	it('sends at most ten creates at once', async () => {
		const { clock, inFlight, submit } = newQueue();
		await submit(35, () => ACCEPTED);

		expect(inFlight.most).toBe(10);
		expect(clock.now()).toBe(4 * LATENCY);
	});

	describe('after a 429', () => {
		it.each([
			['without Retry-After', LIMITED],
			['with Retry-After', limitedFor(20_000)],
		])('creates all videos at the pace of the API, %s', async (_, limited) => {
			const { clock, sent, submit } = newQueue();
			const results = await submit(100, perMinute(20, clock, limited));

			expect(countOf(results, 'created')).toBe(100);
			expect(clock.now()).toBeLessThan(7 * MINUTE);
			// 100 accepted, 80 rate limited at the start, then at most 8 attempts per minute.
			expect(sent.length).toBeLessThan(180 + 7 * 8);
		});

		it('sends one at a time, until the queue is empty', async () => {
			const { clock, inFlight, sent, submit } = newQueue();
			await submit(35, perMinute(5, clock));
			// The first ten, and five in the slots of those accepted.
			const times = sent.slice(15).map(({ at }) => at);
			expect(times.every((at, i) => i === 0 || at - times[i - 1] >= LATENCY)).toBe(true);
			expect(times[0]).toBeGreaterThan(LATENCY);

			await clock.run(clock.sleep(MINUTE));
			inFlight.most = 0;
			await submit(5, () => ACCEPTED);
			expect(inFlight.most).toBe(5);
		});

		it('waits for a backoff that doubles up to 30 s, and for Retry-After', async () => {
			const { rateLimits, sent, submit } = newQueue();
			const [first, ...others] = [LIMITED, limitedFor(500), LIMITED, limitedFor(20_000)];
			await submit(1, inTurn(first, ...others, LIMITED, LIMITED, LIMITED));

			const pauses = sent.slice(1).map(({ at }, i) => at - sent[i].at - LATENCY);
			expect(pauses).toEqual([1_000, 2_000, 4_000, 21_000, 16_000, 30_000, 30_000]);
			expect(rateLimits).toEqual([first.error]);
		});

		it('moves a create to the end of the queue, behind later ones', async () => {
			const { clock, sent, submit, submitOne } = newQueue();
			const later = [3, 4].map(async (prompt) => {
				await clock.sleep(2_500);
				await submitOne(prompt, () => ACCEPTED);
			});
			await submit(3, () => (clock.now() < 4_000 ? LIMITED : ACCEPTED));
			await clock.run(Promise.all(later));

			expect(sent.map(({ prompt }) => prompt)).toEqual([0, 1, 2, 0, 1, 2, 0, 3, 4]);
		});

		it('is not blocked by one create that is always rate limited', async () => {
			const { clock, sent, submit } = newQueue();
			const results = await submit(6, (prompt) =>
				prompt === 0 || clock.now() < 2 * MINUTE ? LIMITED : ACCEPTED,
			);

			expect(results[0]).toEqual(timedOut('10 min'));
			expect(countOf(results, 'created')).toBe(5);
			const ofOthers = sent.filter(({ prompt }) => prompt > 0);
			expect(ofOthers.at(-1)?.at).toBeLessThan(4 * MINUTE);
		});
	});

	describe('a create', () => {
		const unknown = failed('unclear');
		const unsent = failed('notSent');
		const refused = failed('noCredit');
		const inAnHour = failed('unclear', { retryAfterMs: 60 * MINUTE });

		it.each<[string, Response[], Outcome]>([
			['is accepted', [ACCEPTED], CREATED],
			['is refused', [refused], notCreated(refused)],
			['is refused after a 429', [LIMITED, refused], notCreated(refused)],
			['may have been accepted', [unknown], indeterminate(unknown)],
			['may have been accepted after a 429', [LIMITED, unknown], indeterminate(unknown)],
			['is not received at first', [unsent, ACCEPTED], CREATED],
			['is not received in four attempts', Array(4).fill(unsent), notCreated(unsent)],
		])('ends when it %s', async (_, responses, result) => {
			const { sent, submit } = newQueue();

			expect(await submit(1, inTurn(...responses))).toEqual([result]);
			expect(sent).toHaveLength(responses.length);
		});

		it.each<[string, Response[], Outcome]>([
			['returns the task in the third attempt', [unknown, unknown, ACCEPTED], CREATED],
			['never returns a task', [unknown, unknown, unknown], indeterminate(unknown)],
			['refuses the retries', [unknown, refused, refused], indeterminate(unknown)],
			['rate limits the retries', [unknown, LIMITED, LIMITED], indeterminate(unknown)],
			['does not receive the retries', [unknown, unsent, unsent], indeterminate(unknown)],
			['asks to wait for an hour', [inAnHour], indeterminate(inAnHour)],
			['asks so in between', [unknown, inAnHour], indeterminate(unknown)],
		])(
			'of unknown outcome is retried with the same key; the provider %s',
			async (_, responses, result) => {
				const { sent, submit } = newQueue();

				expect(await submit(1, inTurn(...responses), { honorsKey: true })).toEqual([result]);
				expect(sent.map(({ at }) => at)).toEqual(
					[0, 1_000 + LATENCY, 3_000 + 2 * LATENCY].slice(0, responses.length),
				);
			},
		);

		it.each([
			['a failure of the run', 'end' as const, CREATED, 2],
			['Stop', 'stop' as const, indeterminate(unknown), 1],
		])('of unknown outcome, after %s', async (_, by, result, requests) => {
			const { sent, submit, clock, ...run } = newQueue();
			void clock.at(LATENCY + 100, () => run[by].abort());

			expect(await submit(1, inTurn(unknown), { honorsKey: true })).toEqual([result]);
			expect(sent).toHaveLength(requests);
		});
	});

	describe('when the run ends', () => {
		it.each([
			['a create that was not received', failed('notSent')],
			['a create that is rate limited', LIMITED],
		])('does not send %s again', async (_, response) => {
			const { clock, end, sent, submit } = newQueue();
			void clock.at(LATENCY + 100, () => end.abort());

			expect(await submit(3, () => response)).toEqual(Array(3).fill(notSent));
			expect([sent.length, clock.now()]).toEqual([3, LATENCY + 100]);
		});

		it('sends no create after the one whose result has ended it', async () => {
			const { end, sent, submit } = newQueue({ maxInFlight: 1 });
			const refused = failed('invalid');

			const onResult = () => end.abort();
			expect(await submit(3, () => refused, { onResult })).toEqual([
				notCreated(refused),
				...Array(2).fill(notSent),
			]);
			expect(sent).toHaveLength(1);
		});
	});

	describe('with an account limited to three unfinished videos', () => {
		/** Creates videos and waits for each. */
		async function createAll(count: number, videoMs: number, timeoutMs: number) {
			const { clock, queue, submitOne } = newQueue({ timeoutMs });
			let unfinished = 0;
			const respond = () => {
				if (unfinished >= 3) return LIMITED;
				unfinished += 1;
				return ACCEPTED;
			};
			const one = async (prompt: number) => {
				const result = await submitOne(prompt, respond);
				if (result.outcome !== 'created') return result;
				await queue.whileUnfinished(async () => await clock.sleep(videoMs));
				unfinished -= 1;
				return result;
			};
			const all = Array.from({ length: count }, async (_, prompt) => await one(prompt));
			return { results: await clock.run(Promise.all(all)), endedAt: clock.now() };
		}

		it.each([
			['as soon as one has ended', 9, 11 * MINUTE, 10 * MINUTE],
			['without a timeout while one is unfinished', 30, 5 * MINUTE, MINUTE],
		])('creates the next video %s', async (_, count, videoMs, timeoutMs) => {
			const { results, endedAt } = await createAll(count, videoMs, timeoutMs);

			expect(countOf(results, 'created')).toBe(count);
			// Rounds of three, with a few responses in between.
			expect(endedAt).toBeLessThan((count / 3) * videoMs + (count / 3) * 4_000);
		});
	});

	describe('timeout', () => {
		it.each([
			['6 s', 6_000],
			['10 min', 10 * MINUTE],
		])('of %s fails all pending creates', async (time, timeoutMs) => {
			const { sent, submit } = newQueue({ timeoutMs });

			expect(await submit(3, () => LIMITED)).toEqual(Array(3).fill(timedOut(time)));
			// The last attempt is sent when the time is over.
			expect(sent.at(-1)?.at).toBe(LATENCY + timeoutMs);
			expect(sent.length).toBeLessThan(30);

			const before = sent.length;
			expect(await submit(5, () => ACCEPTED)).toEqual(Array(5).fill(timedOut(time)));
			expect(sent).toHaveLength(before);
		});

		it.each([
			['10 min', 10 * MINUTE, 60 * MINUTE, '1 h 3 min'],
			['1 min', MINUTE, 2 * MINUTE, '2 min 6 s'],
		])('of %s fails all creates at once if Retry-After is longer', async (...row) => {
			const [, timeoutMs, waitMs, wait] = row;
			const { clock, sent, submit } = newQueue({ timeoutMs });
			const limited = limitedFor(waitMs);
			const results = [...(await submit(1, () => limited)), ...(await submit(3, () => ACCEPTED))];

			const error = { ...limited.error, retryAfterMs: waitMs * 1.05 };
			const suggestion = `Rate limited. Try again in ${wait}.`;
			expect(results).toEqual(Array(4).fill(notCreated({ error }, suggestion)));
			expect([sent.length, clock.now()]).toEqual([1, LATENCY]);
		});

		it('is the reason even if each 429 has a Retry-After', async () => {
			const limited = limitedFor(20_000);

			expect(await newQueue().submit(1, () => limited)).toEqual([timedOut('10 min', limited)]);
		});

		it('restarts with each accepted create', async () => {
			const { clock, submit } = newQueue({ timeoutMs: MINUTE });
			let freeAt = 0;
			const oneIn50s = () => {
				if (clock.now() < freeAt) return LIMITED;
				freeAt = clock.now() + 50_000;
				return ACCEPTED;
			};

			expect(countOf(await submit(6, oneIn50s), 'created')).toBe(6);
		});

		it('restarts, and the backoff ends, when a task of the run ends', async () => {
			const { clock, queue, sent, submit } = newQueue({ timeoutMs: MINUTE });
			void queue.whileUnfinished(async () => await clock.sleep(5 * MINUTE));

			expect(await submit(1, () => LIMITED)).toEqual([timedOut('1 min')]);
			const after = sent.map(({ at }) => at).filter((at) => at >= 5 * MINUTE);
			expect(after[0]).toBe(5 * MINUTE);
			expect(after.at(-1)).toBeGreaterThanOrEqual(6 * MINUTE);
		});

		it('of Retry-After does not end with a task', async () => {
			const { clock, queue, sent, submit } = newQueue();
			void queue.whileUnfinished(async () => await clock.sleep(MINUTE));
			await submit(1, inTurn(limitedFor(5 * MINUTE)));

			expect(sent[1].at).toBeGreaterThanOrEqual(5 * MINUTE);
		});
	});
});
