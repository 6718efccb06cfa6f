import type { TaskReading } from '../../../nodes/Hailuo/domain/task';
import { RateLimiter } from '../../../nodes/Hailuo/scheduling/rateLimiter';
import {
	TaskReader,
	type ReadRequest,
	type ReadResult,
} from '../../../nodes/Hailuo/scheduling/taskReader';
import type { RequestError } from '../../../nodes/Hailuo/transport/evidence';
import { err, ok, type Result } from '../../../nodes/Hailuo/utils/result';
import { failed, rejected } from './requestErrors';
import { VirtualClock } from '../../../tools/simulation/virtualClock';

let clock: VirtualClock;
let rateLimiter: RateLimiter;
let abortController: AbortController;
let reader: TaskReader;
/** Every request, with its time and tasks. */
let sent: Array<{ at: number; ids: string[]; isBatch: boolean }>;
let respondToBatch: (ids: string[]) => Result<ReadonlyMap<string, TaskReading>, RequestError>;
let respondToGet: (id: string) => Result<TaskReading, RequestError>;

const reading = (taskId: string): TaskReading => ({ task: { taskId, status: 'processing' } });
const allFound = (ids: string[]) => ok(new Map(ids.map((id) => [id, reading(id)])));

describe('TaskReader', () => {
	beforeEach(() => {
		clock = new VirtualClock();
		rateLimiter = new RateLimiter(clock);
		abortController = new AbortController();
		sent = [];
		respondToBatch = allFound;
		respondToGet = (id) => ok(reading(id));
		reader = newReader();
	});

	function newReader(): TaskReader {
		return new TaskReader(
			{ clock, rateLimiter, signal: abortController.signal },
			{
				async getTask({ taskId }) {
					sent.push({ at: clock.now(), ids: [taskId], isBatch: false });
					await clock.sleep(100);
					return respondToGet(taskId);
				},
				async getTasks(tasks) {
					const ids = tasks.map(({ taskId }) => taskId);
					sent.push({ at: clock.now(), ids, isBatch: true });
					await clock.sleep(100);
					return respondToBatch(ids);
				},
			},
		);
	}

	const read = async (taskId: string, dueAt = 0, more: Partial<ReadRequest> = {}) =>
		await reader.read({ task: { taskId }, dueAt, deadline: Infinity, ...more });
	const readAll = async (count: number, dueAt = clock.now()) =>
		await clock.run(
			Promise.all(Array.from({ length: count }, async (_, i) => await read(`t${i}`, dueAt))),
		);
	const isRead = (result: ReadResult | undefined) => result?.ok === true;
	const batches = () => sent.filter(({ isBatch }) => isBatch).map(({ ids }) => ids.length);
	const singles = () => sent.filter(({ isBatch }) => !isBatch).map(({ ids }) => ids[0]);

	describe('with several reads due at the same time', () => {
		it('sends one batch and returns to each read its own task', async () => {
			const results = await readAll(30);

			expect(batches()).toEqual([30]);
			expect(singles()).toEqual([]);
			expect(results).toEqual(Array.from({ length: 30 }, (_, i) => ok(reading(`t${i}`))));
		});

		it('sends at most 50 tasks per batch, full batches every 100 ms', async () => {
			await readAll(120);

			expect(batches()).toEqual([50, 50, 20]);
			// Not faster than other requests before the provider has answered the first.
			expect(sent.map(({ at }) => at)).toEqual([0, 200, 300]);
		});
	});

	it.each<[string, Array<Parameters<typeof read>>, Array<[at: number, ids: string[]]>]>([
		['a single task when it is due', [['a', 5_000]], [[5_000, ['a']]]],
		['a task once for two reads of the same ID', [['a'], ['a']], [[0, ['a']]]],
		[
			'by due time, not in the order of the calls',
			[
				['a', 10_000],
				['b', 2_000],
				['c', 5_000],
			],
			[
				[2_000, ['b']],
				[5_000, ['c']],
				[10_000, ['a']],
			],
		],
		[
			'along with others what may be read earlier',
			[
				['a', 1_000],
				['b', 1_900, { earliestAt: 900 }],
				['c', 2_100, { earliestAt: 1_100 }],
			],
			[
				[1_000, ['a', 'b']],
				[2_100, ['c']],
			],
		],
		[
			'what has collected in a second after a batch that was not full',
			[['a'], ['b'], ['c', 300], ['d', 900]],
			[
				[0, ['a', 'b']],
				[1_000, ['c', 'd']],
			],
		],
	])('reads %s', async (_, reads, expected) => {
		const results = await clock.run(Promise.all(reads.map(async (one) => await read(...one))));

		expect(sent.map(({ at, ids }) => [at, ids])).toEqual(expected);
		expect(results.every(isRead)).toBe(true);
	});

	it('returns an error for a request that throws, and continues with the next read', async () => {
		respondToGet = (id) => {
			if (id === 'a') throw new Error('broken');
			return ok(reading(id));
		};

		expect(await clock.run(read('a'))).toMatchObject({
			error: { reason: 'unclear', message: 'broken' },
		});
		expect(await clock.run(read('b'))).toEqual(ok(reading('b')));
	});

	describe('with a provider that has no batch route', () => {
		it.each([
			['HTTP 404', rejected(404)],
			['HTTP 405', rejected(405)],
			['HTTP 400', rejected(400)],
			['HTTP 401, as of some gateways for unknown routes', rejected(401)],
			['HTTP 403', rejected(403)],
			['HTTP 501', rejected(501)],
			['a web page or other JSON', rejected(200, { reason: 'unexpectedFormat' })],
		])('sends one batch and reads all tasks one by one at once after %s', async (_, result) => {
			respondToBatch = () => result;
			const results = [...(await readAll(10)), ...(await readAll(10))];

			expect(batches()).toEqual([10]);
			expect(results).toHaveLength(20);
			expect(results.every(isRead)).toBe(true);
			// 20 reads, five per second.
			expect(clock.now()).toBeLessThan(20 * 200 + 1_000);
		});

		it('tries batches again after an hour', async () => {
			respondToBatch = () => rejected(404);
			await readAll(5);
			await clock.run(clock.sleep(3_600_000));
			await readAll(5);

			expect(batches()).toEqual([5, 5]);
		});

		it('reads tasks that are expected to have ended first, then those that have waited longest', async () => {
			respondToBatch = () => rejected(404);
			await readAll(2);
			sent = [];
			const now = clock.now();
			await clock.run(
				Promise.all([
					read('busy', now),
					read('new', now + 300),
					read('old', now + 100),
					read('ending later', now + 300, { endsAt: now + 60_000 }),
					read('ended', now + 300, { endsAt: now + 100 }),
					read('ended before', now + 300, { endsAt: now + 50 }),
				]),
			);

			expect(singles()).toEqual(['busy', 'ended before', 'ended', 'old', 'new', 'ending later']);
		});
	});

	describe('when a batch fails', () => {
		it.each([
			['HTTP 503', rejected(503)],
			['a lost connection', failed('unclear')],
		])(
			'fails the read of each of its tasks with %s, and reads each by itself the next time',
			async (_, result) => {
				respondToBatch = () => result;
				expect(await readAll(5)).toEqual(Array(5).fill(result));
				expect((await readAll(5)).every(isRead)).toBe(true);
				respondToBatch = allFound;
				expect((await readAll(5)).every(isRead)).toBe(true);

				expect(batches()).toEqual([5, 5]);
				expect(singles()).toHaveLength(5);
			},
		);

		it('pauses after a 429, and sends a batch again', async () => {
			respondToBatch = () => rejected(429, { retryAfterMs: 30_000 });
			await readAll(5);
			respondToBatch = allFound;
			await readAll(5);

			expect(batches()).toEqual([5, 5]);
			expect(sent[1].at).toBeGreaterThanOrEqual(30_000);
		});

		it('still reads the 19 other tasks if one task makes every batch that includes it fail', async () => {
			respondToBatch = (ids) => (ids.includes('t3') ? rejected(500) : allFound(ids));
			respondToGet = (id) => (id === 't3' ? rejected(500) : ok(reading(id)));
			await readAll(20);
			const results = await readAll(20);

			expect(results.filter(isRead)).toHaveLength(19);
		});
	});

	describe('what a batch does not prove', () => {
		it('that a task is unknown: it is read by a GET, and only that 404 counts', async () => {
			respondToBatch = (ids) => allFound(ids.filter((id) => id !== 't1'));
			respondToGet = () => rejected(404);

			expect(await readAll(3)).toEqual([ok(reading('t0')), rejected(404), ok(reading('t2'))]);
			expect(singles()).toEqual(['t1']);
		});

		it.each(['failed', 'cancelled'] as const)(
			'that a task is %s: it is read by a GET, and only that status counts',
			async (status) => {
				const ended: TaskReading = { task: { taskId: 't1', status } };
				respondToBatch = (ids) => ok(new Map(allFound(ids).value).set('t1', ended));

				expect((await readAll(3))[1]).toEqual(ok(reading('t1')));
				expect(singles()).toEqual(['t1']);
			},
		);
	});

	describe('when the account is rate limited', () => {
		it('sends nothing during the pause and one batch after it', async () => {
			rateLimiter.onResult(rejected(429, { retryAfterMs: 30_000 }));
			await readAll(20);

			expect(sent).toMatchObject([{ at: 31_500 }]);
		});

		it('fails a read at once whose deadline is before the end of the pause, with its rest', async () => {
			const waiting = read('a', 20_000, { deadline: 25_000 }).then((result) => [
				result,
				clock.now(),
			]);
			void clock.at(1_000, () => void read('b', 1_000));
			respondToGet = () => rejected(429, { retryAfterMs: 30_000 });
			await clock.run(waiting);

			expect(await waiting).toEqual([
				err(expect.objectContaining({ reason: 'rateLimited', retryAfterMs: 31_500 })),
				1_100,
			]);
			const late = await clock.run(read('c', 0, { deadline: 20_000 }));
			expect(late).toMatchObject({ ok: false, error: { reason: 'rateLimited' } });
			expect(sent.map(({ ids }) => ids)).toEqual([['b']]);
		});
	});

	it('returns undefined at once for all reads when the run is aborted', async () => {
		void clock.at(500, () => abortController.abort());
		const results = await readAll(20, 5_000);

		expect(results).toEqual(Array(20).fill(undefined));
		expect([clock.now(), sent]).toEqual([500, []]);
		expect(await read('a')).toBeUndefined();
	});
});
