import type { TaskReading } from '../../../nodes/Hailuo/domain/task';
import { BatchSupport, MAX_BATCH } from '../../../nodes/Hailuo/scheduling/batchSupport';
import { ok } from '../../../nodes/Hailuo/utils/result';
import { failed, rejected } from './requestErrors';

const named = (ids: string[]) => ids.map((taskId) => ({ taskId }));
const many = (count: number) => Array.from({ length: count }, (_, i) => `t${i}`);
const found = (ids: string[]) =>
	ok(
		new Map<string, TaskReading>(
			ids.map((taskId) => [taskId, { task: { taskId, status: 'processing' } }]),
		),
	);

let support: BatchSupport;

describe('batchSupport', () => {
	beforeEach(() => {
		support = new BatchSupport();
	});

	/** Sends a batch; by default all of its tasks are found. Tells whether they must be read one by one. */
	function send(ids: string[], result: Parameters<BatchSupport['onResult']>[0] = found(ids)) {
		support.onSend();
		return support.onResult(result, named(ids));
	}
	const accepts = (taskId: string) => support.accepts({ taskId });

	describe('the probe', () => {
		it('is a whole batch, and until its answer tasks are read one by one', () => {
			expect(support.maxTasks).toBe(MAX_BATCH);
			support.onSend();
			expect(support.maxTasks).toBe(1);
			expect(support.onResult(found(['a', 'b']), named(['a', 'b']))).toBe(false);
			expect(support.maxTasks).toBe(MAX_BATCH);
		});

		it.each([
			['400', rejected(400)],
			['401', rejected(401)],
			['404', rejected(404)],
			['501', rejected(501)],
			['a web page', rejected(200, { isWebPage: true })],
			['another form', rejected(200, { code: 'not_a_batch' })],
		])('that is answered with %s is the last batch', (_, answer) => {
			expect(send(many(4), answer)).toBe(true);
			expect(support.maxTasks).toBe(1);
		});

		it.each([
			['429', rejected(429)],
			['a stop', failed('aborted')],
		])('that meets %s says nothing, however often', (_, answer) => {
			for (let i = 0; i < 3; i += 1) expect(send(many(4), answer)).toBe(false);
			expect(support.maxTasks).toBe(MAX_BATCH);
		});

		it.each([
			['500', rejected(500)],
			['the web page of a server in trouble', rejected(500, { isWebPage: true })],
			['a lost connection', failed('connectionLost')],
		])('that meets %s is tried once more, with half the tasks', (_, answer) => {
			expect(send(many(50), answer)).toBe(false);
			expect(support.maxTasks).toBe(25);
			expect(send(many(25), answer)).toBe(false);
			expect(support.maxTasks).toBe(1);
			// One that was under way meanwhile.
			expect(support.onResult(answer, named(['a', 'b']))).toBe(true);
		});

		it('of two tasks that meets a 503 is tried once more, after a task was read by itself', () => {
			send(many(2), rejected(503));
			support.onSingleRead({ taskId: 't0' });
			expect(support.maxTasks).toBe(2);
			send(many(2), rejected(503));
			support.onSingleRead({ taskId: 't0' });
			expect(support.maxTasks).toBe(1);
		});
	});

	describe('once the route is known', () => {
		beforeEach(() => {
			send(['a', 'b']);
		});

		it.each([401, 402, 403])('a %d concerns the key', (status) => {
			expect(send(many(10), rejected(status))).toBe(false);
			expect(support.maxTasks).toBe(5);
		});

		it.each([400, 404, 405])('a %d means that it is gone', (status) => {
			expect(send(many(10), rejected(status))).toBe(true);
			expect(support.maxTasks).toBe(1);
		});

		it.each([
			['429', rejected(429)],
			['a stop', failed('aborted')],
		])('%s does not make the next one smaller', (_, answer) => {
			send(many(10), answer);
			expect(support.maxTasks).toBe(MAX_BATCH);
		});

		it('each failed batch halves the next, down to one task; each success doubles it', () => {
			const sizes = [];
			for (let i = 0; i < 7; i += 1) {
				send(many(support.maxTasks), rejected(503));
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

		it('a small batch that fails does not let the next be larger', () => {
			send(many(4), rejected(503));
			send(many(50), rejected(503));
			expect(support.maxTasks).toBe(2);
		});
	});

	it('without the route, a single read does not bring batches back', () => {
		send(many(2), rejected(404));
		support.onSingleRead({ taskId: 'a' });
		expect(support.maxTasks).toBe(1);
	});

	it.each([
		['is read', found(['a', 'b']), false],
		['fails', rejected(500), true],
		['is rate limited', rejected(429), false],
	])('a batch under way as the route turns out to be missing %s', (_, answer, readAlone) => {
		send(many(2), rejected(404));
		expect(support.onResult(answer, named(['a', 'b']))).toBe(readAlone);
		expect(support.maxTasks).toBe(1);
	});

	describe('a task', () => {
		it('that was absent twice stays alone, and not one that was there in between', () => {
			send(['a', 'b'], found(['b']));
			expect(accepts('a')).toBe(true);
			send(['a', 'b']);
			send(['a', 'b'], found(['b']));
			expect(accepts('a')).toBe(true);
			send(['a', 'b'], found(['b']));
			expect([accepts('a'), accepts('b')]).toEqual([false, true]);
		});

		it('is suspect after two failed batches, if another one succeeded since the first', () => {
			send(['x', 'y']);
			send(['a', 'b'], rejected(500));
			send(['x', 'y']);
			expect(accepts('a')).toBe(true);
			send(['a', 'c'], rejected(500));
			expect(['a', 'b', 'c', 'x'].map(accepts)).toEqual([false, true, true, true]);
			support.onSingleRead({ taskId: 'a' });
			expect(accepts('a')).toBe(true);
		});

		it('is not suspect where all batches fail', () => {
			send(['x', 'y']);
			for (let i = 0; i < 3; i += 1) send(['a', 'b'], rejected(500));
			expect(accepts('a')).toBe(true);
		});

		it('is not suspect after a batch with it that succeeded', () => {
			send(['x', 'y']);
			send(['a', 'b'], rejected(500));
			send(['a', 'x']);
			send(['a', 'b'], rejected(500));
			expect(accepts('a')).toBe(true);
		});
	});
});
