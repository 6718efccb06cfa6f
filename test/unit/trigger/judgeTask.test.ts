import { parseTask, type KnownTask } from '../../../nodes/Hailuo/domain/task';
import type { ListedTask } from '../../../nodes/Hailuo/domain/taskList';
import type { ReadResult } from '../../../nodes/Hailuo/scheduling/taskReader';
import type { RequestError } from '../../../nodes/Hailuo/transport/evidence';
import {
	judgeTask,
	judgeTasks,
	tasksToRead,
	type TaskMemory,
} from '../../../nodes/Hailuo/trigger/judgeTask';
import { err, ok } from '../../../nodes/Hailuo/utils/result';
import { NO_SUCH_TASK } from '../../../tools/simulation/fakeAccount';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const START_MS = Date.parse('2026-01-31T00:00:00Z');
const RULES = { scope: 'one', event: 'completed', giveUpMs: HOUR_MS } as const;
const TASK: KnownTask = { taskId: 'task-1', createdAt: new Date(START_MS).toISOString() };
const PROVEN = { isApiUp: true, provesAbsence: true };

const OUTAGE: RequestError = { reason: 'unclear', status: 503, message: 'Overloaded' };
const RATE_LIMITED: RequestError = { reason: 'rateLimited', status: 429, message: 'Slow down' };
const response = (status: string, results?: string[]) =>
	ok(parseTask({ id: 'task-1', status, results }, TASK)!);
const READS = {
	running: response('processing'),
	completed: response('completed', ['https://example.com/v.mp4']),
	withoutUrl: response('completed'),
	failed: response('failed'),
	absent: err(NO_SUCH_TASK),
	unreadable: err(OUTAGE),
	rateLimited: err(RATE_LIMITED),
} satisfies Record<string, ReadResult>;

/** The time so many minutes after the creation of the task. */
const at = (minute: number, clockAheadMs = 0) => ({
	nowMs: minute * MINUTE_MS,
	wallMs: START_MS + minute * MINUTE_MS + clockAheadMs,
});

const criteriaAt = (minute: number) => ({ rules: RULES, times: at(minute), evidence: PROVEN });

describe('judgeTask', () => {
	/** Judges reads, and returns at which minute watching ends, and how. */
	function endOf(
		reads: Array<[minute: number, read: keyof typeof READS, clockAheadMs?: number]>,
		evidence = PROVEN,
	): string | undefined {
		let memory: TaskMemory = { firstSeenMs: 0 };
		for (const [minute, read, clockAheadMs] of reads) {
			const criteria = { rules: RULES, times: at(minute, clockAheadMs), evidence };
			memory = judgeTask(TASK, memory, READS[read], criteria);
			const { end } = memory;
			if (end) return `${minute} ${end.task.timedOut ? 'timed out' : end.task.status}`;
		}
		return undefined;
	}

	// prettier-ignore
	it.each<[string, Parameters<typeof endOf>[0], string | undefined]>([
		['one that runs', [[1, 'running'], [2, 'running']], undefined],
		['a completed one at once', [[5, 'completed']], '5 completed'],
		['a failed one at once', [[5, 'failed']], '5 failed'],
		['one whose URL is late when it has the URL', [[5, 'withoutUrl'], [5.5, 'completed']], '5.5 completed'],
		['one whose URL is missing after a minute', [[5, 'withoutUrl'], [5.9, 'withoutUrl'], [6, 'withoutUrl']], '6 completed'],
		['an unknown one after two minutes', [[20, 'absent'], [21, 'absent'], [22, 'absent']], '22 failed'],
		['one that is unknown once', [[20, 'absent'], [21, 'running'], [22, 'absent'], [23, 'absent']], undefined],
		['a new one that is unknown after ten minutes', [[1, 'absent'], [9, 'absent'], [10, 'absent']], '10 failed'],
		['one that never finishes after Give Up After', [[60, 'running'], [61, 'running'], [62, 'running']], '62 timed out'],
		['one that finishes late', [[60, 'running'], [61, 'running'], [62, 'completed']], '62 completed'],
		['one if the clock is wrong in one poll', [[5, 'running', 24 * HOUR_MS], [7, 'running'], [9, 'running', 24 * HOUR_MS]], undefined],
		['an unreadable one a day after Give Up After', [[60, 'unreadable'], [1499, 'unreadable'], [1500, 'unreadable']], '1500 timed out'],
		['one that was unreadable before Give Up After, too', [[30, 'unreadable'], [60, 'unreadable'], [1499, 'unreadable']], undefined],
	])('ends watching %s', (_, reads, end) => {
		expect(endOf(reads)).toBe(end);
	});

	it('ends watching an unknown task only after Give Up After if its account may be another one', () => {
		const reads = [20, 40, 60, 61, 62].map((minute): [number, 'absent'] => [minute, 'absent']);
		expect(endOf(reads, { ...PROVEN, provesAbsence: false })).toBe('62 failed');
	});

	it('does not end watching a task while the API answers no request', () => {
		const down = { isApiUp: false, provesAbsence: false };
		expect(endOf([[60, 'unreadable'], [600, 'unreadable']], down)).toBeUndefined(); // prettier-ignore
	});
});

