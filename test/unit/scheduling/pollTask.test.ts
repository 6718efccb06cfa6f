import type { RequestError } from '../../../nodes/Hailuo/transport/evidence';
import { RateLimiter } from '../../../nodes/Hailuo/scheduling/rateLimiter';
import { TaskReader } from '../../../nodes/Hailuo/scheduling/taskReader';
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

	async function pollOne(respond: Respond, start: Partial<PollStart> = {}) {
		let reads = 0;
		const { signal } = abortController;
		const api = {
			async getTask() {
				readAt.push(clock.now());
				return await respond((reads += 1) - 1, clock.now());
			},
			getTasks: async () => await Promise.resolve(rejected(404)),
		};
		return await pollTask(
			{ task: TASK, timeoutMs: 30 * MINUTE, origin: 'created', ...start },
			{
				clock,
				signal,
				reader: new TaskReader({ clock, signal, rateLimiter }, api),
				onTask: ({ status }) => reportedStatuses.push(status),
			},
		);
	}
	const poll = async (respond: Respond, start?: Partial<PollStart>) =>
		await clock.run(pollOne(respond, start));

	it.each(['completed', 'failed', 'cancelled'] as const)(
		'reports every successful read, and returns a task that is %s',
		async (status) => {
			const outcome = await poll(responses(reading('pending'), RUNNING, reading(status)));

			expect(outcome).toEqual({ outcome: 'finished', task: { taskId: 'task-1', status } });
			expect(reportedStatuses).toEqual(['pending', 'processing', status]);
		},
	);

	describe('poll times', () => {
		const at = (progress: number) => ok({ task: { ...RUNNING.value.task, progress } });

		it.each<[string, Partial<PollStart>, Reading[], number[]]>([
			['first after 25 s, then every 10 s', {}, [RUNNING], [25, 35, 45, 55]],
			['an existing task at once', { origin: 'given' }, [RUNNING], [0, 10, 20, 30]],
			['a task with an estimate of 9 s', { estimateMs: 9_000 }, [RUNNING], [3, 6, 7.5, 8.4]],
			[
				'by the estimate at the creation, whatever later ones say',
				{ estimateMs: 90_000 },
				[reading('processing', 1_000)],
				[30, 40, 50, 60],
			],
			['as if a later estimate did not exist', {}, [reading('processing', 5_000)], [25, 35, 45]],
			['as if constant progress did not exist', {}, [at(90)], [25, 35, 45, 55]],
			// 40 % at 35 s: 52.5 s remain. 80 % at 50 s: 12.5 s. 90 % at 56.25 s: 6.25 s.
			['by progress', {}, [at(20), at(40), at(80), at(90)], [25, 35, 50, 56.25, 59.375]],
			['after a failed read, at the same times', {}, [rejected(503)], [25, 35, 45, 55]],
		])('reads %s', async (_, start, results, expectedS) => {
			clock = new VirtualClock(() => 0);
			rateLimiter = new RateLimiter(clock);
			const respond: Respond = (read) =>
				read < expectedS.length - 1 ? results[Math.min(read, results.length - 1)] : DONE;

			await poll(respond, start);

			expect(readAt.map((ms) => ms / 1_000)).toEqual(expectedS);
		});

		it('measures the age of an existing task from its creation', async () => {
			clock = new VirtualClock(() => 0, Date.parse('2026-03-04T10:00:00Z'));
			rateLimiter = new RateLimiter(clock);
			const start = clock.now();
			const createdAt = new Date(start - 100_000).toISOString();
			const known = (progress: number) =>
				ok({ task: { ...RUNNING.value.task, createdAt, progress } });

			await poll(responses(known(50), known(88), DONE), {
				task: { ...TASK, createdAt },
				origin: 'given',
			});

			// 88 % at 110 s: 15 s remain.
			expect(readAt.map((ms) => ms - start)).toEqual([0, 10_000, 17_500]);
		});

		it('notices a jump of uneven progress after 15 s at the latest', async () => {
			const respond: Respond = (_, now) => (now < 200_000 ? at(Math.floor(now / 5_000)) : DONE);

			await poll(respond);

			const gaps = readAt.slice(1).map((time, i) => time - readAt[i]);
			expect(Math.max(...gaps)).toBeLessThanOrEqual(15_000);
		});
	});

	describe('at the deadline', () => {
		it.each([
			['35 s, when the next read would be due later', 35_000],
			['5 s, before the first read is due', 5_000],
			['1 ms', 1],
		])('makes its last read exactly at a timeout of %s', async (_, timeoutMs) => {
			const respond: Respond = (_read, now) => (now < start + timeoutMs ? rejected(503) : RUNNING);
			await clock.run(clock.sleep(12_345));
			const start = clock.now();

			expect(await poll(respond, { timeoutMs })).toEqual({
				outcome: 'timedOut',
				task: RUNNING.value.task,
			});
			expect(readAt.at(-1)).toBe(start + timeoutMs);
			expect(clock.now()).toBe(start + timeoutMs);
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

		it.each([
			['HTTP 429', rejected(429, { retryAfterMs: 60 * MINUTE })],
			['HTTP 503', rejected(503, { retryAfterMs: 60 * MINUTE })],
		])('ends at once if the Retry-After of %s is later', async (_, limited) => {
			expect(await poll(responses(RUNNING, limited), { timeoutMs: 2 * MINUTE })).toEqual({
				outcome: 'retryAfterTooLong',
				task: RUNNING.value.task,
				error: limited.error,
			});
			expect(readAt).toHaveLength(2);
			expect(clock.now()).toBe(readAt[1]);
		});
	});

	describe('with transient errors', () => {
		const TRANSIENT = [
			['HTTP 429', rejected(429)],
			['HTTP 503', rejected(503)],
			['a connection that was not established', failed('notSent')],
			['a lost connection', failed('unclear')],
		] as const;

		it.each(TRANSIENT)('retries %s for 25 minutes until a read succeeds', async (_, failure) => {
			const respond: Respond = (_read, now) => (now >= 25 * MINUTE ? DONE : failure);
			expect(await poll(respond)).toEqual({ outcome: 'finished', task: DONE.value.task });
		});

		it.each(TRANSIENT.filter(([, { error }]) => error.reason !== 'rateLimited'))(
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
	});

	describe('with a 404', () => {
		it.each<[string, PollStart['origin'], number]>([
			['that this run created', 'created', 10 * MINUTE],
			['that an earlier try created', 'resumed', 10 * MINUTE],
			['whose ID was entered', 'given', MINUTE],
		])('retries a task %s until it has been missing for %d ms', async (_, origin, graceMs) => {
			const found: Respond = (_read, now) => (now < graceMs - 20_000 ? rejected(404) : DONE);
			expect(await poll(found, { origin })).toMatchObject({ outcome: 'finished' });

			readAt = [];
			const start = clock.now();
			expect(await poll(responses(rejected(404)), { origin })).toEqual({
				outcome: 'unreadable',
				task: TASK,
				error: rejected(404).error,
			});
			expect(clock.now() - start).toBeGreaterThanOrEqual(graceMs);
			expect(clock.now() - start).toBeLessThan(graceMs + 20_000);
		});

		it('retries an entered task that was found once for 10 min since it was last found', async () => {
			const respond: Respond = (_, now) => (now < 12 * MINUTE ? RUNNING : rejected(404));
			expect(await poll(respond, { origin: 'given' })).toMatchObject({ outcome: 'unreadable' });
			expect(clock.now()).toBeGreaterThanOrEqual(21 * MINUTE);
			expect(clock.now()).toBeLessThan(23 * MINUTE);
		});
	});

	describe('with a permanent error', () => {
		it.each([400, 401, 402, 403])('ends at the first HTTP %d', async (status) => {
			expect(await poll(responses(RUNNING, rejected(status)))).toEqual({
				outcome: 'unreadable',
				task: RUNNING.value.task,
				error: rejected(status).error,
			});
			expect(readAt).toHaveLength(2);
		});
	});

	describe('when rate limited', () => {
		it('pauses the reads of all other tasks of the run', async () => {
			const limited = pollOne(responses(rejected(429, { retryAfterMs: 90_000 }), DONE));
			const others = Array.from({ length: 5 }, async () => await pollOne(responses(RUNNING, DONE)));

			await clock.run(Promise.all([limited, ...others]));

			const [firstAt] = readAt;
			expect(readAt.filter((at) => at > firstAt && at < firstAt + 90_000)).toEqual([]);
			expect(readAt).toHaveLength(12);
		});
	});

	describe('when the run is aborted', () => {
		it.each<[string, number, Reading]>([
			['before the first read', 3_000, RUNNING],
			['between reads', 32_000, RUNNING],
			['during a pause', 26_000, rejected(429, { retryAfterMs: 10 * MINUTE })],
		])('returns aborted at once %s', async (_, at, result) => {
			void clock.at(at, () => abortController.abort());

			expect(await poll(responses(result))).toEqual({ outcome: 'aborted' });
			expect(clock.now()).toBe(at);
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
