import type { Reading, TriggerEvent } from '../../../nodes/Hailuo/trigger/evaluateTask';
import type { TrackedTask } from '../../../nodes/Hailuo/trigger/memory';
import {
	reduceTasks,
	dueTasks,
	type WatchedTasks,
} from '../../../nodes/Hailuo/trigger/watchTaskIds';
import { ok } from '../../../nodes/Hailuo/utils/result';
import type { TaskStatus } from '../../../nodes/Hailuo/domain/task';
import { rejected } from '../scheduling/requestErrors';

const NOW_MS = Date.parse('2026-01-31T12:00:00Z');
const NOW_S = NOW_MS / 1000;
const DAY_S = 24 * 3_600;

function watched(
	ids: string[],
	more: Partial<WatchedTasks> = {},
	processed: object = {},
): WatchedTasks {
	const state = { revision: 1, processed: new Map(Object.entries(processed)) };
	const rules = { event: 'completed' as TriggerEvent, giveUpMs: DAY_S * 1_000 };
	return { ids, state, trackedTasks: new Map(), rules, nowMs: NOW_MS, wallMs: NOW_MS, ...more };
}

const tracked = (dueMs: number, more: Partial<TrackedTask> = {}): TrackedTask => ({
	firstSeenMs: NOW_MS,
	nextPollAtMs: dueMs,
	...more,
});
const read = (all: Record<string, TaskStatus | number>) =>
	new Map<string, Reading>(
		Object.entries(all).map(([taskId, result]) => [
			taskId,
			typeof result === 'number'
				? rejected(result)
				: ok({ task: { taskId, status: result, createdAt: new Date(NOW_MS).toISOString() } }),
		]),
	);

const MINUTE_MS = 60_000;
const finished = { rules: { event: 'finished' as const, giveUpMs: DAY_S * 1_000 } };
/** A task that was first seen `agoMs` ago, and is due. */
const firstSeen = (agoMs: number) => tracked(NOW_MS, { firstSeenMs: NOW_MS - agoMs });

describe('dueTasks', () => {
	it.each<[string, WatchedTasks, string[]]>([
		['new IDs in their order', watched(['b', 'a']), ['b', 'a']],
		['no processed ID', watched(['a', 'b'], {}, { a: NOW_S }), ['b']],
		['no invalid ID', watched(['a b']), []],
		[
			'no task before it is due',
			watched(['a'], { trackedTasks: new Map([['a', tracked(NOW_MS + 5_000)]]) }),
			[],
		],
		[
			'a task that is due within 1 s',
			watched(['a', 'b'], {
				trackedTasks: new Map([
					['a', tracked(NOW_MS + 1_000)],
					['b', tracked(NOW_MS + 1_001)],
				]),
			}),
			['a'],
		],
		[
			'the longest overdue tasks first',
			watched(['a', 'b', 'c'], {
				trackedTasks: new Map([
					['a', tracked(NOW_MS - 1)],
					['c', tracked(NOW_MS - 9)],
				]),
			}),
			['c', 'a', 'b'],
		],
		[
			'no task that was skipped for this event',
			watched(['a'], { trackedTasks: new Map([['a', tracked(0, { skippedEvent: 'completed' })]]) }),
			[],
		],
		[
			'a task that was skipped for another event',
			watched(['a'], { trackedTasks: new Map([['a', tracked(0, { skippedEvent: 'failed' })]]) }),
			['a'],
		],
	])('returns %s', (_, input, ids) => {
		expect(dueTasks(input).map(({ taskId }) => taskId)).toEqual(ids);
	});
});

