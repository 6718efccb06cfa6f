import type { TaskReading } from '../../../nodes/Hailuo/domain/task';
import { BatchSupport, MAX_BATCH } from '../../../nodes/Hailuo/scheduling/batchSupport';
import { ok } from '../../../nodes/Hailuo/utils/result';
import { failed, rejected } from './requestErrors';

const tasksOf = (ids: string[]) => ids.map((taskId) => ({ taskId }));
const makeIds = (count: number) => Array.from({ length: count }, (_, i) => `t${i}`);
const found = (ids: string[]) =>
	ok(
		new Map<string, TaskReading>(
			ids.map((taskId) => [taskId, { task: { taskId, status: 'processing' } }]),
		),
	);

let support: BatchSupport;

describe('BatchSupport', () => {
	beforeEach(() => {
		support = new BatchSupport();
	});

	/** Sends a batch; by default all of its tasks are found. Returns whether they must be read one by one. */
	function send(ids: string[], result: Parameters<BatchSupport['onResult']>[0] = found(ids)) {
		support.onSend();
		return support.onResult(result, tasksOf(ids));
	}
	const accepts = (taskId: string) => support.accepts({ taskId });

	describe('with the probe, the first batch', () => {
		it('probes with up to 50 tasks and reads tasks one by one until the response', () => {
			expect(support.maxTasks).toBe(MAX_BATCH);
			support.onSend();
			expect(support.maxTasks).toBe(1);
			expect(support.onResult(found(['a', 'b']), tasksOf(['a', 'b']))).toBe(false);
			expect(support.maxTasks).toBe(MAX_BATCH);
		});

		it.each([
			['HTTP 400', rejected(400)],
			['HTTP 401', rejected(401)],
			['HTTP 404', rejected(404)],
			['HTTP 501', rejected(501)],
			['a web page or other JSON', rejected(200, { isForeign: true })],
		])('sends no more batches after %s', (_, result) => {
			expect(send(makeIds(4), result)).toBe(true);
			expect(support.maxTasks).toBe(1);
		});

		it.each([
			['HTTP 429', rejected(429)],
			['an abort', failed('aborted')],
		])('probes again with 50 tasks after %s, three times in a row', (_, result) => {
			for (let i = 0; i < 3; i += 1) expect(send(makeIds(4), result)).toBe(false);
			expect(support.maxTasks).toBe(MAX_BATCH);
		});

		it.each([
			['HTTP 500', rejected(500)],
			['HTTP 500 with a web page', rejected(500, { isForeign: true })],
			['a lost connection', failed('unclear')],
		])('probes once more with half the tasks after %s', (_, result) => {
			expect(send(makeIds(50), result)).toBe(false);
			expect(support.maxTasks).toBe(25);
			expect(send(makeIds(25), result)).toBe(false);
			expect(support.maxTasks).toBe(1);
			// Of a batch that was still in flight.
			expect(support.onResult(result, tasksOf(['a', 'b']))).toBe(true);
		});

		it('probes once more with two tasks after a 503 for two tasks and a single read', () => {
			send(makeIds(2), rejected(503));
			support.onSingleRead({ taskId: 't0' });
			expect(support.maxTasks).toBe(2);
			send(makeIds(2), rejected(503));
			support.onSingleRead({ taskId: 't0' });
			expect(support.maxTasks).toBe(1);
		});
	});

	describe('when batches are supported', () => {
		beforeEach(() => {
			send(['a', 'b']);
		});

		it.each([401, 402, 403])('keeps using batches after HTTP %d, with half the size', (status) => {
			expect(send(makeIds(10), rejected(status))).toBe(false);
			expect(support.maxTasks).toBe(5);
		});

		it.each([400, 404, 405])('sends no more batches after HTTP %d', (status) => {
			expect(send(makeIds(10), rejected(status))).toBe(true);
			expect(support.maxTasks).toBe(1);
		});

		it.each([
			['HTTP 429', rejected(429)],
			['an abort', failed('aborted')],
		])('keeps the batch size after %s', (_, result) => {
			send(makeIds(10), result);
			expect(support.maxTasks).toBe(MAX_BATCH);
		});

		it('halves the batch size after each error, down to 1, and doubles it after each success', () => {
			const sizes = [];
			for (let i = 0; i < 7; i += 1) {
				send(makeIds(support.maxTasks), rejected(503));
				sizes.push(support.maxTasks);
			}
			expect(sizes).toEqual([25, 13, 7, 4, 2, 1, 1]);

			support.onSingleRead({ taskId: 'a' });
			expect(support.maxTasks).toBe(2);
			support.onSingleRead({ taskId: 'a' });
			expect(support.maxTasks).toBe(2);
			send(['a', 'b']);
			expect(support.maxTasks).toBe(4);
		});

		it('keeps a batch size of 2 when a batch of 50 fails afterwards', () => {
			send(makeIds(4), rejected(503));
			send(makeIds(50), rejected(503));
			expect(support.maxTasks).toBe(2);
		});
	});

	it('sends no batches after a single read if batches are not supported', () => {
		send(makeIds(2), rejected(404));
		support.onSingleRead({ taskId: 'a' });
		expect(support.maxTasks).toBe(1);
	});

	it.each([
		['does not read again the tasks of a successful batch', found(['a', 'b']), false],
		['reads one by one the tasks of a batch with a 500', rejected(500), true],
		['does not read one by one the tasks of a rate limited batch', rejected(429), false],
	])('%s that was in flight when batches turned out unsupported', (_, result, readAlone) => {
		send(makeIds(2), rejected(404));
		expect(support.onResult(result, tasksOf(['a', 'b']))).toBe(readAlone);
		expect(support.maxTasks).toBe(1);
	});

	describe('accepts', () => {
		it('excludes a task that was absent from two batches in a row', () => {
			send(['a', 'b'], found(['b']));
			expect(accepts('a')).toBe(true);
			send(['a', 'b']);
			send(['a', 'b'], found(['b']));
			expect(accepts('a')).toBe(true);
			send(['a', 'b'], found(['b']));
			expect([accepts('a'), accepts('b')]).toEqual([false, true]);
		});

		it('excludes a task of two failed batches if another batch succeeded in between', () => {
			send(['x', 'y']);
			send(['a', 'b'], rejected(500));
			send(['x', 'y']);
			expect(accepts('a')).toBe(true);
			send(['a', 'c'], rejected(500));
			expect(['a', 'b', 'c', 'x'].map(accepts)).toEqual([false, true, true, true]);
			support.onSingleRead({ taskId: 'a' });
			expect(accepts('a')).toBe(true);
		});

		it('accepts a task of three failed batches if no other batch succeeds', () => {
			send(['x', 'y']);
			for (let i = 0; i < 3; i += 1) send(['a', 'b'], rejected(500));
			expect(accepts('a')).toBe(true);
		});

		it('accepts a task of two failed batches with a success in between', () => {
			send(['x', 'y']);
			send(['a', 'b'], rejected(500));
			send(['a', 'x']);
			send(['a', 'b'], rejected(500));
			expect(accepts('a')).toBe(true);
		});
	});
});
