import type { RequestError } from '../../../nodes/Hailuo/transport/evidence';
import {
	CreateQueue,
	type CreateQueueOptions,
	type CreateResult,
} from '../../../nodes/Hailuo/scheduling/createQueue';
import { ok, type Result } from '../../../nodes/Hailuo/utils/result';
import { failed, rejected } from './requestErrors';
import { VirtualClock } from '../../../tools/simulation/virtualClock';

const MINUTE = 60_000;
/** From a request to its response, ms. */
const LATENCY = 500;
/** What may come on top of the timeout, ms: the last backoff with its jitter, and a request in flight. */
const LAST_ATTEMPT = 40_000;

const ACCEPTED = ok({ id: 'task-1' });
type Response = Result<{ id: string }, RequestError>;

let clock: VirtualClock;
let stop: AbortController;
let queue: CreateQueue;
let reported: RequestError[];
let sent: Array<{ at: number; prompt: number }>;
let inFlight: number;
let mostInFlight: number;

function newQueue(
	createSignal = stop.signal,
	options: Partial<CreateQueueOptions> = {},
): CreateQueue {
	return new CreateQueue({
		clock,
		createSignal,
		stopSignal: stop.signal,
		maxInFlight: 10,
		timeoutMs: 10 * MINUTE,
		onRateLimited: (error) => reported.push(error),
		onFailure: () => undefined,
		...options,
	});
}

