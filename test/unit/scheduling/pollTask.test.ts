import type { RequestError } from '../../../nodes/Hailuo/transport/evidence';
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
let rateLimiter: RateLimiter;
let abortController: AbortController;
let readAt: number[];
let reportedStatuses: string[];

describe('pollTask', () => {
	beforeEach(() => {
		clock = new VirtualClock();
		rateLimiter = new RateLimiter(clock);
		abortController = new AbortController();
		readAt = [];
		reportedStatuses = [];
	});

	/** The API's response to the n-th read of a task, or at a given time. */
	type Respond = (read: number, now: number) => Reading | Promise<Reading>;
	/** Responds with one reading after the other, and repeats the last one. */
	const responses =
		(...results: Reading[]): Respond =>
		(read) =>
			results[Math.min(read, results.length - 1)];

	/** For a provider without batches. */
	const singleReader = (getTask: () => Promise<Reading>) =>
		new TaskReader(
			{ clock, rateLimiter, signal: abortController.signal },
			{ getTask, getTasks: async () => rejected(404) },
		);

	async function pollOne(respond: Respond, start: Partial<PollStart> = {}) {
		let reads = 0;
		return await pollTask(
			{ task: TASK, timeoutMs: 30 * MINUTE, readAtOnce: false, ...start },
			{
				clock,
				rateLimiter,
				signal: abortController.signal,
				reader: singleReader(async () => {
					readAt.push(clock.now());
					return await respond((reads += 1) - 1, clock.now());
				}),
				onTask: ({ status }) => reportedStatuses.push(status),
			},
		);
	}
	const poll = async (respond: Respond, start?: Partial<PollStart>) =>
		await clock.run(pollOne(respond, start));

	describe('when the task is final', () => {
		it.each(['completed', 'failed', 'cancelled'] as const)(
			'returns a task that is %s at the first read',
			async (status) => {
				expect(await poll(responses(reading(status)))).toEqual({
					outcome: 'finished',
					task: { taskId: 'task-1', status },
				});
				expect(readAt).toHaveLength(1);
				expect(reportedStatuses).toEqual([status]);
			},
		);

		it('reports every successful read to onTask', async () => {
			const outcome = await poll(responses(reading('pending'), RUNNING, RUNNING, DONE));

			expect(outcome).toEqual({ outcome: 'finished', task: DONE.value.task });
			expect(reportedStatuses).toEqual(['pending', 'processing', 'processing', 'completed']);
		});
	});

	describe('poll times', () => {
		it('reads first after 25 s, then every 10 s while progress is unknown', async () => {
			await poll(responses(RUNNING, RUNNING, RUNNING, DONE));
			expect(readAt).toEqual([25_000, 35_000, 45_000, 55_000]);
		});

		it('reads a task of unknown age at once with readAtOnce', async () => {
			await poll(responses(RUNNING, DONE), { readAtOnce: true });
			expect(readAt).toEqual([0, 10_000]);
		});

		it('reads earlier if the estimate of the create response is short', async () => {
			await poll(responses(RUNNING, RUNNING, DONE), { estimateMs: 9_000 });
			expect(readAt).toEqual([3_000, 4_000, 5_000]);
		});

		it('uses the estimate of the latest read that has one', async () => {
			await poll(responses(reading('processing', 9_000), RUNNING, DONE));
			expect(readAt).toEqual([25_000, 26_000, 27_000]);
		});

		it('reads at the earliest completion that progress allows', async () => {
			const even: Respond = (_, now) =>
				now < 200_000
					? ok({ task: { ...RUNNING.value.task, progress: Math.floor(now / 2_000) } })
					: DONE;
			await poll(even);
			expect(readAt.length).toBeLessThanOrEqual(8);
			expect(readAt.at(-1)).toBeLessThanOrEqual(204_000);
		});

		it('measures the age of an existing task from its createdAt', async () => {
			clock.sleep(0);
			const createdAt = new Date(clock.now() - 100_000).toISOString();
			const known = (progress: number) =>
				ok({ task: { ...RUNNING.value.task, createdAt, progress } });
			await poll(responses(known(50), known(55), known(99), DONE), {
				task: { ...TASK, createdAt },
				readAtOnce: true,
			});
			// 50 % at 100 s, 55 % at 110 s: complete at 200 s, but extrapolated for twice the observed 10 s only.
			expect(readAt.slice(0, 3)).toEqual([0, 10_000, 30_000]);
		});

		it('returns to the 10 s interval after a failed read, whatever the progress', async () => {
			const at = (progress: number) => ok({ task: { ...RUNNING.value.task, progress } });
			await poll(responses(at(12), at(17), rejected(503), DONE));
			// Progress was observed for 10 s, which allows an interval of 20 s.
			expect(readAt).toEqual([25_000, 35_000, 55_000, 65_000]);
		});

		it.each([0, 0.5, 0.999])('never reads twice within 2 s (random %d)', async (random) => {
			clock = new VirtualClock(() => random);
			rateLimiter = new RateLimiter(clock);
			await poll(responses(RUNNING), { estimateMs: 30_000, timeoutMs: 10 * MINUTE });

			const intervals = readAt.slice(1, -1).map((at, i) => at - readAt[i]);
			expect(Math.min(...intervals)).toBeGreaterThanOrEqual(2_000);
		});
	});

	describe('at the deadline', () => {
		it.each([
			['30 minutes', 30 * MINUTE],
			['1 minute', MINUTE],
			['5 s, before the first read is due', 5_000],
			['1 ms', 1],
		])('makes its last read exactly at a timeout of %s', async (_, timeoutMs) => {
			const outcome = await poll(responses(RUNNING), { timeoutMs });

			expect(outcome).toEqual({ outcome: 'timedOut', task: RUNNING.value.task });
			expect(readAt.at(-1)).toBe(timeoutMs);
			expect(clock.now()).toBe(timeoutMs);
		});

		it('reads only once if a poll is due at the deadline', async () => {
			await poll(responses(RUNNING), { timeoutMs: 35_000 });
			expect(readAt).toEqual([25_000, 35_000]);
		});

		it('counts the timeout from the call, not from clock time 0', async () => {
			await clock.run(clock.sleep(12_345));
			await poll(responses(RUNNING), { timeoutMs: MINUTE });
			expect(readAt.at(-1)).toBe(12_345 + MINUTE);
		});

		it('returns a task that finishes exactly at the deadline', async () => {
			const respond: Respond = (_, now) => (now >= MINUTE ? DONE : RUNNING);
			expect(await poll(respond, { timeoutMs: MINUTE })).toEqual({
				outcome: 'finished',
				task: DONE.value.task,
			});
		});

		it('returns the error of the last read with the last known task', async () => {
			const respond: Respond = (_, now) => (now >= MINUTE ? rejected(503) : RUNNING);
			expect(await poll(respond, { timeoutMs: MINUTE })).toEqual({
				outcome: 'timedOut',
				task: RUNNING.value.task,
				error: rejected(503).error,
			});
		});

		it('returns no error if the last read succeeded after earlier errors', async () => {
			const respond: Respond = (_, now) => (now >= MINUTE ? RUNNING : rejected(503));
			expect(await poll(respond, { timeoutMs: MINUTE })).not.toHaveProperty('error');
		});

		it('returns the last error if the pause outlasts the deadline, unless a read succeeded since', async () => {
			const timeoutMs = 2 * MINUTE;

			void clock.at(30_000, () => rateLimiter.pauseFor(60 * MINUTE));
			expect(await poll(responses(rejected(503)), { timeoutMs })).toMatchObject({
				error: rejected(503).error,
			});

			clock = new VirtualClock();
			rateLimiter = new RateLimiter(clock);
			void clock.at(40_000, () => rateLimiter.pauseFor(60 * MINUTE));
			const outcome = await poll(responses(rejected(503), RUNNING), { timeoutMs });
			expect(outcome).toEqual({ outcome: 'timedOut', task: RUNNING.value.task, error: undefined });
		});

		it('times out at the deadline even if Retry-After is longer', async () => {
			const rateLimited = rejected(429, { retryAfterMs: 60 * MINUTE });

			expect(await poll(responses(rateLimited), { timeoutMs: 2 * MINUTE })).toMatchObject({
				outcome: 'timedOut',
			});
			expect(clock.now()).toBe(2 * MINUTE);
		});
	});

	describe('when it requests a read from the reader', () => {
		/** Each response arrives as soon as its read is due, or `waitedMs` later: a read can wait for a batch. */
		async function requestsFor(
			start: Partial<PollStart>,
			results: Reading[],
			waitedMs = 0,
		): Promise<ReadRequest[]> {
			const requests: ReadRequest[] = [];
			const reader = {
				async read(request: ReadRequest) {
					requests.push(request);
					await clock.sleep(request.dueAt - clock.now() + waitedMs);
					request.onSend?.(waitedMs);
					return results[Math.min(requests.length, results.length) - 1];
				},
			};
			const { signal } = abortController;
			const context = { clock, rateLimiter, signal, reader, onTask: () => undefined };
			const poll = { task: TASK, timeoutMs: 30 * MINUTE, readAtOnce: false, ...start };
			await clock.run(pollTask(poll, context));
			return requests;
		}

		it('allows the read to wait 1 s for a batch', async () => {
			const requests = await requestsFor({}, [RUNNING, DONE]);

			expect(requests).toMatchObject([
				{ dueAt: 25_000, latestAt: 26_000, lastReadAt: 0, deadline: 30 * MINUTE },
				{ dueAt: 35_000, latestAt: 36_000, lastReadAt: 25_000, deadline: 30 * MINUTE },
			]);
			expect(requests[0].endsAt).toBeUndefined();
		});

		it('allows a shorter wait if the interval is short', async () => {
			const [first] = await requestsFor({ estimateMs: 9_000 }, [DONE]);
			expect(first).toMatchObject({ dueAt: 3_000, latestAt: 3_750 });
		});

		it('allows no wait beyond the deadline', async () => {
			const [first] = await requestsFor({ timeoutMs: 25_400 }, [DONE]);
			expect(first).toMatchObject({ dueAt: 25_000, latestAt: 25_400 });
		});

		it('requests the last read exactly at the deadline', async () => {
			const [first] = await requestsFor({ timeoutMs: 5_000 }, [DONE]);
			expect(first).toMatchObject({ dueAt: 5_000, latestAt: 5_000 });
		});

		it('expects the end at the estimate, counted from the creation of the task', async () => {
			clock = new VirtualClock(undefined, Date.parse('2026-03-04T10:00:00Z'));
			const now = clock.now();
			const created = await requestsFor({ estimateMs: 90_000 }, [DONE]);
			expect(created[0].endsAt).toBe(now + 90_000);

			const restart = clock.now();
			const task = { ...TASK, createdAt: new Date(restart - 60_000).toISOString() };
			const resumed = await requestsFor({ task, estimateMs: 90_000, readAtOnce: true }, [DONE]);
			expect(resumed[0].endsAt).toBe(restart + 30_000);
		});

		it('schedules the next read as if the last one had not waited for its batch', async () => {
			const [, second] = await requestsFor({}, [RUNNING, DONE], 800);
			expect(second.dueAt).toBe(35_000);
		});

		it('counts the interval from the delayed read if there is an estimate', async () => {
			const [, second] = await requestsFor({ estimateMs: 90_000 }, [RUNNING, DONE], 800);
			expect(second.dueAt).toBe(30_000 + 800 + 10_000);
		});

		it('schedules the next read at most 1 s earlier after a long wait', async () => {
			const [, second] = await requestsFor({}, [RUNNING, DONE], 7_000);
			expect(second.dueAt).toBe(25_000 + 7_000 + 9_000);
		});
	});

	describe('with transient errors', () => {
		const TRANSIENT: Array<[string, ReturnType<typeof failed>]> = [
			['HTTP 408', rejected(408)],
			['HTTP 429', rejected(429)],
			['HTTP 500', rejected(500)],
			['HTTP 502', rejected(502)],
			['HTTP 503', rejected(503)],
			['HTTP 504', rejected(504)],
			['a connection that was not established', failed('notSent')],
			['a lost connection', failed('unclear')],
			['truncated JSON or a web page', failed('unclear')],
			['an error inside HTTP 200', rejected(200)],
		];

		it.each(TRANSIENT)('retries %s for 25 minutes until a read succeeds', async (_, failure) => {
			const respond: Respond = (_read, now) => (now >= 25 * MINUTE ? DONE : failure);
			expect(await poll(respond)).toEqual({ outcome: 'finished', task: DONE.value.task });
		});

		it.each(TRANSIENT)(
			'retries %s until the deadline and returns its error',
			async (_, failure) => {
				expect(await poll(responses(RUNNING, failure))).toEqual({
					outcome: 'timedOut',
					task: RUNNING.value.task,
					error: failure.error,
				});
				expect(clock.now()).toBe(30 * MINUTE);
			},
		);

		it.each(TRANSIENT)('reads at most every 2 s with %s', async (_, failure) => {
			await poll(responses(failure), { timeoutMs: 10 * MINUTE });
			const intervals = readAt.slice(1, -1).map((at, i) => at - readAt[i]);
			expect(Math.min(...intervals)).toBeGreaterThanOrEqual(2_000);
		});
	});

	describe('with a 404', () => {
		it('retries a 404 for 40 s after the create', async () => {
			const respond: Respond = (_, now) => (now < 40_000 ? rejected(404) : DONE);
			expect(await poll(respond)).toMatchObject({ outcome: 'finished' });
		});

		it('rejects the task within 2 minutes if the 404 persists', async () => {
			expect(await poll(responses(rejected(404)))).toEqual({
				outcome: 'rejected',
				task: TASK,
				error: rejected(404).error,
			});
			expect(clock.now()).toBeLessThanOrEqual(2 * MINUTE);
		});

		it('rejects the task after exactly 60 s of 404s', async () => {
			await poll(responses(rejected(404)), { readAtOnce: true });
			expect(readAt.at(-1)).toBe(60_000);
		});

		it('rejects a task that was found before and then remains missing', async () => {
			const respond: Respond = (_, now) => (now < 10 * MINUTE ? RUNNING : rejected(404));
			expect(await poll(respond)).toEqual({
				outcome: 'rejected',
				task: RUNNING.value.task,
				error: rejected(404).error,
			});
		});

		it('retries a 404 between successful reads', async () => {
			const respond: Respond = (read, now) => {
				if (now >= 5 * MINUTE) return DONE;
				return read % 2 === 0 ? rejected(404) : RUNNING;
			};
			expect(await poll(respond)).toMatchObject({ outcome: 'finished' });
		});
	});

	describe('with a permanent error', () => {
		it.each([400, 401, 402, 403])('rejects the task at the first HTTP %d', async (status) => {
			expect(await poll(responses(RUNNING, rejected(status)))).toEqual({
				outcome: 'rejected',
				task: RUNNING.value.task,
				error: rejected(status).error,
			});
			expect(readAt).toHaveLength(2);
		});
	});

	describe('when rate limited', () => {
		it.each([
			['HTTP 429', rejected(429, { retryAfterMs: 90_000 })],
			['HTTP 503', rejected(503, { retryAfterMs: 90_000 })],
		])('reads again only after the Retry-After of %s', async (_, failure) => {
			await poll(responses(failure, DONE));
			expect(readAt[1] - readAt[0]).toBeGreaterThanOrEqual(90_000);
		});

		it('pauses the reads of all other tasks of the run', async () => {
			const limited = pollOne(responses(rejected(429, { retryAfterMs: 90_000 }), DONE));
			const others = Array.from({ length: 5 }, async () => await pollOne(responses(RUNNING, DONE)));

			await clock.run(Promise.all([limited, ...others]));

			const [firstAt] = readAt;
			expect(readAt.filter((at) => at > firstAt && at < firstAt + 90_000)).toEqual([]);
			expect(readAt).toHaveLength(12);
		});

		it('pauses longer after repeated 429s without Retry-After', async () => {
			const rateLimited = rejected(429);
			await poll(responses(...Array<Reading>(5).fill(rateLimited), DONE));

			const intervals = readAt.slice(1).map((at, i) => at - readAt[i]);
			expect(intervals.at(-1)).toBeGreaterThan(intervals[0]);
		});

		it('resets the pause after a successful read, from 30 s to 10 s between reads', async () => {
			const rateLimited = rejected(429);
			await poll(responses(...Array<Reading>(6).fill(rateLimited), RUNNING, rateLimited, DONE));

			const intervals = readAt.slice(1).map((at, i) => at - readAt[i]);
			expect(intervals[5]).toBe(30_000);
			expect(intervals[7]).toBe(10_000);
		});
	});

	it('reads at most five tasks per second with 40 tasks', async () => {
		const many = Array.from({ length: 40 }, async () => await pollOne(responses(RUNNING, DONE)));

		await clock.run(Promise.all(many));

		expect(readAt).toHaveLength(80);
		for (const [i, at] of readAt.slice(5).entries()) {
			expect(at - readAt[i]).toBeGreaterThanOrEqual(1_000);
		}
	});

	describe('when the run is aborted', () => {
		it.each([
			['before the first read', 3_000],
			['between reads', 12_000],
		])('returns aborted at once %s', async (_, at) => {
			void clock.at(at, () => abortController.abort());

			expect(await poll(responses(RUNNING))).toEqual({ outcome: 'aborted' });
			expect(clock.now()).toBe(at);
		});

		it('returns aborted at once during a pause', async () => {
			void clock.at(20_000, () => abortController.abort());

			const rateLimited = rejected(429, { retryAfterMs: 60 * MINUTE });
			expect(await poll(responses(rateLimited))).toEqual({ outcome: 'aborted' });
			expect(clock.now()).toBe(20_000);
		});

		it('reads nothing if the signal is already aborted', async () => {
			abortController.abort();
			expect(await poll(responses(DONE), { readAtOnce: true })).toEqual({ outcome: 'aborted' });
			expect(readAt).toEqual([]);
		});

		it.each([
			['a read', 30 * MINUTE],
			['the last read', 9_000],
		])('returns aborted, not an error, when %s is interrupted', async (_, timeoutMs) => {
			const respond: Respond = async () => {
				await clock.sleep(5_000, abortController.signal);
				return failed('aborted');
			};
			void clock.at(12_000, () => abortController.abort());

			expect(await poll(respond, { timeoutMs })).toEqual({ outcome: 'aborted' });
			expect(clock.now()).toBe(12_000);
		});

		it('returns a final task even if the run is aborted during that read', async () => {
			const respond: Respond = () => {
				abortController.abort();
				return DONE;
			};
			expect(await poll(respond)).toEqual({ outcome: 'finished', task: DONE.value.task });
		});
	});
});