describe('reduceTasks', () => {
	it.each<[string, WatchedTasks, Record<string, TaskStatus | number>, string[], object]>([
		['emits a completed task', watched(['a']), { a: 'completed' }, ['a'], { a: NOW_S }],
		['does not emit a pending task', watched(['a']), { a: 'pending' }, [], {}],
		[
			'does not emit a failed task with the event completed',
			watched(['a']),
			{ a: 'failed' },
			[],
			{},
		],
		[
			'emits a completed task if the read of another fails',
			watched(['a', 'b']),
			{ a: 500, b: 'completed' },
			['b'],
			{ b: NOW_S },
		],
		[
			'does not emit a task that was not read',
			watched(['a', 'b']),
			{ b: 'completed' },
			['b'],
			{ b: NOW_S },
		],
		[
			'does not emit a processed task that is read again',
			watched(['a'], {}, { a: 5 }),
			{ a: 'completed' },
			[],
			{ a: 5 },
		],
		['emits an invalid ID as failed', watched(['a b'], finished), {}, ['a b'], { 'a b': NOW_S }],
		['does not emit a new ID after a 404', watched(['a'], finished), { a: 404 }, [], {}],
		[
			'emits an ID as failed after a 404 at 10 minutes',
			watched(['a'], { ...finished, trackedTasks: new Map([['a', firstSeen(10 * MINUTE_MS)]]) }),
			{ a: 404 },
			['a'],
			{ a: NOW_S },
		],
		[
			'does not emit a task after a 404 if it was just found',
			watched(['a'], {
				...finished,
				trackedTasks: new Map([['a', { ...firstSeen(10 * MINUTE_MS), readMs: NOW_MS - 1 }]]),
			}),
			{ a: 404 },
			[],
			{},
		],
		[
			'emits a task that could not be read for 24 h',
			watched(['a'], {
				...finished,
				trackedTasks: new Map([['a', firstSeen(DAY_S * 1_000)]]),
				failingSinceMs: new Map([['a', NOW_MS - DAY_S * 1_000]]),
			}),
			{ a: 500 },
			['a'],
			{ a: NOW_S },
		],
		[
			'keeps a removed ID that was processed 1 minute ago',
			watched(['b'], {}, { a: NOW_S - 60 }),
			{},
			[],
			{ a: NOW_S - 60 },
		],
		[
			'drops a removed ID that was processed over 24 h ago',
			watched(['b'], {}, { a: NOW_S - DAY_S - 1 }),
			{},
			[],
			{},
		],
	])('%s', (_, input, readings, items, processed) => {
		const result = reduceTasks(input, read(readings));

		expect(result.items.map(({ taskId }) => taskId)).toEqual(items);
		expect(Object.fromEntries(result.state.processed)).toEqual(processed);
	});

	it('logs a task that is no longer watched, but not a skipped one', () => {
		const twentyFiveHours = firstSeen(25 * 60 * MINUTE_MS);
		const input = watched(['a', 'b'], { trackedTasks: new Map([['a', twentyFiveHours], ['b', twentyFiveHours]]) }); // prettier-ignore
		const old = new Date(NOW_MS - 25 * 60 * MINUTE_MS).toISOString();
		const unfinished = ok({ task: { taskId: 'b', status: 'processing' as const, createdAt: old } });
		const readings = new Map([...read({ a: 'failed' }), ['b', unfinished] as const]);
		const { notes, trackedTasks } = reduceTasks(input, readings);

		expect(notes).toEqual([expect.stringMatching(/^Task b is unfinished after 24 h/)]);
		expect([...trackedTasks.values()]).toEqual(
			Array(2).fill({ ...twentyFiveHours, skippedEvent: 'completed' }),
		);
	});

	it('logs an invalid ID once, not at each poll', () => {
		const first = reduceTasks(watched(['a b']), new Map());
		const { trackedTasks } = first;
		const second = reduceTasks(watched(['a b'], { trackedTasks }), new Map());

		expect([first.notes.length, second.notes.length]).toEqual([1, 0]);
		expect(second.trackedTasks).toEqual(trackedTasks);
	});

	it.each([
		[
			'as an error of this task only if another read succeeds',
			{ a: 500, b: 'completed' as const },
			true,
		],
		['as a general error if all reads fail', { a: 500, b: 500 }, false],
	])('reports a failed read %s', (_, readings, isTasksOwn) => {
		const { errors } = reduceTasks(watched(['a', 'b']), read(readings));
		expect(errors[0]).toMatchObject({ taskId: 'a', isTasksOwn, error: { status: 500 } });
		expect(errors).toHaveLength(isTasksOwn ? 1 : 2);
	});

	it.each([
		['by its creation', new Date(NOW_MS - 20 * MINUTE_MS).toISOString(), 0],
		['since it was first seen', undefined, 20 * MINUTE_MS],
	])(
		'schedules the next read of an older task after a tenth of its age, %s',
		(_, createdAt, firstSeenAgoMs) => {
			const reading = ok({ task: { taskId: 'a', status: 'processing' as const, createdAt } });
			const input = watched(['a'], { trackedTasks: new Map([['a', firstSeen(firstSeenAgoMs)]]) });
			const { trackedTasks } = reduceTasks(input, new Map([['a', reading]]));

			expect(trackedTasks.get('a')).toMatchObject({
				readMs: NOW_MS,
				nextPollAtMs: NOW_MS + 2 * MINUTE_MS,
			});
		},
	);

	it('removes the state of the account, so that watching it later starts anew', () => {
		const input = watched(['a']);
		const state = { ...input.state, account: { scope: 'x', watermarkS: 1 } };

		expect(reduceTasks({ ...input, state }, new Map()).state.account).toBeUndefined();
	});

	it.each([
		['for the next poll after a 500', 500, 0],
		['for 5 minutes later after a 403', 403, 5 * 60_000],
		['for 25 s later for a new unfinished task', 'processing' as const, 25_000],
	])('schedules the next read %s', (_, result, delayMs) => {
		const { trackedTasks } = reduceTasks(watched(['a']), read({ a: result }));

		expect(trackedTasks.get('a')?.nextPollAtMs).toBe(NOW_MS + delayMs);
	});
});
