import type { Task } from '../../../nodes/Hailuo/domain/task';
import { RateLimiter } from '../../../nodes/Hailuo/scheduling/rateLimiter';
import {
	TaskReader,
	type ReadRequest,
	type ReadResult,
} from '../../../nodes/Hailuo/scheduling/taskReader';
import { RUN_ENDED, type RequestError } from '../../../nodes/Hailuo/transport/evidence';
import { err, ok, type Result } from '../../../nodes/Hailuo/utils/result';
import { VirtualClock } from '../../../tools/simulation/virtualClock';
import { failed } from './failed';

const reading = (taskId: string): Task => ({ taskId, status: 'processing' });
const allFound = (ids: string[]) => ok(new Map(ids.map((id) => [id, reading(id)])));
const NO_ROUTE = failed('noSuchRoute', { status: 404 });

/** A reader in virtual time, with an API whose responses can be replaced. */
function newReader() {
	const clock = new VirtualClock();
	const rateLimiter = new RateLimiter(clock);
	const end = new AbortController();
	const api = {
		batch: allFound as (ids: string[]) => Result<ReadonlyMap<string, Task>, RequestError>,
		get: (id: string): ReadResult => ok(reading(id)),
	};
	/** Every request, with its time and tasks. */
	const sent: Array<{ at: number; ids: string[]; isBatch: boolean }> = [];
	const reader = new TaskReader(
		{ clock, rateLimiter, signal: end.signal },
		{
			async getTask({ taskId }) {
				sent.push({ at: clock.now(), ids: [taskId], isBatch: false });
				await clock.sleep(100);
				return api.get(taskId);
			},
			async getTasks(tasks) {
				const ids = tasks.map(({ taskId }) => taskId);
				sent.push({ at: clock.now(), ids, isBatch: true });
				await clock.sleep(100);
				return api.batch(ids);
			},
		},
	);
	const read = async (taskId: string, dueAt = 0, more: Partial<ReadRequest> = {}) =>
		await reader.read({ task: { taskId }, dueAt, deadline: Infinity, ...more });
	return {
		...{ clock, rateLimiter, end, api, sent, read },
		/** Reads the tasks t0, t1, …, all due at the same time. */
		readAll: async (count: number, dueAt = clock.now()) =>
			await clock.run(
				Promise.all(Array.from({ length: count }, async (_, i) => await read(`t${i}`, dueAt))),
			),
		batches: () => sent.filter(({ isBatch }) => isBatch).map(({ ids }) => ids.length),
		singles: () => sent.filter(({ isBatch }) => !isBatch).map(({ ids }) => ids[0]),
	};
}
type Read = Parameters<ReturnType<typeof newReader>['read']>;

const isRead = (result: ReadResult) => result.ok;

