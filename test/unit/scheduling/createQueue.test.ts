import type { RequestError } from '../../../nodes/Hailuo/transport/responseError';
import { CreateQueue, type CreateQueueOptions } from '../../../nodes/Hailuo/scheduling/createQueue';
import type { CreateResult } from '../../../nodes/Hailuo/scheduling/createResult';
import { RateLimiter } from '../../../nodes/Hailuo/scheduling/rateLimiter';
import { ok, type Result } from '../../../nodes/Hailuo/utils/result';
import { failed, rejected } from './requestErrors';
import { VirtualClock } from '../../../tools/simulation/virtualClock';

const MINUTE = 60_000;
/** From a create to its answer. */
const LATENCY = 500;
/** Above the ten minutes: the last pause, with its jitter, and what is under way. */
const A_BIT = 40_000;

const TAKEN = ok({ id: 'task-1' });
type Answer = Result<{ id: string }, RequestError>;

let clock: VirtualClock;
let gate: RateLimiter;
let stop: AbortController;
let line: CreateQueue;
let told: RequestError[];
let sent: Array<{ at: number; prompt: number }>;
let underWay: number;
let mostUnderWay: number;

function newQueue(signal = stop.signal, options: Partial<CreateQueueOptions> = {}): CreateQueue {
	return new CreateQueue(
		{ clock, rateLimiter: gate, signal },
		{
			stopSignal: stop.signal,
			maxInFlight: 10,
			timeoutMs: 10 * MINUTE,
			onRateLimited: (error) => told.push(error),
			onFailure: () => undefined,
			...options,
		},
	);
}

