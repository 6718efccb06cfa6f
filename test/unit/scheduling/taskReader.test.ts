import type { TaskReading } from '../../../nodes/Hailuo/domain/task';
import type { TaskBatch } from '../../../nodes/Hailuo/scheduling/batchSupport';
import { RateLimiter } from '../../../nodes/Hailuo/scheduling/rateLimiter';
import { TaskReader, type ReadResult } from '../../../nodes/Hailuo/scheduling/taskReader';
import type { RequestError } from '../../../nodes/Hailuo/transport/evidence';
import { ok, type Result } from '../../../nodes/Hailuo/utils/result';
import { failed, rejected } from './requestErrors';
import { VirtualClock } from '../../../tools/simulation/virtualClock';

let clock: VirtualClock;
let rateLimiter: RateLimiter;
let abortController: AbortController;
let reader: TaskReader;
/** Every request, with its time and tasks. */
let sent: Array<{ at: number; ids: string[]; isBatch: boolean }>;
let respondToBatch: (ids: string[]) => Result<TaskBatch, RequestError>;
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

	const read = async (taskId: string, dueAt = 0, deadline = 3_600_000): Promise<ReadResult> =>
		await reader.read({
			task: { taskId },
			dueAt,
			latestAt: dueAt + 1_000,
			lastReadAt: 0,
			deadline,
		});
	const readAll = async (count: number, dueAt = clock.now()) =>
		await clock.run(
			Promise.all(Array.from({ length: count }, async (_, i) => await read(`t${i}`, dueAt))),
		);
	const isRead = (result: ReadResult) => result?.ok === true;
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
			// A reader sends singly while its first batch, the probe, is in flight.
			reader = newReader();
			await readAll(2);
			sent = [];
			await readAll(120);

			expect(batches()).toEqual([50, 50, 20]);
			const [firstAt] = sent.map(({ at }) => at);
			// Twice as fast as other requests while more tasks are due than fit into one batch.
			expect(sent.map(({ at }) => at - firstAt)).toEqual([0, 100, 200]);
		});

		it('delays a read by at most 1 s for a batch', async () => {
			await clock.run(Promise.all([read('a', 1_000), read('b', 1_900), read('c', 2_100)]));

			expect(sent.map(({ at, ids }) => [at, ids])).toEqual([
				[1_900, ['a', 'b']],
				[2_100, ['c']],
			]);
		});

		it('adds a read to a batch that is already waiting', async () => {
			const later = clock.at(700, () => undefined).then(async () => await read('b', 1_500));
			await clock.run(Promise.all([read('a', 1_000), later]));

			expect(sent.map(({ at, ids }) => [at, ids])).toEqual([[1_500, ['a', 'b']]]);
		});

		it('reads a task once for two reads of the same ID', async () => {
			const results = await clock.run(Promise.all([read('a'), read('a')]));

			expect(sent).toEqual([{ at: 0, ids: ['a'], isBatch: false }]);
			expect(results.every(isRead)).toBe(true);
		});
	});

	it('reads a single task with a GET when it is due', async () => {
		await clock.run(read('a', 5_000));

		expect(sent).toEqual([{ at: 5_000, ids: ['a'], isBatch: false }]);
	});

	it('sends reads by due time, not in the order of the calls', async () => {
		const earlier = clock.at(500, () => undefined).then(async () => await read('b', 2_000));
		await clock.run(Promise.all([read('a', 10_000), earlier, read('c', 5_000)]));

		expect(sent.map(({ at, ids }) => [at, ids])).toEqual([
			[2_000, ['b']],
			[5_000, ['c']],
			[10_000, ['a']],
		]);
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
			['a web page or other JSON', rejected(200, { isForeign: true })],
		])('sends one batch and reads all tasks one by one at once after %s', async (_, result) => {
			respondToBatch = () => result;
			const results = [...(await readAll(10)), ...(await readAll(10))];

			expect(batches()).toEqual([10]);
			expect(results).toHaveLength(20);
			expect(results.every(isRead)).toBe(true);
			// 20 reads, five per second.
			expect(clock.now()).toBeLessThan(20 * 200 + 1_000);
		});

		it('sends two batches if both fail with a 500', async () => {
			respondToBatch = () => rejected(500);
			for (let round = 0; round < 4; round += 1) await readAll(5);

			expect(batches()).toEqual([5, 3]);
			expect(singles()).toHaveLength(2 + 5 + 5);
		});
	});

	describe('when a batch fails', () => {
		beforeEach(async () => {
			await readAll(2);
			sent = [];
		});

		it.each([
			['HTTP 503', rejected(503)],
			['HTTP 429', rejected(429)],
			['HTTP 401', rejected(401)],
			['a lost connection', failed('unclear')],
		])('fails the read of each task of the batch with %s', async (_, result) => {
			respondToBatch = () => result;

			expect(await readAll(5)).toEqual(Array(5).fill(result));
			expect(sent).toHaveLength(1);
		});

		it('still reads the 19 other tasks if one task makes every batch that includes it fail', async () => {
			respondToBatch = (ids) => (ids.includes('t3') ? rejected(500) : allFound(ids));
			respondToGet = (id) => (id === 't3' ? rejected(500) : ok(reading(id)));
			const seen = new Set<string>();
			for (let round = 0; round < 8; round += 1) {
				const results = await readAll(20);
				results.forEach((result, i) => isRead(result) && seen.add(`t${i}`));
			}

			expect(seen.size).toBe(19);
		});

		it('sends batches of 50 again after several successful batches', async () => {
			respondToBatch = () => rejected(503);
			for (let round = 0; round < 10; round += 1) await readAll(50);
			respondToBatch = allFound;
			for (let round = 0; round < 4; round += 1) await readAll(50);
			sent = [];
			await readAll(50);

			expect(batches()).toEqual([50]);
		});
	});

	describe('when a task is absent from a batch response', () => {
		beforeEach(() => {
			respondToBatch = (ids) => allFound(ids.filter((id) => id !== 't1'));
		});

		it('returns a 404 only after a single read of the task', async () => {
			respondToGet = () => rejected(404);

			expect(await readAll(3)).toEqual([ok(reading('t0')), rejected(404), ok(reading('t2'))]);
			expect(singles()).toEqual(['t1']);
		});

		it('reads each of several absent tasks with a GET', async () => {
			respondToBatch = (ids) => allFound(ids.slice(0, 1));

			expect((await readAll(4)).every(isRead)).toBe(true);
			expect(batches()).toEqual([4]);
			expect(singles()).toEqual(['t1', 't2', 't3']);
		});

		it('returns the task that the single read finds, and excludes it from batches after two absences', async () => {
			for (let round = 0; round < 4; round += 1) {
				expect((await readAll(3)).every(isRead)).toBe(true);
			}

			expect(batches()).toEqual([3, 3, 2, 2]);
			expect(singles()).toEqual(Array(4).fill('t1'));
		});
	});

	describe('when the run is rate limited', () => {
		it('sends nothing during the pause and one batch after it', async () => {
			rateLimiter.pauseFor(30_000);
			await readAll(20);

			expect(sent).toMatchObject([{ at: 30_000 }]);
		});

		it.each([
			[132_000, true, 132_100],
			[132_001, false, 0],
		])(
			'with a pause of %d ms, sends a read without a deadline: %s',
			async (pauseMs, isSent, endsAt) => {
				rateLimiter.pauseFor(pauseMs);
				const request = { task: { taskId: 'a' }, dueAt: 0, latestAt: 0, lastReadAt: 0 };
				const result = await clock.run(reader.read(request));

				expect([isRead(result), clock.now()]).toEqual([isSent, endsAt]);
			},
		);

		it('returns undefined for a read whose deadline passes during the pause', async () => {
			rateLimiter.pauseFor(30_000);
			const expiring = read('a', 1_000, 10_000).then((result) => [result, clock.now()]);
			await clock.run(Promise.all([expiring, read('b')]));

			expect(await expiring).toEqual([undefined, 10_000]);
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
