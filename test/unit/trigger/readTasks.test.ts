import { parseTask, type KnownTask } from '../../../nodes/Hailuo/domain/task';
import type { RequestError } from '../../../nodes/Hailuo/transport/evidence';
import {
	readTasks,
	type BatchSupport,
	type Reading,
} from '../../../nodes/Hailuo/trigger/readTasks';
import { err, ok } from '../../../nodes/Hailuo/utils/result';

const NOT_FOUND: RequestError = { reason: 'notFound', status: 404, message: 'Not found' };
const FOREIGN: RequestError = { reason: 'unclear', isForeign: true, status: 200, message: '?' };
const WRONG_KEY: RequestError = { reason: 'invalidKey', status: 401, message: 'Invalid key' };
const OVERLOADED: RequestError = { reason: 'unclear', status: 503, message: 'Overloaded' };
const LIMITED: RequestError = { reason: 'rateLimited', status: 429, message: 'Slow down' };

interface Provider {
	/** The error of a batch; none if it has the route. */
	batchError?: RequestError;
	/** The status of each task; 'absent' in a batch. Default: processing. */
	statuses?: Record<string, string>;
}

/** Reads tasks and returns the requests (the size of a batch, or the ID), the readings, and the support. */
async function read(count: number, provider: Provider, support: BatchSupport = {}) {
	const tasks = Array.from({ length: count }, (_, i) => ({ taskId: `task-${i}` }));
	const requests: Array<number | string> = [];
	const readings = new Map<string, Reading>();
	const statusOf = ({ taskId }: KnownTask) => provider.statuses?.[taskId] ?? 'processing';
	const taskOf = (task: KnownTask) => parseTask({ id: task.taskId, status: statusOf(task) })!;
	await readTasks(
		tasks,
		{
			async getTask(task) {
				requests.push(task.taskId);
				return ok(taskOf(task));
			},
			async getTasks(batch) {
				requests.push(batch.length);
				if (provider.batchError) return err(provider.batchError);
				const present = batch.filter((task) => statusOf(task) !== 'absent');
				return ok(new Map(present.map((task) => [task.taskId, taskOf(task)])));
			},
		},
		support,
		({ taskId }, reading) => readings.set(taskId, reading),
	);
	return { requests, readings, isSupported: support.isSupported };
}

describe('readTasks', () => {
	it.each<[string, number, Provider, BatchSupport, Array<number | string>, boolean | undefined]>([
		['no tasks', 0, {}, {}, [], undefined],
		['a single task by itself', 1, {}, {}, ['task-0'], undefined],
		['up to 50 tasks in a batch', 50, {}, {}, [50], true],
		['more tasks in several batches', 101, {}, {}, [50, 50, 'task-100'], true],
		[
			'tasks one by one if the provider has no batches',
			3,
			{ batchError: NOT_FOUND },
			{},
			[3, 'task-0', 'task-1', 'task-2'],
			false,
		],
		[
			'tasks one by one if the response has another form',
			2,
			{ batchError: FOREIGN },
			{},
			[2, 'task-0', 'task-1'],
			false,
		],
		[
			'tasks one by one if that is known',
			2,
			{},
			{ isSupported: false },
			['task-0', 'task-1'],
			false,
		],
		[
			'a task by itself that is absent from the batch',
			2,
			{ statuses: { 'task-1': 'absent' } },
			{},
			[2, 'task-1'],
			true,
		],
		[
			'a task by itself that failed in the batch',
			2,
			{ statuses: { 'task-1': 'failed' } },
			{},
			[2, 'task-1'],
			true,
		],
		[
			'a task by itself that is cancelled in the batch',
			2,
			{ statuses: { 'task-0': 'cancelled' } },
			{},
			[2, 'task-0'],
			true,
		],
		['completed tasks in the batch', 2, { statuses: { 'task-0': 'completed' } }, {}, [2], true],
	])('reads %s', async (_, count, provider, support, requests, isSupported) => {
		const result = await read(count, provider, support);

		expect(result.requests).toEqual(requests);
		expect(result.isSupported).toBe(isSupported);
		expect(result.readings.size).toBe(count);
		expect([...result.readings.values()].every(({ ok: isOk }) => isOk)).toBe(true);
	});

	it.each<[string, RequestError, BatchSupport]>([
		['fails with a transient error', OVERLOADED, {}],
		['is rate limited', LIMITED, {}],
		['is rejected although batches have worked', WRONG_KEY, { isSupported: true }],
	])(
		'fails the reads of a batch that %s, and does not repeat them',
		async (_, batchError, support) => {
			const { isSupported } = support;
			const result = await read(2, { batchError }, support);

			expect(result.requests).toEqual([2]);
			expect([...result.readings.values()]).toEqual([err(batchError), err(batchError)]);
			expect(result.isSupported).toBe(isSupported);
		},
	);
});