describe('CreateQueue', () => {
	beforeEach(() => {
		clock = new VirtualClock();
		stop = new AbortController();
		reported = [];
		queue = newQueue();
		sent = [];
		inFlight = 0;
		mostInFlight = 0;
	});

	/** Submits creates with the prompts `first`, `first + 1`, … and waits for their results. */
	async function submit(
		prompts: number,
		respond: (prompt: number) => Response,
		first = 0,
		honorsIdempotencyKey = false,
	) {
		const send = async (prompt: number) =>
			await queue.submit(async () => {
				sent.push({ at: clock.now(), prompt });
				mostInFlight = Math.max(mostInFlight, (inFlight += 1));
				await clock.sleep(LATENCY);
				inFlight -= 1;
				return respond(prompt);
			}, honorsIdempotencyKey);
		return await clock.run(
			Promise.all(Array.from({ length: prompts }, async (_, i) => await send(first + i))),
		);
	}

	/** An API that accepts this many creates per minute and rate limits the others. */
	function perMinute(limit: number, retryAfterMs?: number): () => Response {
		const accepted: number[] = [];
		return () => {
			if (clock.now() - (accepted.at(-limit) ?? -Infinity) < MINUTE) {
				return rejected(429, { retryAfterMs });
			}
			accepted.push(clock.now());
			return ACCEPTED;
		};
	}

	const refusedIn = (results: Array<CreateResult<unknown>>) =>
		results.filter(({ outcome }) => outcome === 'notCreated').length;
	const created = (attempts: number) => ({ outcome: 'created', value: ACCEPTED.value, attempts });
	const rejection = (
		{ error }: { error: RequestError },
		reason: 'refused' | 'queueTimeout' = 'refused',
	) => ({ outcome: 'notCreated', error, reason });
	const indeterminate = ({ error }: { error: RequestError }) => ({
		outcome: 'indeterminate',
		error,
	});

	describe('with an API that accepts 20 creates per minute', () => {
		it.each([
			['without Retry-After', undefined],
			['with Retry-After', 20_000],
		])(
			'%s: gets 100 creates accepted, with at most 8 attempts per minute',
			async (_, retryAfterMs) => {
				expect(refusedIn(await submit(100, perMinute(20, retryAfterMs)))).toBe(0);
				expect(clock.now()).toBeGreaterThan(4 * MINUTE);
				expect(clock.now()).toBeLessThan(7 * MINUTE);
				// 100 accepted, 80 rate limited at the start, then a few attempts per minute.
				expect(sent.length).toBeLessThan(180 + 7 * 8);
			},
		);

		it('sends creates in parallel again when the queue is empty', async () => {
			await submit(21, perMinute(20));
			await clock.run(clock.sleep(MINUTE));
			mostInFlight = 0;
			await submit(5, () => ACCEPTED);
			expect(mostInFlight).toBe(5);
		});
	});

	it('waits after each 429 for a backoff that doubles up to 30 s, and for Retry-After', async () => {
		const retryAfters = [undefined, 500, undefined, 20_000, undefined, undefined, undefined];
		const responses = retryAfters.map((retryAfterMs): Response => rejected(429, { retryAfterMs }));
		await submit(1, () => responses.shift() ?? ACCEPTED);

		const pauses = sent.slice(1).map(({ at }, i) => at - sent[i].at - LATENCY);
		expect(pauses).toEqual([1_000, 2_000, 4_000, 21_000, 16_000, 30_000, 30_000]);
		expect(reported).toEqual([rejected(429, { retryAfterMs: undefined }).error]);
	});

	it('adds later creates to the end of the queue', async () => {
		const early = submit(3, () => (clock.now() < 4_000 ? rejected(429) : ACCEPTED));
		const late = clock
			.at(2_500, () => undefined)
			.then(async () => await submit(2, () => ACCEPTED, 3));

		await Promise.all([early, late]);

		expect(sent.map(({ prompt }) => prompt)).toEqual([0, 1, 2, 0, 1, 2, 0, 3, 4]);
	});

	describe('with an API that accepts no create', () => {
		it('fails all pending creates after 10 min, and sends no other', async () => {
			const onFailure = jest.fn();
			queue = newQueue(stop.signal, { onFailure });
			const replies = await submit(3, () => rejected(429));

			expect(onFailure).toHaveBeenCalled();
			expect(replies).toEqual(Array(3).fill(rejection(rejected(429), 'queueTimeout')));
			expect(clock.now()).toBeGreaterThanOrEqual(10 * MINUTE);
			expect(clock.now()).toBeLessThan(10 * MINUTE + LAST_ATTEMPT);
			expect(sent.length).toBeLessThan(30);
			const before = sent.length;
			expect(await submit(5, () => ACCEPTED)).toEqual(
				Array(5).fill(rejection(rejected(429), 'queueTimeout')),
			);
			expect(sent).toHaveLength(before);
		});

		it.each([
			['an hour, after 10 min without an accepted create', 60 * MINUTE, {}],
			['two minutes, with a timeout of one', 2 * MINUTE, { timeoutMs: MINUTE }],
		])(
			'fails all creates at once if Retry-After outlasts the timeout: %s',
			async (_, retryAfterMs, options) => {
				queue = newQueue(stop.signal, options);
				const limited = rejected(429, { retryAfterMs });
				const all = [...(await submit(1, () => limited)), ...(await submit(3, () => ACCEPTED))];

				for (const result of all) {
					expect(result).toMatchObject({ outcome: 'notCreated', reason: 'retryAfterTooLong' });
					const { error } = result as Extract<typeof result, { outcome: 'notCreated' }>;
					expect(error.retryAfterMs).toBeGreaterThanOrEqual(retryAfterMs);
				}
				expect(sent).toHaveLength(1);
				expect(clock.now()).toBe(LATENCY);
			},
		);
	});

	it('is not blocked by one create that is always rate limited', async () => {
		const replies = await submit(6, (prompt) => {
			const isEarly = clock.now() < 2 * MINUTE;
			return prompt === 0 || isEarly ? rejected(429) : ACCEPTED;
		});

		expect(replies[0]).toEqual(rejection(rejected(429), 'queueTimeout'));
		expect(replies.slice(1).map((result) => result.outcome === 'created')).toEqual(
			Array(5).fill(true),
		);
		const lastOfOthers = Math.max(...sent.filter(({ prompt }) => prompt > 0).map(({ at }) => at));
		expect(lastOfOthers).toBeLessThan(4 * MINUTE);
	});

	describe('a create', () => {
		const unknown = failed('unclear');
		const unsent = failed('notSent');
		const limited = rejected(429);
		const refused = rejected(402);
		const inAnHour = rejected(503, { retryAfterMs: 60 * MINUTE });

		it.each<[string, Response[], { outcome: string }]>([
			['is accepted', [ACCEPTED], created(1)],
			['is refused', [refused], rejection(refused)],
			['is refused after a 429', [limited, refused], rejection(refused)],
			['may have been accepted', [unknown], indeterminate(unknown)],
			['may have been accepted after a 429', [limited, unknown], indeterminate(unknown)],
			['is not received at first', [unsent, ACCEPTED], created(2)],
			['is not received in four attempts', Array(4).fill(unsent), rejection(unsent)],
		])('ends when it %s', async (_, responses, result) => {
			expect(await submitOne(responses, false)).toEqual(result);
		});

		it.each<[string, Response[], { outcome: string }]>([
			['returns the task in the third attempt', [unknown, unknown, ACCEPTED], created(3)],
			['never returns a task', [unknown, unknown, unknown], indeterminate(unknown)],
			['refuses the retries', [unknown, refused, refused], indeterminate(unknown)],
			['rate limits the retries', [unknown, limited, limited], indeterminate(unknown)],
			['does not receive the retries', [unknown, unsent, unsent], indeterminate(unknown)],
			['asks to wait for an hour', [inAnHour], indeterminate(inAnHour)],
			['asks so in between', [unknown, inAnHour], indeterminate(unknown)],
		])(
			'that may have been accepted is sent up to twice more if the key is honored; the provider %s',
			async (_, responses, result) => {
				expect(await submitOne(responses, true)).toEqual(result);
				expect(sent.map(({ at }) => at)).toEqual(
					[0, 1_000 + LATENCY, 3_000 + 2 * LATENCY].slice(0, responses.length),
				);
			},
		);

		it('is sent again even if another item ends the run meanwhile, but not after Stop', async () => {
			const ending = new AbortController();
			queue = newQueue(ending.signal);
			void clock.at(600, () => ending.abort());
			expect(await submit(1, () => (sent.length > 1 ? ACCEPTED : unknown), 0, true)).toEqual([
				created(2),
			]);

			void clock.at(2_600, () => stop.abort());
			queue = newQueue();
			expect(await submit(1, () => unknown, 0, true)).toEqual([indeterminate(unknown)]);
			expect(sent).toHaveLength(3);
		});

		it('that is not received is aborted if the run ends before the next attempt', async () => {
			void clock.at(600, () => stop.abort());

			expect(await submit(1, () => unsent)).toEqual([{ outcome: 'aborted' }]);
		});

		/** Sends one create, as often as there are responses. */
		async function submitOne(responses: Response[], honorsIdempotencyKey: boolean) {
			const onFailure = jest.fn();
			queue = newQueue(stop.signal, { onFailure });
			const [result] = await submit(1, () => responses[sent.length - 1], 0, honorsIdempotencyKey);
			expect(sent).toHaveLength(responses.length);
			expect(onFailure).toHaveBeenCalledTimes(result.outcome === 'created' ? 0 : 1);
			return result;
		}
	});

	it('aborts all pending creates on Stop, and sends nothing after it', async () => {
		const onFailure = jest.fn();
		queue = newQueue(stop.signal, { onFailure });
		void clock.at(100_000, () => stop.abort());

		expect(await submit(3, () => rejected(429))).toEqual(Array(3).fill({ outcome: 'aborted' }));
		expect(clock.now()).toBeLessThanOrEqual(100_000 + LATENCY);
		expect(sent.filter(({ at }) => at >= 100_000)).toEqual([]);
		expect(onFailure).not.toHaveBeenCalled();
	});

	describe('requests in flight', () => {
		it('are at most ten', async () => {
			await submit(35, () => ACCEPTED);

			expect(mostInFlight).toBe(10);
			expect(clock.now()).toBe(4 * LATENCY);
		});

		it('are followed by one at a time after a 429, however many wait for a slot', async () => {
			await submit(35, perMinute(5));

			// The first ten, and five in the slots of those accepted; after the first 429 one at a time.
			expect(sent.filter(({ at }) => at <= LATENCY)).toHaveLength(15);
			const later = sent.slice(15).map(({ at }) => at);
			expect(Math.min(...later.slice(1).map((at, i) => at - later[i]))).toBeGreaterThanOrEqual(
				LATENCY,
			);
		});

		it('are followed by none after a failure that ends the run', async () => {
			const ending = new AbortController();
			queue = newQueue(ending.signal, { maxInFlight: 1, onFailure: () => ending.abort() });

			const results = await submit(3, () => rejected(400));

			expect(sent).toHaveLength(1);
			expect(results.slice(1)).toEqual(Array(2).fill({ outcome: 'aborted' }));
		});
	});

	describe('with an account limited to three unfinished videos', () => {
		const VIDEO = 11 * MINUTE;
		let unfinished = 0;
		const three = () => {
			if (unfinished >= 3) return rejected(429);
			unfinished += 1;
			return ACCEPTED;
		};
		/** Creates videos and waits for each. */
		async function createAll(count: number, videoMs = VIDEO) {
			unfinished = 0;
			const one = async (prompt: number) => {
				const result = await queue.submit(async () => {
					sent.push({ at: clock.now(), prompt });
					await clock.sleep(LATENCY);
					return three();
				}, false);
				if (result.outcome !== 'created') return result;
				await queue.whileUnfinished(async () => {
					await clock.sleep(videoMs);
					unfinished -= 1;
				});
				return result;
			};
			const all = Array.from({ length: count }, async (_, prompt) => await one(prompt));
			return await clock.run(Promise.all(all));
		}

		it('creates the next video as soon as one has ended', async () => {
			const results = await createAll(9);

			expect(refusedIn(results)).toBe(0);
			// Three rounds, with a few responses in between.
			expect(clock.now()).toBeLessThan(3 * VIDEO + 10_000);
		});

		it('does not time out while a video of the run is unfinished', async () => {
			queue = newQueue(stop.signal, { timeoutMs: MINUTE });

			expect(refusedIn(await createAll(30, 5 * MINUTE))).toBe(0);
		});
	});

	describe('timeout', () => {
		it.each([6_000, 30 * MINUTE])(
			'of %d ms: the last attempt is sent when it is over',
			async (timeoutMs) => {
				queue = newQueue(stop.signal, { timeoutMs });
				const results = await submit(1, () => rejected(429));

				expect(results).toEqual([rejection(rejected(429), 'queueTimeout')]);
				expect(sent.at(-1)?.at).toBe(LATENCY + timeoutMs);
			},
		);

		it('is the reason even if each 429 has a Retry-After', async () => {
			const limited = rejected(429, { retryAfterMs: 20_000 });

			expect(await submit(1, () => limited)).toEqual([rejection(limited, 'queueTimeout')]);
		});

		it('restarts with each accepted create', async () => {
			queue = newQueue(stop.signal, { timeoutMs: MINUTE });
			let freeAt = 0;
			const oneIn50s = () => {
				if (clock.now() < freeAt) return rejected(429);
				freeAt = clock.now() + 50_000;
				return ACCEPTED;
			};
			expect(refusedIn(await submit(6, oneIn50s))).toBe(0);
		});

		it('restarts when a task of the run ends, at which the next attempt is sent', async () => {
			queue = newQueue(stop.signal, { timeoutMs: MINUTE });
			const waiting = queue.whileUnfinished(async () => await clock.sleep(5 * MINUTE));
			const [[result]] = await Promise.all([submit(1, () => rejected(429)), waiting]);

			expect(result).toEqual(rejection(rejected(429), 'queueTimeout'));
			const after = sent.filter(({ at }) => at >= 5 * MINUTE);
			expect(after[0].at).toBe(5 * MINUTE);
			expect(after.at(-1)?.at).toBeGreaterThanOrEqual(6 * MINUTE);
		});

		it('and backoff end with a task, but not the time of Retry-After', async () => {
			const responses: Response[] = [rejected(429, { retryAfterMs: 5 * MINUTE })];
			const video = queue.whileUnfinished(async () => await clock.sleep(MINUTE));
			await Promise.all([submit(1, () => responses.shift() ?? ACCEPTED), video]);

			expect(sent[1].at).toBeGreaterThanOrEqual(5 * MINUTE);
		});
	});
});
