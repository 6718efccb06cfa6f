import type { Task } from '../../../nodes/Hailuo/domain/task';
import { pollTask, type ExistingTask } from '../../../nodes/Hailuo/scheduling/pollTask';
import { RateLimiter } from '../../../nodes/Hailuo/scheduling/rateLimiter';
import { TaskReader, type ReadRequest } from '../../../nodes/Hailuo/scheduling/taskReader';
import { RUN_ENDED, type RequestError } from '../../../nodes/Hailuo/transport/evidence';
import { ok, type Result } from '../../../nodes/Hailuo/utils/result';
import { VirtualClock } from '../../../tools/simulation/virtualClock';
import { failed } from './failed';

const MINUTE = 60_000;
const TASK: Task = { taskId: 'task-1', status: 'pending' };

type Reading = Result<Task, RequestError>;
const reading = (status: Task['status'], more: Partial<Task> = {}) =>
	ok<Task>({ ...TASK, status, ...more });
const RUNNING = reading('processing');
const DONE = reading('completed');
const BROKEN = failed('unclear');
const MISSING = failed('notFound');
const LIMITED = failed('rateLimited');
const SLOW = failed('rateLimited', { retryAfterMs: 60 * MINUTE });

/** The API's response to the n-th read of a task, or at a given time. */
type Respond = (read: number, now: number) => Reading | Promise<Reading>;
/** Responds with one reading after the other, and repeats the last one. */
const responses =
	(...results: Reading[]): Respond =>
	(read) =>
		results[Math.min(read, results.length - 1)];

/** Default: a task that was just created, and half an hour. */
type Start = Partial<ExistingTask> & { timeoutMs?: number };

/** An account in virtual time, whose provider has no batches. */
function newAccount(clock = new VirtualClock()) {
	const end = new AbortController();
	const readAt: number[] = [];
	const statuses: string[] = [];
	const rateLimiter = new RateLimiter(clock);
	const poll = async (respond: Respond, start: Start = {}) => {
		const { timeoutMs = 30 * MINUTE, ...existing } = start;
		let reads = 0;
		const api = {
			async getTask() {
				readAt.push(clock.now());
				return await respond((reads += 1) - 1, clock.now());
			},
			getTasks: async () => await Promise.resolve(failed('noSuchRoute')),
		};
		const polling = pollTask({ task: TASK, origin: 'created', ...existing }, timeoutMs, {
			clock,
			reader: new TaskReader({ clock, signal: end.signal, rateLimiter }, api),
			onTask: ({ status }) => statuses.push(status),
		});
		return await clock.run(polling);
	};
	return { clock, end, readAt, statuses, poll };
}