describe('TaskReader', () => {
	it('reads up to 50 tasks in one batch, full batches every 100 ms', async () => {
		const { batches, readAll, sent } = newReader();

		expect(await readAll(120)).toEqual(Array.from({ length: 120 }, (_, i) => ok(reading(`t${i}`))));
		expect(batches()).toEqual([50, 50, 20]);
		// Not faster than other requests before the provider has answered the first.
		expect(sent.map(({ at }) => at)).toEqual([0, 200, 300]);
	});

	it.each<[string, Read[], Array<[at: number, ids: string[]]>]>([
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
		const { clock, read, sent } = newReader();
		const results = await clock.run(Promise.all(reads.map(async (one) => await read(...one))));

		expect(sent.map(({ at, ids }) => [at, ids])).toEqual(expected);
		expect(results.every(isRead)).toBe(true);
	});

	it('sends no batch early because a task is due that is read alone', async () => {
		const { api, clock, read, sent } = newReader();
		api.batch = (ids) => (ids.includes('a') ? failed('unclear') : allFound(ids));
		await clock.run(Promise.all([read('a'), read('b')]));
		await clock.run(Promise.all([read('c', 1_000), read('d', 1_000)]));
		await clock.run(Promise.all([read('e', 1_200), read('f', 1_200), read('a', 1_500)]));

		expect(sent.slice(1).map(({ at, ids }) => [at, ids])).toEqual([
			[1_000, ['c', 'd']],
			[1_500, ['a']],
			[2_000, ['e', 'f']],
		]);
	});

	it('returns an error for a request that throws, and continues', async () => {
		const { api, clock, read } = newReader();
		api.get = (id) => {
			if (id === 'a') throw new Error('broken');
			return ok(reading(id));
		};

		expect(await clock.run(read('a'))).toEqual(failed('unclear', { message: 'broken' }));
		expect(await clock.run(read('b'))).toEqual(ok(reading('b')));
	});

	describe('with a provider that refuses batches', () => {
		it.each([
			['a missing route', NO_ROUTE],
			['HTTP 501', failed('unclearNotFound', { status: 501 })],
			['a permanent error, as of some gateways for unknown routes', failed('invalidKey')],
			['a web page or other JSON', failed('unexpectedFormat', { status: 200 })],
		])('reads all tasks one by one at once after %s', async (_, refusal) => {
			const { api, batches, clock, readAll } = newReader();
			api.batch = () => refusal;
			const results = [...(await readAll(10)), ...(await readAll(10))];

			expect(batches()).toEqual([10]);
			expect(results.every(isRead)).toBe(true);
			// 20 reads, five per second.
			expect(clock.now()).toBeLessThan(20 * 200 + 1_000);
		});

		it('tries batches again after an hour', async () => {
			const { api, batches, clock, readAll } = newReader();
			api.batch = () => NO_ROUTE;
			await readAll(5);
			await clock.run(clock.sleep(3_600_000));
			await readAll(5);

			expect(batches()).toEqual([5, 5]);
		});

		it('reads first what has probably ended, then what has waited longest', async () => {
			const { api, clock, read, readAll, sent, singles } = newReader();
			api.batch = () => NO_ROUTE;
			await readAll(2);
			sent.length = 0;
			const now = clock.now();
			const reads: Read[] = [
				['busy', now],
				['new', now + 300],
				['old', now + 100],
				['ending later', now + 300, { endsAt: now + 60_000 }],
				['ended', now + 300, { endsAt: now + 100 }],
				['ended before', now + 300, { endsAt: now + 50 }],
			];
			await clock.run(Promise.all(reads.map(async (one) => await read(...one))));

			expect(singles()).toEqual(['busy', 'ended before', 'ended', 'old', 'new', 'ending later']);
		});
	});

	describe('when a batch fails', () => {
		it('fails the reads of its tasks, and reads each by itself the next time', async () => {
			const { api, batches, readAll, singles } = newReader();
			api.batch = () => failed('unclear');
			expect(await readAll(5)).toEqual(Array(5).fill(failed('unclear')));
			expect((await readAll(5)).every(isRead)).toBe(true);
			api.batch = allFound;
			expect((await readAll(5)).every(isRead)).toBe(true);

			expect(batches()).toEqual([5, 5]);
			expect(singles()).toHaveLength(5);
		});

		it('reads no other task along with one that is read by itself', async () => {
			const { api, clock, read, readAll, sent } = newReader();
			api.batch = () => failed('unclear');
			await readAll(2);
			api.batch = allFound;
			sent.length = 0;
			const now = clock.now() + 5_000;
			await clock.run(Promise.all(['t0', 'new', 'newer'].map(async (id) => await read(id, now))));

			expect(sent.map(({ ids }) => ids)).toEqual([['t0'], ['new', 'newer']]);
		});

		it('pauses after a 429, and sends a batch again', async () => {
			const { api, batches, readAll, sent } = newReader();
			api.batch = () => failed('rateLimited', { retryAfterMs: 30_000 });
			await readAll(5);
			api.batch = allFound;
			await readAll(5);

			expect(batches()).toEqual([5, 5]);
			expect(sent[1].at).toBeGreaterThanOrEqual(30_000);
		});
	});

	const ended = (status: 'failed' | 'cancelled'): Task => ({ taskId: 't1', status });

	it.each<[string, Task | undefined, ReadResult]>([
		['is unknown', undefined, failed('notFound')],
		['failed', ended('failed'), ok(reading('t1'))],
		['was cancelled', ended('cancelled'), ok(reading('t1'))],
	])('confirms by a GET that a task %s', async (_, inBatch, byGet) => {
		const { api, readAll, singles } = newReader();
		api.batch = (ids) => {
			const found = new Map(allFound(ids).value);
			if (inBatch === undefined) found.delete('t1');
			else found.set('t1', inBatch);
			return ok(found);
		};
		api.get = () => byGet;

		expect(await readAll(3)).toEqual([ok(reading('t0')), byGet, ok(reading('t2'))]);
		expect(singles()).toEqual(['t1']);
	});

	it('confirms several tasks by a GET each', async () => {
		const { api, batches, readAll, singles } = newReader();
		api.batch = (ids) => ok(new Map(ids.map((id) => [id, { taskId: id, status: 'failed' }])));
		await readAll(3);

		expect([batches(), singles()]).toEqual([[3], ['t0', 't1', 't2']]);
	});

	describe('when the account is rate limited', () => {
		it('sends nothing during the pause and one batch after it', async () => {
			const { rateLimiter, readAll, sent } = newReader();
			rateLimiter.onResult(failed('rateLimited', { retryAfterMs: 30_000 }));
			await readAll(20);

			expect(sent).toMatchObject([{ at: 31_500 }]);
		});

		it('fails a read at once if the pause outlasts its deadline', async () => {
			const { api, clock, read, sent } = newReader();
			api.get = () => failed('rateLimited', { retryAfterMs: 30_000 });
			const waiting = read('a', 20_000, { deadline: 25_000 });
			void clock.at(1_000, () => void read('b', 1_000));

			expect(await clock.run(waiting)).toMatchObject({
				error: { reason: 'rateLimited', retryAfterMs: 31_500 },
			});
			expect(clock.now()).toBe(1_100);
			const late = await clock.run(read('c', 0, { deadline: 20_000 }));
			expect(late).toMatchObject({ error: { reason: 'rateLimited' } });
			await clock.run(clock.sleep(60_000));
			expect(sent.map(({ ids }) => ids)).toEqual([['b']]);
		});
	});

	it('fails all reads at once when the run ends, and sends none after it', async () => {
		const { clock, end, read, readAll, sent } = newReader();
		void clock.at(500, () => end.abort());

		expect(await readAll(20, 5_000)).toEqual(Array(20).fill(err(RUN_ENDED)));
		expect([clock.now(), sent]).toEqual([500, []]);
		expect(await read('a')).toEqual(err(RUN_ENDED));
	});
});