describe('tasksToRead', () => {
	const listed = (status: ListedTask['status'], rest: Partial<ListedTask> = {}) => ({
		taskId: 'task-1',
		status,
		...rest,
	});
	const failed = { end: { task: { taskId: 'task-1', status: 'failed' } } } as const;

	// prettier-ignore
	it.each<[boolean, string, number, Partial<TaskMemory>, ...ListedTask[]]>([
		[true, 'that has finished by the list', 5, { readMs: 5 * MINUTE_MS }, listed('completed')],
		[false, 'that runs by the list', 5, {}, listed('processing')],
		[true, 'that runs by the list after Give Up After', 60, {}, listed('processing')],
		[true, 'that was never read and is not listed', 5, {}],
		[true, 'whose status in the list is unknown', 5, {}, listed('processing', { isStatusUnknown: true })],
		[false, 'of half an hour that was read 20 s ago', 30, { readMs: 29.7 * MINUTE_MS }],
		[true, 'of half an hour that was read a minute ago', 30, { readMs: 29 * MINUTE_MS }],
		[false, 'of ten hours that was read four minutes ago', 600, { readMs: 596 * MINUTE_MS }],
		[true, 'of ten hours that was read five minutes ago', 600, { readMs: 595 * MINUTE_MS }],
		[true, 'whose URL is missing', 600, { readMs: 600 * MINUTE_MS, withoutUrlSinceMs: 0 }],
		[false, 'that has ended with another event', 600, failed],
	])('is %s for a task %s', (expected, _, minute, memory, ...inList) => {
		const memories = new Map([['task-1', { firstSeenMs: 0, ...memory }]]);
		const list = new Map(inList.map((task) => [TASK.taskId, task]));
		expect(tasksToRead([TASK], list, memories, RULES, at(minute))).toEqual(expected ? [TASK] : []);
	});

	it('has a task again whose end belongs to the event since that was changed', () => {
		const memories = new Map([['task-1', { firstSeenMs: 0, ...failed }]]);
		const rules = { ...RULES, event: 'failed' } as const;
		expect(tasksToRead([TASK], new Map(), memories, rules, at(600))).toEqual([TASK]);
	});

	it('starts with the task that was read longest ago, whether it could be read or not', () => {
		const ids = ['task-1', 'task-2', 'task-3'];
		const tasks = ids.map((taskId) => ({ taskId }));
		const readMs = (minute: number, read: ReadResult) =>
			judgeTask(TASK, { firstSeenMs: 0 }, read, criteriaAt(minute));
		const memories = new Map([
			['task-1', readMs(3, READS.unreadable)],
			['task-2', readMs(2, READS.running)],
			['task-3', readMs(4, READS.rateLimited)],
		]);
		const order = tasksToRead(tasks, new Map(), memories, RULES, at(20));
		expect(order.map(({ taskId }) => taskId)).toEqual(['task-3', 'task-2', 'task-1']);
	});
});

describe('judgeTasks', () => {
	it('emits what belongs to the event, notes what is unknown, and remembers what was not read', () => {
		const tasks = ['task-1', 'gone', 'unread'].map((taskId) => ({ ...TASK, taskId }));
		const before = new Map([['gone', { firstSeenMs: 0, absentSinceMs: 0 }], ['unread', { firstSeenMs: 7 }]]); // prettier-ignore
		const results = new Map<string, ReadResult>([['gone', READS.absent], ['task-1', READS.completed]]); // prettier-ignore

		const judged = judgeTasks(tasks, results, before, criteriaAt(20));

		expect(judged.items).toMatchObject([{ taskId: 'task-1', status: 'completed' }]);
		expect(judged.ended.map(({ taskId }) => taskId)).toEqual(['task-1', 'gone']);
		expect(judged.notes).toEqual([expect.stringContaining('Task gone is no longer watched')]);
		expect(judged.memories.get('unread')).toEqual({ firstSeenMs: 7 });
	});
});