describe('pollTask', () => {
	it.each(['completed', 'failed', 'cancelled'] as const)(
		'reports every successful read, and returns a task that is %s',
		async (status) => {
			const { poll, statuses } = newAccount();

			expect(await poll(responses(reading('pending'), RUNNING, reading(status)))).toEqual({
				outcome: 'finished',
				task: { taskId: 'task-1', status },
			});
			expect(statuses).toEqual(['pending', 'processing', status]);
		},
	);

	describe('poll times', () => {
		const at = (progress: number) => reading('processing', { progress });

		it.each<[string, Start, Reading[], number[]]>([
			['first after 25 s, then every 10 s', {}, [RUNNING], [25, 35, 45, 55]],
			['an existing task at once', { origin: 'given' }, [RUNNING], [0, 10, 20, 30]],
			['a task with an estimate of 9 s', { estimateMs: 9_000 }, [RUNNING], [3, 6, 7.5, 8.4]],
			['a task with an estimate of 90 s', { estimateMs: 90_000 }, [RUNNING], [30, 40, 50, 60]],
			['as if constant progress did not exist', {}, [at(90)], [25, 35, 45, 55]],
			// 40 % at 35 s: 52.5 s remain. 80 % at 50 s: 12.5 s. 90 % at 56.25 s: 6.25 s.
			['by progress', {}, [at(20), at(40), at(80), at(90)], [25, 35, 50, 56.25, 59.375]],
			['after a failed read, at the same times', {}, [BROKEN], [25, 35, 45, 55]],
		])('reads %s', async (_, start, results, expectedS) => {
			const { poll, readAt } = newAccount(new VirtualClock(() => 0));
			const last = expectedS.length - 1;

			await poll(
				(read) => (read < last ? results[Math.min(read, results.length - 1)] : DONE),
				start,
			);

			expect(readAt.map((ms) => ms / 1_000)).toEqual(expectedS);
		});

		it('counts the age of a new task from its creation by this run, whatever the provider says', async () => {
			const { poll, readAt } = newAccount(new VirtualClock(() => 0, Date.parse('2026-03-04')));
			const old = reading('processing', { createdAt: '2026-03-03T00:00:00Z' });

			await poll(responses(old, old, DONE), {
				task: { ...TASK, createdAt: '2026-03-03T00:00:00Z' },
			});

			expect(readAt.map((ms) => ms - readAt[0])).toEqual([0, 10_000, 20_000]);
		});

		it('measures the age of an existing task from its creation', async () => {
			const start = Date.parse('2026-03-04T10:00:00Z');
			const { poll, readAt } = newAccount(new VirtualClock(() => 0, start));
			const createdAt = new Date(start - 100_000).toISOString();
			const known = (progress: number) => reading('processing', { createdAt, progress });

			await poll(responses(known(50), known(88), DONE), {
				task: { ...TASK, createdAt },
				origin: 'given',
			});

			// 88 % at 110 s: 15 s remain.
			expect(readAt.map((ms) => ms - start)).toEqual([0, 10_000, 17_500]);
		});
	});

	it.each<[string, Start, Array<[dueAt: number, earliestAt: number, endsAt?: number]>]>([
		[
			'without an estimate',
			{},
			[
				[25_000, 24_000],
				[35_000, 34_000],
			],
		],
		[
			'with an estimate of 90 s',
			{ estimateMs: 90_000 },
			[
				[30_000, 29_000, 90_000],
				[40_000, 39_000, 90_000],
			],
		],
		[
			'with one of 9 s: not sooner than a tenth of it',
			{ estimateMs: 9_000 },
			[
				[3_000, 2_000, 9_000],
				[6_000, 5_000, 9_000],
				[7_500, 6_900, 9_000],
			],
		],
		[
			'at the deadline: not earlier',
			{ timeoutMs: 30_000 },
			[
				[25_000, 24_000],
				[30_000, 30_000],
			],
		],
	])(
		'lets the reader read a task %s along with others up to a second early',
		async (_, start, expected) => {
			const clock = new VirtualClock(() => 0);
			const { timeoutMs = 30 * MINUTE, ...existing } = start;
			const asked: unknown[] = [];
			const reader = {
				async read({ dueAt, earliestAt, endsAt }: ReadRequest) {
					asked.push([dueAt, earliestAt, ...(endsAt === undefined ? [] : [endsAt])]);
					await clock.sleep(dueAt - clock.now());
					return asked.length === expected.length ? DONE : RUNNING;
				},
			};
			const polling = pollTask({ task: TASK, origin: 'created', ...existing }, timeoutMs, {
				clock,
				reader,
				onTask: () => undefined,
			});
			await clock.run(polling);

			expect(asked).toEqual(expected);
		},
	);

	describe('at the deadline', () => {
		it.each([
			['35 s, when the next read would be due later', 35_000],
			['5 s, before the first read is due', 5_000],
			['1 ms', 1],
		])('makes its last read exactly at a timeout of %s', async (_, timeoutMs) => {
			const start = 12_345;
			const { clock, poll, readAt } = newAccount(new VirtualClock(undefined, start));

			expect(
				await poll((_read, now) => (now < start + timeoutMs ? BROKEN : RUNNING), { timeoutMs }),
			).toEqual({ outcome: 'timedOut', task: RUNNING.value });
			expect([readAt.at(-1), clock.now()]).toEqual([start + timeoutMs, start + timeoutMs]);
		});

		it.each([
			['a task that finishes', DONE, { outcome: 'finished', task: DONE.value }],
			[
				'the error, with the last known task,',
				BROKEN,
				{ outcome: 'timedOut', task: RUNNING.value, error: BROKEN.error },
			],
			['a rate limit', SLOW, { outcome: 'timedOut', task: RUNNING.value, error: SLOW.error }],
		])('returns %s at the last read', async (_, last, outcome) => {
			const respond: Respond = (_read, now) => (now >= MINUTE ? last : RUNNING);

			expect(await newAccount().poll(respond, { timeoutMs: MINUTE })).toEqual(outcome);
		});

		it.each([
			['HTTP 429', SLOW],
			['HTTP 503', failed('unclear', { retryAfterMs: 60 * MINUTE })],
		])('ends at once if the Retry-After of %s is later', async (_, limited) => {
			const { clock, poll, readAt } = newAccount();

			expect(await poll(responses(RUNNING, limited), { timeoutMs: 2 * MINUTE })).toEqual({
				outcome: 'retryAfterTooLong',
				task: RUNNING.value,
				error: limited.error,
			});
			expect(readAt).toHaveLength(2);
			expect(clock.now()).toBe(readAt[1]);
		});
	});

	it.each([BROKEN, LIMITED])('retries a transient error for 25 minutes: %j', async (failure) => {
		const respond: Respond = (_read, now) => (now >= 25 * MINUTE ? DONE : failure);

		expect(await newAccount().poll(respond)).toMatchObject({ outcome: 'finished' });
	});

	it('does not end at once at a 404 with a Retry-After after the deadline, which may pass', async () => {
		const missing = failed('notFound', { retryAfterMs: 60 * MINUTE });

		expect(await newAccount().poll(responses(missing, DONE))).toMatchObject({
			outcome: 'finished',
		});
	});

	it('ends at a permanent error', async () => {
		const { poll, readAt } = newAccount();
		const refused = failed('invalidKey');

		expect(await poll(responses(RUNNING, refused))).toEqual({
			outcome: 'unreadable',
			task: RUNNING.value,
			error: refused.error,
		});
		expect(readAt).toHaveLength(2);
	});

	describe('with a 404', () => {
		it.each<[string, ExistingTask['origin'], number]>([
			['that this run created', 'created', 10 * MINUTE],
			['that an earlier try created', 'resumed', 10 * MINUTE],
			['whose ID was entered', 'given', MINUTE],
		])('retries a task %s until it has been missing for %d ms', async (_, origin, graceMs) => {
			const found: Respond = (_read, now) => (now < graceMs - 20_000 ? MISSING : DONE);
			expect(await newAccount().poll(found, { origin })).toMatchObject({ outcome: 'finished' });

			const { clock, poll } = newAccount();
			expect(await poll(responses(MISSING), { origin })).toEqual({
				outcome: 'unreadable',
				task: TASK,
				error: MISSING.error,
			});
			expect(clock.now()).toBeGreaterThanOrEqual(graceMs);
			expect(clock.now()).toBeLessThan(graceMs + 20_000);
		});

		it('retries a task that was found for 10 min since then', async () => {
			const { clock, poll } = newAccount();
			const respond: Respond = (_, now) => (now < 12 * MINUTE ? RUNNING : MISSING);

			expect(await poll(respond, { origin: 'given' })).toMatchObject({ outcome: 'unreadable' });
			expect(clock.now()).toBeGreaterThanOrEqual(21 * MINUTE);
			expect(clock.now()).toBeLessThan(23 * MINUTE);
		});
	});

	describe('when the run ends', () => {
		const ended = { outcome: 'unreadable', error: RUN_ENDED };

		it.each<[string, number, Reading]>([
			['before the first read', 3_000, RUNNING],
			['between reads', 32_000, RUNNING],
			['during a pause', 26_000, failed('rateLimited', { retryAfterMs: 10 * MINUTE })],
		])('ends at once %s', async (_, endsAt, result) => {
			const { clock, end, poll } = newAccount();
			void clock.at(endsAt, () => end.abort());

			expect(await poll(responses(result))).toMatchObject(ended);
			expect(clock.now()).toBe(endsAt);
		});

		it.each([
			['a read', () => failed('aborted'), ended],
			['a read that finds the task final', () => DONE, { outcome: 'finished' }],
		])('ends after %s that was in flight', async (_, response, outcome) => {
			const { end, poll, readAt } = newAccount();

			expect(
				await poll(() => {
					end.abort();
					return response();
				}),
			).toMatchObject(outcome);
			expect(readAt).toHaveLength(1);
		});
	});
});