describe('createQueue', () => {
	beforeEach(() => {
		clock = new VirtualClock();
		gate = new RateLimiter(clock);
		stop = new AbortController();
		told = [];
		line = newQueue();
		sent = [];
		underWay = 0;
		mostUnderWay = 0;
	});

	/** Sends the creates of so many prompts, which are numbers, and waits for what becomes of them. */
	async function creating(
		prompts: number,
		answer: (prompt: number) => Answer,
		first = 0,
		isIdempotent = false,
	) {
		const send = async (prompt: number) =>
			await line.submit(async () => {
				sent.push({ at: clock.now(), prompt });
				mostUnderWay = Math.max(mostUnderWay, (underWay += 1));
				await clock.sleep(LATENCY);
				underWay -= 1;
				return answer(prompt);
			}, isIdempotent);
		return await clock.run(
			Promise.all(Array.from({ length: prompts }, async (_, i) => await send(first + i))),
		);
	}

	/** An API that takes so many in any minute, and says for how long to rest where it is given. */
	function limited(aMinute: number, retryAfterMs?: number): () => Answer {
		const taken: number[] = [];
		return () => {
			if (clock.now() - (taken.at(-aMinute) ?? -Infinity) < MINUTE) {
				return rejected(429, { retryAfterMs });
			}
			taken.push(clock.now());
			return TAKEN;
		};
	}

	const rejectedIn = (results: Array<CreateResult<unknown>>) =>
		results.filter(({ outcome }) => outcome === 'rejected').length;
	const created = (attempts: number) => ({ outcome: 'created', value: TAKEN.value, attempts });
	const given = (
		{ error }: { error: RequestError },
		reason: 'refused' | 'queueTimeout' = 'refused',
	) => ({ outcome: 'rejected', error, reason });
	const indeterminate = ({ error }: { error: RequestError }) => ({
		outcome: 'indeterminate',
		error,
	});

	it('sends side by side what the API takes', async () => {
		expect(rejectedIn(await creating(10, () => TAKEN))).toBe(0);
		expect(sent.map(({ at }) => at)).toEqual(Array(10).fill(0));
		expect(told).toEqual([]);
	});

	describe('an API that takes twenty a minute', () => {
		it.each([
			['names no time', undefined],
			['names a time', 20_000],
		])('and %s takes a hundred in the end, and is not stormed', async (_, retryAfterMs) => {
			expect(rejectedIn(await creating(100, limited(20, retryAfterMs)))).toBe(0);
			expect(clock.now()).toBeGreaterThan(4 * MINUTE);
			expect(clock.now()).toBeLessThan(7 * MINUTE);
			// A hundred taken, eighty refused at the start, and then some tries a minute.
			expect(sent.length).toBeLessThan(180 + 7 * 8);
		});

		it('gets them one by one from the first refusal on, which is told once', async () => {
			await creating(30, limited(20));
			expect(told).toEqual([rejected(429).error]);
			const later = sent.filter(({ at }) => at > 2 * LATENCY).map(({ at }) => at);
			const gaps = later.slice(1).map((at, i) => at - later[i]);
			expect(Math.min(...gaps)).toBeGreaterThanOrEqual(LATENCY);
		});

		it('gets them side by side again once nobody stands in line', async () => {
			await creating(21, limited(20));
			await clock.run(clock.sleep(MINUTE));
			mostUnderWay = 0;
			await creating(5, () => TAKEN);
			expect(mostUnderWay).toBe(5);
		});
	});

	it('waits for an API that takes no other before one of nine minutes is done', async () => {
		let freeAt = 0;
		const oneAtATime = () => {
			if (clock.now() < freeAt) return rejected(429);
			freeAt = clock.now() + 9 * MINUTE;
			return TAKEN;
		};

		expect(rejectedIn(await creating(4, oneAtATime))).toBe(0);
	});

	describe('the pauses', () => {
		const pauses = (of = sent) => of.slice(1).map(({ at }, i) => at - of[i].at - LATENCY);

		it('grow up to 30 s, and are at least as long as the API asks', async () => {
			const asked = [undefined, 500, undefined, 20_000, undefined, undefined, undefined];
			const answers = asked.map((retryAfterMs): Answer => rejected(429, { retryAfterMs }));
			await creating(1, () => answers.shift() ?? TAKEN);

			expect(pauses()).toEqual([1_000, 2_000, 4_000, 21_000, 16_000, 30_000, 30_000]);
		});

		it('begin with a second, however many were sent side by side', async () => {
			await creating(10, () => (sent.length > 11 ? TAKEN : rejected(429)));

			expect(pauses(sent.slice(9, 12))).toEqual([1_000, 2_000]);
		});

		it('are shorter again after each that was taken', async () => {
			const answers = [...Array<Answer>(5).fill(rejected(429)), TAKEN, rejected(429)];
			await creating(2, () => answers.shift() ?? TAKEN);

			expect(pauses().slice(-2)).toEqual([0, 8_000]);
		});
	});

	it('puts those that come later at the end of the line', async () => {
		const early = creating(3, () => (clock.now() < 4_000 ? rejected(429) : TAKEN));
		const late = clock
			.at(2_500, () => undefined)
			.then(async () => await creating(2, () => TAKEN, 3));

		await Promise.all([early, late]);

		expect(sent.map(({ prompt }) => prompt)).toEqual([0, 1, 2, 0, 1, 2, 0, 3, 4]);
	});

	describe('an API that takes none', () => {
		it('is left alone after ten minutes, by all', async () => {
			const replies = await creating(3, () => rejected(429));

			expect(replies).toEqual(Array(3).fill(given(rejected(429), 'queueTimeout')));
			expect(clock.now()).toBeGreaterThanOrEqual(10 * MINUTE);
			expect(clock.now()).toBeLessThan(10 * MINUTE + A_BIT);
			expect(sent.length).toBeLessThan(30);
			const before = sent.length;
			expect(await creating(5, () => TAKEN)).toEqual(
				Array(5).fill(given(rejected(429), 'queueTimeout')),
			);
			expect(sent).toHaveLength(before);
		});

		it('is left alone at once where it asks for more than two minutes', async () => {
			const hour = rejected(429, { retryAfterMs: 60 * MINUTE });
			const first = await creating(1, () => hour);
			const others = await creating(3, () => TAKEN);

			expect(first).toEqual([given(hour)]);
			expect(rejectedIn(others)).toBe(3);
			expect(sent).toHaveLength(1);
		});

		it('ends those that stand in line where it asks for more than two minutes by and by', async () => {
			const replies = await creating(3, () =>
				rejected(429, { retryAfterMs: clock.now() > MINUTE ? 60 * MINUTE : undefined }),
			);

			expect(rejectedIn(replies)).toBe(3);
			expect(clock.now()).toBeLessThan(2 * MINUTE);
		});
	});

	it('lets the others pass by one that is never taken', async () => {
		const replies = await creating(6, (prompt) => {
			const isEarly = clock.now() < 2 * MINUTE;
			return prompt === 0 || isEarly ? rejected(429) : TAKEN;
		});

		expect(replies[0]).toEqual(given(rejected(429), 'queueTimeout'));
		expect(replies.slice(1).map((result) => result.outcome === 'created')).toEqual(
			Array(5).fill(true),
		);
		const lastOfOthers = Math.max(...sent.filter(({ prompt }) => prompt > 0).map(({ at }) => at));
		expect(lastOfOthers).toBeLessThan(4 * MINUTE);
	});

	it.each([
		['a refusal for good', rejected(402), given(rejected(402))],
		['an unclear answer', failed('connectionLost'), indeterminate(failed('connectionLost'))],
	])('ends one create by %s, and sends it no more', async (_, end, result) => {
		const answers = [[rejected(429), end], [rejected(429), TAKEN] as Answer[]];
		const replies = await creating(2, (prompt) => answers[prompt].shift() as Answer);

		expect(replies).toEqual([result, created(2)]);
		expect(sent.filter(({ prompt }) => prompt === 0)).toHaveLength(2);
	});

	it('tries four times to reach an API that cannot be reached', async () => {
		const replies = await creating(1, () => failed('notSent'));

		expect(replies).toEqual([given(failed('notSent'))]);
		expect(sent).toHaveLength(4);
	});

	describe('a provider that honors the Idempotency-Key', () => {
		const unclear = failed('connectionLost');
		const creatingOne = async (answers: Answer[]) =>
			await creating(1, () => answers.shift() ?? TAKEN, 0, true);

		it('is sent a create of unknown outcome again, after 1 s and 2 s', async () => {
			expect(await creatingOne([unclear, unclear, TAKEN])).toEqual([created(3)]);
			expect(sent.map(({ at }) => at)).toEqual([0, 1_000 + LATENCY, 3_000 + 2 * LATENCY]);
		});

		it('is sent it twice more and not again', async () => {
			expect(await creatingOne([unclear, unclear, unclear])).toEqual([indeterminate(unclear)]);
			expect(sent).toHaveLength(3);
		});

		it.each([
			['a refusal', rejected(402)],
			['too many requests', rejected(429)],
			['no connection', failed('notSent')],
		])(
			'leaves it unclear where the retries meet %s: the first may have been accepted',
			async (_, second) => {
				expect(await creatingOne([unclear, second, second])).toEqual([indeterminate(unclear)]);
			},
		);

		it('is sent it again even where another item ends the run meanwhile', async () => {
			const ending = new AbortController();
			line = newQueue(ending.signal);
			void clock.at(600, () => ending.abort());

			expect(await creatingOne([unclear])).toEqual([created(2)]);
		});

		it('is sent none that was not sent before another item ended the run', async () => {
			const ending = new AbortController();
			line = newQueue(ending.signal);
			ending.abort();

			expect(await creatingOne([TAKEN])).toEqual([{ outcome: 'aborted' }]);
			expect(sent).toEqual([]);
		});

		it('is sent none after a stop', async () => {
			void clock.at(600, () => stop.abort());

			expect(await creatingOne([unclear])).toEqual([indeterminate(unclear)]);
			expect(sent).toHaveLength(1);
		});
	});

	it('lets reads through soon after a refusal that names no time', async () => {
		const reads: number[] = [];
		const reading = async () => {
			while (clock.now() < 5 * MINUTE) {
				await clock.sleep(2_000);
				if (await gate.acquire(stop.signal)) reads.push(clock.now());
			}
		};
		await Promise.all([creating(3, () => rejected(429)), reading()]);

		const gaps = reads.slice(1).map((at, i) => at - reads[i]);
		expect(Math.max(...gaps)).toBeLessThan(4_000);
	});

	it('ends at once by a stop, and sends nothing after it', async () => {
		void clock.at(100_000, () => stop.abort());

		expect(await creating(3, () => rejected(429))).toEqual(Array(3).fill({ outcome: 'aborted' }));
		expect(clock.now()).toBeLessThanOrEqual(100_000 + LATENCY);
		expect(sent.filter(({ at }) => at >= 100_000)).toEqual([]);
	});

	describe('creates on the wire', () => {
		it('are ten at most', async () => {
			await creating(35, () => TAKEN);

			expect(mostUnderWay).toBe(10);
			expect(clock.now()).toBe(4 * LATENCY);
		});

		it('are followed by none in parallel after a 429, however many wait for their place', async () => {
			await creating(35, limited(5));

			// The first ten, and five in the places of those accepted; from the first 429 on each comes alone.
			expect(sent.filter(({ at }) => at <= LATENCY)).toHaveLength(15);
			const later = sent.slice(15).map(({ at }) => at);
			expect(Math.min(...later.slice(1).map((at, i) => at - later[i]))).toBeGreaterThanOrEqual(
				LATENCY,
			);
		});

		it('are followed by none after one that failed, where a failure ends the run', async () => {
			const ending = new AbortController();
			line = newQueue(ending.signal, { maxInFlight: 1, onFailure: () => ending.abort() });

			const results = await creating(3, () => rejected(400));

			expect(sent).toHaveLength(1);
			expect(results.slice(1)).toEqual(Array(2).fill({ outcome: 'aborted' }));
		});
	});

	describe('an account that may have three unfinished videos', () => {
		const VIDEO = 11 * MINUTE;
		let unfinished = 0;
		const three = () => {
			if (unfinished >= 3) return rejected(429);
			unfinished += 1;
			return TAKEN;
		};
		/** Creates so many, and waits for each; the API is told of an end as soon as the run is. */
		async function makingAll(count: number, videoMs = VIDEO) {
			unfinished = 0;
			const one = async (prompt: number) => {
				const result = await line.submit(async () => {
					sent.push({ at: clock.now(), prompt });
					await clock.sleep(LATENCY);
					return three();
				}, false);
				if (result.outcome !== 'created') return result;
				await line.whileUnfinished(async () => {
					await clock.sleep(videoMs);
					unfinished -= 1;
				});
				return result;
			};
			const all = Array.from({ length: count }, async (_, prompt) => await one(prompt));
			return await clock.run(Promise.all(all));
		}

		it('gets the next as soon as one has ended, and all are made', async () => {
			const results = await makingAll(9);

			expect(rejectedIn(results)).toBe(0);
			// Three rounds, with a few answers in between.
			expect(clock.now()).toBeLessThan(3 * VIDEO + 10_000);
		});

		it('is not given up while a video of the run is unfinished, however long that takes', async () => {
			line = newQueue(stop.signal, { timeoutMs: MINUTE });

			expect(rejectedIn(await makingAll(30, 5 * MINUTE))).toBe(0);
		});

		it('is not stormed meanwhile', async () => {
			await makingAll(9);

			// 33 minutes with a try every 30 to 66 s, and what the ends have set off.
			expect(sent.length).toBeLessThan(9 + 7 + 66 + 9);
		});
	});

	describe('the time-out', () => {
		const timesOutAfter = (timeoutMs: number) => (line = newQueue(stop.signal, { timeoutMs }));

		it.each([6_000, 45_000, 30 * MINUTE])('is %d ms, with the last try just then', async (ms) => {
			timesOutAfter(ms);
			const results = await creating(1, () => rejected(429));

			expect(results).toEqual([given(rejected(429), 'queueTimeout')]);
			expect(sent.at(-1)?.at).toBe(LATENCY + ms);
		});

		it('starts again with each create that is accepted', async () => {
			timesOutAfter(MINUTE);
			let freeAt = 0;
			const oneIn50s = () => {
				if (clock.now() < freeAt) return rejected(429);
				freeAt = clock.now() + 50_000;
				return TAKEN;
			};
			expect(rejectedIn(await creating(6, oneIn50s))).toBe(0);
		});

		it('starts again when a task of the run ends', async () => {
			timesOutAfter(MINUTE);
			const waiting = line.whileUnfinished(async () => await clock.sleep(5 * MINUTE));
			const [[result]] = await Promise.all([creating(1, () => rejected(429)), waiting]);

			expect(result).toEqual(given(rejected(429), 'queueTimeout'));
			const after = sent.filter(({ at }) => at >= 5 * MINUTE);
			// At once, and then until the minute is over.
			expect(after[0].at).toBe(5 * MINUTE);
			expect(after.at(-1)?.at).toBeGreaterThanOrEqual(6 * MINUTE);
		});
	});
});
