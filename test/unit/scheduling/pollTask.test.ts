import type { RequestError } from '../../../nodes/Hailuo/transport/responseError';
import { RateLimiter } from '../../../nodes/Hailuo/scheduling/rateLimiter';
import { TaskReader, type ReadRequest } from '../../../nodes/Hailuo/scheduling/taskReader';
import { pollTask, type PollStart } from '../../../nodes/Hailuo/scheduling/pollTask';
import { ok, type Result } from '../../../nodes/Hailuo/utils/result';
import type { Task, TaskReading } from '../../../nodes/Hailuo/domain/task';
import { failed, rejected } from './requestErrors';
import { VirtualClock } from '../../../tools/simulation/virtualClock';

const MINUTE = 60_000;
const TASK: Task = { taskId: 'task-1', status: 'pending' };

type Reading = Result<TaskReading, RequestError>;
const reading = (status: Task['status'], estimateMs?: number) =>
	ok<TaskReading>({ task: { ...TASK, status }, estimateMs });
const RUNNING = reading('processing');
const DONE = reading('completed');

let clock: VirtualClock;
let gate: RateLimiter;
let stop: AbortController;
let readAt: number[];
let told: string[];

describe('pollTask', () => {
	beforeEach(() => {
		clock = new VirtualClock();
		gate = new RateLimiter(clock);
		stop = new AbortController();
		readAt = [];
		told = [];
	});

	/** What the API answers to the n-th read of a task, or at a moment. */
	type Api = (read: number, now: number) => Reading | Promise<Reading>;
	/** One answer after the other; the last one again and again. */
	const answers =
		(...list: Reading[]): Api =>
		(read) =>
			list[Math.min(read, list.length - 1)];

	/** Of a provider that reads tasks one by one only. */
	const readerOf = (getTask: () => Promise<Reading>) =>
		new TaskReader(
			{ clock, rateLimiter: gate, signal: stop.signal },
			{ getTask, getTasks: async () => rejected(404) },
		);

	async function waiting(api: Api, start: Partial<PollStart> = {}) {
		let reads = 0;
		return await pollTask(
			{ task: TASK, timeoutMs: 30 * MINUTE, readAtOnce: false, ...start },
			{
				clock,
				rateLimiter: gate,
				signal: stop.signal,
				reader: readerOf(async () => {
					readAt.push(clock.now());
					return await api((reads += 1) - 1, clock.now());
				}),
				onTask: ({ status }) => told.push(status),
			},
		);
	}
	const waited = async (api: Api, start?: Partial<PollStart>) =>
		await clock.run(waiting(api, start));

	describe('the end of a task', () => {
		it.each(['completed', 'failed', 'cancelled'] as const)(
			'%s, at the first read',
			async (status) => {
				expect(await waited(answers(reading(status)))).toEqual({
					outcome: 'finished',
					task: { taskId: 'task-1', status },
				});
				expect(readAt).toHaveLength(1);
				expect(told).toEqual([status]);
			},
		);

		it('after some reads, each of which is told', async () => {
			const end = await waited(answers(reading('pending'), RUNNING, RUNNING, DONE));

			expect(end).toEqual({ outcome: 'finished', task: DONE.value.task });
			expect(told).toEqual(['pending', 'processing', 'processing', 'completed']);
		});
	});

	describe('when it reads', () => {
		it('first when a video can be ready, then evenly while nothing tells the end', async () => {
			await waited(answers(RUNNING, RUNNING, RUNNING, DONE));
			expect(readAt).toEqual([25_000, 35_000, 45_000, 55_000]);
		});

		it('at once a task of unknown age', async () => {
			await waited(answers(RUNNING, DONE), { readAtOnce: true });
			expect(readAt).toEqual([0, 10_000]);
		});

		it('earlier where the estimate of the create is short', async () => {
			await waited(answers(RUNNING, RUNNING, DONE), { estimateMs: 9_000 });
			expect(readAt).toEqual([3_000, 4_000, 5_000]);
		});

		it('by the estimate that a read gives, which lasts until the next', async () => {
			await waited(answers(reading('processing', 9_000), RUNNING, DONE));
			expect(readAt).toEqual([25_000, 26_000, 27_000]);
		});

		it('by progress, when the task can be done at the earliest', async () => {
			const even: Api = (_, now) =>
				now < 200_000
					? ok({ task: { ...RUNNING.value.task, progress: Math.floor(now / 2_000) } })
					: DONE;
			await waited(even);
			expect(readAt.length).toBeLessThanOrEqual(8);
			expect(readAt.at(-1)).toBeLessThanOrEqual(204_000);
		});

		it('by the age that a task of an earlier run has by its creation', async () => {
			clock.sleep(0);
			const createdAt = new Date(clock.now() - 100_000).toISOString();
			const known = (progress: number) =>
				ok({ task: { ...RUNNING.value.task, createdAt, progress } });
			await waited(answers(known(50), known(55), known(99), DONE), {
				task: { ...TASK, createdAt },
				readAtOnce: true,
			});
			// 50 % at 100 s and 55 % at 110 s: done at 200 s, but trusted for twice the 10 s it was seen.
			expect(readAt.slice(0, 3)).toEqual([0, 10_000, 30_000]);
		});

		it('after a failed read evenly, whatever progress said', async () => {
			const at = (progress: number) => ok({ task: { ...RUNNING.value.task, progress } });
			await waited(answers(at(12), at(17), rejected(503), DONE));
			// By progress, which was seen for 10 s, the intervals are 20 s.
			expect(readAt).toEqual([25_000, 35_000, 55_000, 65_000]);
		});

		it.each([0, 0.5, 0.999])('never twice within 2 s (random %d)', async (random) => {
			clock = new VirtualClock(() => random);
			gate = new RateLimiter(clock);
			await waited(answers(RUNNING), { estimateMs: 30_000, timeoutMs: 10 * MINUTE });

			const pauses = readAt.slice(1, -1).map((at, i) => at - readAt[i]);
			expect(Math.min(...pauses)).toBeGreaterThanOrEqual(2_000);
		});
	});

	describe('the deadline', () => {
		it.each([
			['of 30 minutes', 30 * MINUTE],
			['of one minute', MINUTE],
			['before the first read would be', 5_000],
			['of one millisecond', 1],
		])('%s: the last read is made exactly then', async (_, timeoutMs) => {
			const end = await waited(answers(RUNNING), { timeoutMs });

			expect(end).toEqual({ outcome: 'timedOut', task: RUNNING.value.task });
			expect(readAt.at(-1)).toBe(timeoutMs);
			expect(clock.now()).toBe(timeoutMs);
		});

		it('that falls on an even interval has one read', async () => {
			await waited(answers(RUNNING), { timeoutMs: 35_000 });
			expect(readAt).toEqual([25_000, 35_000]);
		});

		it('counts from the call, whatever the clock shows', async () => {
			await clock.run(clock.sleep(12_345));
			await waited(answers(RUNNING), { timeoutMs: MINUTE });
			expect(readAt.at(-1)).toBe(12_345 + MINUTE);
		});

		it('still finds a task that is finished by then', async () => {
			const api: Api = (_, now) => (now >= MINUTE ? DONE : RUNNING);
			expect(await waited(api, { timeoutMs: MINUTE })).toEqual({
				outcome: 'finished',
				task: DONE.value.task,
			});
		});

		it('tells the fault of the last read, and the last known state', async () => {
			const api: Api = (_, now) => (now >= MINUTE ? rejected(503) : RUNNING);
			expect(await waited(api, { timeoutMs: MINUTE })).toEqual({
				outcome: 'timedOut',
				task: RUNNING.value.task,
				error: rejected(503).error,
			});
		});

		it('tells no fault that passed', async () => {
			const api: Api = (_, now) => (now >= MINUTE ? RUNNING : rejected(503));
			expect(await waited(api, { timeoutMs: MINUTE })).not.toHaveProperty('error');
		});

		it('at a closed gate tells the fault before it, unless a read went well since', async () => {
			const timeoutMs = 2 * MINUTE;

			void clock.at(30_000, () => gate.pauseFor(60 * MINUTE));
			expect(await waited(answers(rejected(503)), { timeoutMs })).toMatchObject({
				error: rejected(503).error,
			});

			clock = new VirtualClock();
			gate = new RateLimiter(clock);
			void clock.at(40_000, () => gate.pauseFor(60 * MINUTE));
			const end = await waited(answers(rejected(503), RUNNING), { timeoutMs });
			expect(end).toEqual({ outcome: 'timedOut', task: RUNNING.value.task, error: undefined });
		});

		it('holds where the API asks to be left alone for longer', async () => {
			const limit = rejected(429, { retryAfterMs: 60 * MINUTE });

			expect(await waited(answers(limit), { timeoutMs: 2 * MINUTE })).toMatchObject({
				outcome: 'timedOut',
			});
			expect(clock.now()).toBe(2 * MINUTE);
		});
	});

	describe('what it asks of the reader', () => {
		/** Each answer comes at once when its read is due; a read can wait for others before. */
		async function requestsFor(
			start: Partial<PollStart>,
			list: Reading[],
			waitedMs = 0,
		): Promise<ReadRequest[]> {
			const requests: ReadRequest[] = [];
			const reader = {
				async read(request: ReadRequest) {
					requests.push(request);
					await clock.sleep(request.dueAt - clock.now() + waitedMs);
					request.onSend?.(waitedMs);
					return list[Math.min(requests.length, list.length) - 1];
				},
			};
			const { signal } = stop;
			const context = { clock, rateLimiter: gate, signal, reader, onTask: () => undefined };
			const poll = { task: TASK, timeoutMs: 30 * MINUTE, readAtOnce: false, ...start };
			await clock.run(pollTask(poll, context));
			return requests;
		}

		it('a read that may wait a second for others', async () => {
			const requests = await requestsFor({}, [RUNNING, DONE]);

			expect(requests).toMatchObject([
				{ dueAt: 25_000, latestAt: 26_000, lastReadAt: 0, deadline: 30 * MINUTE },
				{ dueAt: 35_000, latestAt: 36_000, lastReadAt: 25_000, deadline: 30 * MINUTE },
			]);
			expect(requests[0].endsAt).toBeUndefined();
		});

		it('one that waits for less where the interval is short', async () => {
			const [first] = await requestsFor({ estimateMs: 9_000 }, [DONE]);
			expect(first).toMatchObject({ dueAt: 3_000, latestAt: 3_750 });
		});

		it('one that does not wait beyond the deadline', async () => {
			const [first] = await requestsFor({ timeoutMs: 25_400 }, [DONE]);
			expect(first).toMatchObject({ dueAt: 25_000, latestAt: 25_400 });
		});

		it('the last one just at the deadline', async () => {
			const [first] = await requestsFor({ timeoutMs: 5_000 }, [DONE]);
			expect(first).toMatchObject({ dueAt: 5_000, latestAt: 5_000 });
		});

		it('when the task ends by its estimate, from its creation on', async () => {
			clock = new VirtualClock(undefined, Date.parse('2026-03-04T10:00:00Z'));
			const now = clock.now();
			const created = await requestsFor({ estimateMs: 90_000 }, [DONE]);
			expect(created[0].endsAt).toBe(now + 90_000);

			const restart = clock.now();
			const task = { ...TASK, createdAt: new Date(restart - 60_000).toISOString() };
			const resumed = await requestsFor({ task, estimateMs: 90_000, readAtOnce: true }, [DONE]);
			expect(resumed[0].endsAt).toBe(restart + 30_000);
		});

		it('after a read that waited for others, the next one as if it had not', async () => {
			const [, second] = await requestsFor({}, [RUNNING, DONE], 800);
			expect(second.dueAt).toBe(35_000);
		});

		it('unless the end is expected by the estimate', async () => {
			const [, second] = await requestsFor({ estimateMs: 90_000 }, [RUNNING, DONE], 800);
			expect(second.dueAt).toBe(30_000 + 800 + 10_000);
		});

		it('and never earlier than by the second that it may wait', async () => {
			const [, second] = await requestsFor({}, [RUNNING, DONE], 7_000);
			expect(second.dueAt).toBe(25_000 + 7_000 + 9_000);
		});
	});

	describe('faults that may pass', () => {
		const TRANSIENT: Array<[string, ReturnType<typeof failed>]> = [
			['408', rejected(408)],
			['429', rejected(429)],
			['500', rejected(500)],
			['502', rejected(502)],
			['503', rejected(503)],
			['504', rejected(504)],
			['a connection refused', failed('notSent')],
			['a connection that broke', failed('connectionLost')],
			['cut JSON or a web page', failed('unexpectedResponse')],
			['a refusal inside a 200', rejected(200)],
		];

		it.each(TRANSIENT)('%s is borne for as long as it lasts', async (_, fault) => {
			const api: Api = (_read, now) => (now >= 25 * MINUTE ? DONE : fault);
			expect(await waited(api)).toEqual({ outcome: 'finished', task: DONE.value.task });
		});

		it.each(TRANSIENT)('%s is borne until the deadline, and told then', async (_, fault) => {
			expect(await waited(answers(RUNNING, fault))).toEqual({
				outcome: 'timedOut',
				task: RUNNING.value.task,
				error: fault.error,
			});
			expect(clock.now()).toBe(30 * MINUTE);
		});

		it.each(TRANSIENT)('%s does not make it read more often', async (_, fault) => {
			await waited(answers(fault), { timeoutMs: 10 * MINUTE });
			const pauses = readAt.slice(1, -1).map((at, i) => at - readAt[i]);
			expect(Math.min(...pauses)).toBeGreaterThanOrEqual(2_000);
		});
	});

	describe('a 404', () => {
		it('is borne for a while after the create', async () => {
			const api: Api = (_, now) => (now < 40_000 ? rejected(404) : DONE);
			expect(await waited(api)).toMatchObject({ outcome: 'finished' });
		});

		it('ends the wait when it lasts', async () => {
			expect(await waited(answers(rejected(404)))).toEqual({
				outcome: 'rejected',
				task: TASK,
				error: rejected(404).error,
			});
			expect(clock.now()).toBeLessThanOrEqual(2 * MINUTE);
		});

		it('ends the wait when it has lasted for a minute', async () => {
			await waited(answers(rejected(404)), { readAtOnce: true });
			expect(readAt.at(-1)).toBe(60_000);
		});

		it('ends the wait where the task was seen before, and is gone for long', async () => {
			const api: Api = (_, now) => (now < 10 * MINUTE ? RUNNING : rejected(404));
			expect(await waited(api)).toEqual({
				outcome: 'rejected',
				task: RUNNING.value.task,
				error: rejected(404).error,
			});
		});

		it('is borne between reads that go well', async () => {
			const api: Api = (read, now) => {
				if (now >= 5 * MINUTE) return DONE;
				return read % 2 === 0 ? rejected(404) : RUNNING;
			};
			expect(await waited(api)).toMatchObject({ outcome: 'finished' });
		});
	});

	describe('what repeating does not change', () => {
		it.each([400, 401, 402, 403])('HTTP %d ends the wait at once', async (status) => {
			expect(await waited(answers(RUNNING, rejected(status)))).toEqual({
				outcome: 'rejected',
				task: RUNNING.value.task,
				error: rejected(status).error,
			});
			expect(readAt).toHaveLength(2);
		});
	});

	describe('being asked to wait', () => {
		it.each([
			['429', rejected(429, { retryAfterMs: 90_000 })],
			['503', rejected(503, { retryAfterMs: 90_000 })],
		])('by a %s with Retry-After, it reads again only after that', async (_, fault) => {
			await waited(answers(fault, DONE));
			expect(readAt[1] - readAt[0]).toBeGreaterThanOrEqual(90_000);
		});

		it('by a 429, no other task is read meanwhile', async () => {
			const limited = waiting(answers(rejected(429, { retryAfterMs: 90_000 }), DONE));
			const others = Array.from({ length: 5 }, async () => await waiting(answers(RUNNING, DONE)));

			await clock.run(Promise.all([limited, ...others]));

			const [firstAt] = readAt;
			expect(readAt.filter((at) => at > firstAt && at < firstAt + 90_000)).toEqual([]);
			expect(readAt).toHaveLength(12);
		});

		it('by a 429 without a time, all rest longer each time', async () => {
			const limit = rejected(429);
			await waited(answers(limit, limit, limit, limit, limit, DONE));

			const pauses = readAt.slice(1).map((at, i) => at - readAt[i]);
			expect(pauses.at(-1)).toBeGreaterThan(pauses[0]);
		});

		it('by a 429 after a read that went well, the rest is short again', async () => {
			const limit = rejected(429);
			await waited(answers(limit, limit, limit, limit, limit, limit, RUNNING, limit, DONE));

			const pauses = readAt.slice(1).map((at, i) => at - readAt[i]);
			expect(pauses[5]).toBe(30_000);
			expect(pauses[7]).toBe(10_000);
		});
	});

	it('reads at most five tasks a second, however many there are', async () => {
		const many = Array.from({ length: 40 }, async () => await waiting(answers(RUNNING, DONE)));

		await clock.run(Promise.all(many));

		expect(readAt).toHaveLength(80);
		for (const [i, at] of readAt.slice(5).entries()) {
			expect(at - readAt[i]).toBeGreaterThanOrEqual(1_000);
		}
	});

	describe('a stop', () => {
		it.each([
			['before the first read', 3_000],
			['between reads', 12_000],
		])('%s ends the wait at once', async (_, at) => {
			void clock.at(at, () => stop.abort());

			expect(await waited(answers(RUNNING))).toEqual({ outcome: 'aborted' });
			expect(clock.now()).toBe(at);
		});

		it('at a closed gate ends the wait at once', async () => {
			void clock.at(20_000, () => stop.abort());

			const limit = rejected(429, { retryAfterMs: 60 * MINUTE });
			expect(await waited(answers(limit))).toEqual({ outcome: 'aborted' });
			expect(clock.now()).toBe(20_000);
		});

		it('before the call means that nothing is read', async () => {
			stop.abort();
			expect(await waited(answers(DONE), { readAtOnce: true })).toEqual({ outcome: 'aborted' });
			expect(readAt).toEqual([]);
		});

		it.each([
			['a read', 30 * MINUTE],
			['the last read', 9_000],
		])('during %s that breaks off is a stop, not a fault', async (_, timeoutMs) => {
			const api: Api = async () => {
				await clock.sleep(5_000, stop.signal);
				return failed('aborted');
			};
			void clock.at(12_000, () => stop.abort());

			expect(await waited(api, { timeoutMs })).toEqual({ outcome: 'aborted' });
			expect(clock.now()).toBe(12_000);
		});

		it('during a read does not lose the end that it brings', async () => {
			const api: Api = () => {
				stop.abort();
				return DONE;
			};
			expect(await waited(api)).toEqual({ outcome: 'finished', task: DONE.value.task });
		});
	});
});
