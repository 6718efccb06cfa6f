import type { TaskReading } from '../../../nodes/Hailuo/domain/task';
import type { TaskBatch } from '../../../nodes/Hailuo/scheduling/batchSupport';
import { RateLimiter } from '../../../nodes/Hailuo/scheduling/rateLimiter';
import { TaskReader, type ReadResult } from '../../../nodes/Hailuo/scheduling/taskReader';
import type { RequestError } from '../../../nodes/Hailuo/transport/responseError';
import { ok, type Result } from '../../../nodes/Hailuo/utils/result';
import { failed, rejected } from './requestErrors';
import { VirtualClock } from '../../../tools/simulation/virtualClock';

let clock: VirtualClock;
let limiter: RateLimiter;
let stop: AbortController;
let reader: TaskReader;
/** Every request: when, and which tasks. */
let sent: Array<{ at: number; ids: string[]; isBatch: boolean }>;
let answerBatch: (ids: string[]) => Result<TaskBatch, RequestError>;
let answerOne: (id: string) => Result<TaskReading, RequestError>;

const reading = (taskId: string): TaskReading => ({ task: { taskId, status: 'processing' } });
const whole = (ids: string[]) => ok(new Map(ids.map((id) => [id, reading(id)])));

describe('taskReader', () => {
	beforeEach(() => {
		clock = new VirtualClock();
		limiter = new RateLimiter(clock);
		stop = new AbortController();
		sent = [];
		answerBatch = whole;
		answerOne = (id) => ok(reading(id));
		reader = newReader();
	});

	function newReader(): TaskReader {
		return new TaskReader(
			{ clock, rateLimiter: limiter, signal: stop.signal },
			{
				async getTask({ taskId }) {
					sent.push({ at: clock.now(), ids: [taskId], isBatch: false });
					await clock.sleep(100);
					return answerOne(taskId);
				},
				async getTasks(tasks) {
					const ids = tasks.map(({ taskId }) => taskId);
					sent.push({ at: clock.now(), ids, isBatch: true });
					await clock.sleep(100);
					return answerBatch(ids);
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

	describe('reads that are due together', () => {
		it('are one request, which each gets its own task from', async () => {
			const results = await readAll(30);

			expect(batches()).toEqual([30]);
			expect(singles()).toEqual([]);
			expect(results).toEqual(Array.from({ length: 30 }, (_, i) => ok(reading(`t${i}`))));
		});

		it('are fifty at most in one request', async () => {
			await readAll(120);
			// The first is the probe; what is due meanwhile is read singly.
			reader = newReader();
			await readAll(2);
			sent = [];
			await readAll(120);

			expect(batches()).toEqual([50, 50, 20]);
			const [firstAt] = sent.map(({ at }) => at);
			// Twice as fast as other requests while there are too many for one.
			expect(sent.map(({ at }) => at - firstAt)).toEqual([0, 100, 200]);
		});

		it('wait for each other, a second at most', async () => {
			await clock.run(Promise.all([read('a', 1_000), read('b', 1_900), read('c', 2_100)]));

			expect(sent.map(({ at, ids }) => [at, ids])).toEqual([
				[1_900, ['a', 'b']],
				[2_100, ['c']],
			]);
		});

		it('may be asked for while the first of them waits', async () => {
			const later = clock.at(700, () => undefined).then(async () => await read('b', 1_500));
			await clock.run(Promise.all([read('a', 1_000), later]));

			expect(sent.map(({ at, ids }) => [at, ids])).toEqual([[1_500, ['a', 'b']]]);
		});

		it('of the same task are one', async () => {
			const results = await clock.run(Promise.all([read('a'), read('a')]));

			expect(sent).toEqual([{ at: 0, ids: ['a'], isBatch: false }]);
			expect(results.every(isRead)).toBe(true);
		});
	});

	it('reads one task alone by itself, when it is due', async () => {
		await clock.run(read('a', 5_000));

		expect(sent).toEqual([{ at: 5_000, ids: ['a'], isBatch: false }]);
	});

	it('reads one that is asked for later first where it is due earlier', async () => {
		const early = clock.at(500, () => undefined).then(async () => await read('b', 2_000));
		await clock.run(Promise.all([read('a', 10_000), early, read('c', 5_000)]));

		expect(sent.map(({ at, ids }) => [at, ids])).toEqual([
			[2_000, ['b']],
			[5_000, ['c']],
			[10_000, ['a']],
		]);
	});

	it('fails where a request throws, and goes on', async () => {
		answerOne = (id) => {
			if (id === 'a') throw new Error('broken');
			return ok(reading(id));
		};

		expect(await clock.run(read('a'))).toMatchObject({
			error: { kind: 'unexpectedResponse', message: 'broken' },
		});
		expect(await clock.run(read('b'))).toEqual(ok(reading('b')));
	});

	describe('a provider without the route', () => {
		it.each([
			['404', rejected(404)],
			['405', rejected(405)],
			['400', rejected(400)],
			['401, as some gateways answer for unknown routes', rejected(401)],
			['403', rejected(403)],
			['501', rejected(501)],
			['a web page', rejected(200, { isWebPage: true })],
			[
				'another form',
				{
					ok: false as const,
					error: { ...failed('unexpectedResponse').error, code: 'not_a_batch' },
				},
			],
		])(
			'that answers %s is asked once, and all tasks are read one by one at once',
			async (_, answer) => {
				answerBatch = () => answer;
				const results = [...(await readAll(10)), ...(await readAll(10))];

				expect(batches()).toEqual([10]);
				expect(results).toHaveLength(20);
				expect(results.every(isRead)).toBe(true);
				// 20 reads, five a second.
				expect(clock.now()).toBeLessThan(20 * 200 + 1_000);
			},
		);

		it('is asked twice where it answers with errors that may pass', async () => {
			answerBatch = () => rejected(500);
			for (let round = 0; round < 4; round += 1) await readAll(5);

			expect(batches()).toEqual([5, 3]);
			expect(singles()).toHaveLength(2 + 5 + 5);
		});
	});

	describe('a batch that fails', () => {
		beforeEach(async () => {
			await readAll(2);
			sent = [];
		});

		it.each([
			['503', rejected(503)],
			['429', rejected(429)],
			['401', rejected(401)],
			['a lost connection', failed('connectionLost')],
		])('with %s is a failed read of each of its tasks', async (_, answer) => {
			answerBatch = () => answer;

			expect(await readAll(5)).toEqual(Array(5).fill(answer));
			expect(sent).toHaveLength(1);
		});

		it('because of one task does not keep the others from being read', async () => {
			answerBatch = (ids) => (ids.includes('t3') ? rejected(500) : whole(ids));
			answerOne = (id) => (id === 't3' ? rejected(500) : ok(reading(id)));
			const seen = new Set<string>();
			for (let round = 0; round < 8; round += 1) {
				const results = await readAll(20);
				results.forEach((result, i) => isRead(result) && seen.add(`t${i}`));
			}

			expect(seen.size).toBe(19);
		});

		it('is smaller the next time, and whole again after some that went well', async () => {
			answerBatch = () => rejected(503);
			for (let round = 0; round < 10; round += 1) await readAll(50);
			answerBatch = whole;
			for (let round = 0; round < 4; round += 1) await readAll(50);
			sent = [];
			await readAll(50);

			expect(batches()).toEqual([50]);
		});
	});

	describe('a task that is absent from a batch', () => {
		beforeEach(() => {
			answerBatch = (ids) => whole(ids.filter((id) => id !== 't1'));
		});

		it('is read by itself before it counts as missing', async () => {
			answerOne = () => rejected(404);

			expect(await readAll(3)).toEqual([ok(reading('t0')), rejected(404), ok(reading('t2'))]);
			expect(singles()).toEqual(['t1']);
		});

		it('is read by itself even where several are', async () => {
			answerBatch = (ids) => whole(ids.slice(0, 1));

			expect((await readAll(4)).every(isRead)).toBe(true);
			expect(batches()).toEqual([4]);
			expect(singles()).toEqual(['t1', 't2', 't3']);
		});

		it('is there where that read finds it, and stays alone when it was absent twice', async () => {
			for (let round = 0; round < 4; round += 1) {
				expect((await readAll(3)).every(isRead)).toBe(true);
			}

			expect(batches()).toEqual([3, 3, 2, 2]);
			expect(singles()).toEqual(Array(4).fill('t1'));
		});
	});

	describe('while the run is rate limited', () => {
		it('nothing is sent, and then all together', async () => {
			limiter.pauseFor(30_000);
			await readAll(20);

			expect(sent).toMatchObject([{ at: 30_000 }]);
		});

		it.each([
			[132_000, true, 132_100],
			[132_001, false, 0],
		])('for %d ms, a read without a deadline is made: %s', async (pauseMs, isMade, endsAt) => {
			limiter.pauseFor(pauseMs);
			const request = { task: { taskId: 'a' }, dueAt: 0, latestAt: 0, lastReadAt: 0 };
			const result = await clock.run(reader.read(request));

			expect([isRead(result), clock.now()]).toEqual([isMade, endsAt]);
		});

		it('a read is given up at its deadline', async () => {
			limiter.pauseFor(30_000);
			const late = read('a', 1_000, 10_000).then((result) => [result, clock.now()]);
			await clock.run(Promise.all([late, read('b')]));

			expect(await late).toEqual([undefined, 10_000]);
			expect(sent.map(({ ids }) => ids)).toEqual([['b']]);
		});
	});

	it('sends nothing after a stop, and lets all go at once', async () => {
		void clock.at(500, () => stop.abort());
		const results = await readAll(20, 5_000);

		expect(results).toEqual(Array(20).fill(undefined));
		expect([clock.now(), sent]).toEqual([500, []]);
		expect(await read('a')).toBeUndefined();
	});
});
