import type { Reading, TriggerEvent } from '../../../nodes/Hailuo/trigger/evaluateTask';
import type { TrackedTask } from '../../../nodes/Hailuo/trigger/memory';
import {
	reduceTasks,
	dueTasks,
	type WatchedTasks,
} from '../../../nodes/Hailuo/trigger/watchTaskIds';
import { err, ok } from '../../../nodes/Hailuo/utils/result';
import type { TaskStatus } from '../../../nodes/Hailuo/domain/task';

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

const look = (dueMs: number, more: Partial<TrackedTask> = {}): TrackedTask => ({
	firstSeenMs: NOW_MS,
	nextPollAtMs: dueMs,
	...more,
});
const read = (all: Record<string, TaskStatus | number>) =>
	new Map<string, Reading>(
		Object.entries(all).map(([taskId, result]) => [
			taskId,
			typeof result === 'number'
				? err({ kind: 'rejected', status: result, message: 'No' })
				: ok({ task: { taskId, status: result, createdAt: new Date(NOW_MS).toISOString() } }),
		]),
	);

const MINUTE_MS = 60_000;
const finished = { rules: { event: 'finished' as const, giveUpMs: DAY_S * 1_000 } };
/** First seen so long ago, and due. */
const seenMs = (ago: number) => look(NOW_MS, { firstSeenMs: NOW_MS - ago });

describe('which are read', () => {
	it.each<[string, WatchedTasks, string[]]>([
		['new ones, in their order', watched(['b', 'a']), ['b', 'a']],
		['no processed ones', watched(['a', 'b'], {}, { a: NOW_S }), ['b']],
		['none that is no ID', watched(['a/b']), []],
		[
			'none before its time',
			watched(['a'], { trackedTasks: new Map([['a', look(NOW_MS + 5_000)]]) }),
			[],
		],
		[
			'one that is due within a second',
			watched(['a', 'b'], {
				trackedTasks: new Map([
					['a', look(NOW_MS + 1_000)],
					['b', look(NOW_MS + 1_001)],
				]),
			}),
			['a'],
		],
		[
			'those that wait longest first',
			watched(['a', 'b', 'c'], {
				trackedTasks: new Map([
					['a', look(NOW_MS - 1)],
					['c', look(NOW_MS - 9)],
				]),
			}),
			['c', 'a', 'b'],
		],
		[
			'none that is left alone',
			watched(['a'], { trackedTasks: new Map([['a', look(0, { skippedEvent: 'completed' })]]) }),
			[],
		],
		[
			'one that was left alone for another event',
			watched(['a'], { trackedTasks: new Map([['a', look(0, { skippedEvent: 'failed' })]]) }),
			['a'],
		],
	])('%s', (_, given, ids) => {
		expect(dueTasks(given).map(({ taskId }) => taskId)).toEqual(ids);
	});
});

describe('what comes of it', () => {
	it.each<[string, WatchedTasks, Record<string, TaskStatus | number>, string[], object]>([
		['a finished one', watched(['a']), { a: 'completed' }, ['a'], { a: NOW_S }],
		['an unfinished one', watched(['a']), { a: 'pending' }, [], {}],
		['the other end', watched(['a']), { a: 'failed' }, [], {}],
		[
			'a failed read beside a good one',
			watched(['a', 'b']),
			{ a: 500, b: 'completed' },
			['b'],
			{ b: NOW_S },
		],
		['one that was not read', watched(['a', 'b']), { b: 'completed' }, ['b'], { b: NOW_S }],
		[
			'a processed one that was read by mistake',
			watched(['a'], {}, { a: 5 }),
			{ a: 'completed' },
			[],
			{ a: 5 },
		],
		['one that is no ID', watched(['a/b'], finished), {}, ['a/b'], { 'a/b': NOW_S }],
		['one that is not there yet', watched(['a'], finished), { a: 404 }, [], {}],
		[
			'one that is not there for long',
			watched(['a'], { ...finished, trackedTasks: new Map([['a', seenMs(10 * MINUTE_MS)]]) }),
			{ a: 404 },
			['a'],
			{ a: NOW_S },
		],
		[
			'one that was there a moment ago',
			watched(['a'], {
				...finished,
				trackedTasks: new Map([['a', { ...seenMs(10 * MINUTE_MS), readMs: NOW_MS - 1 }]]),
			}),
			{ a: 404 },
			[],
			{},
		],
		[
			'one that could not be read for a day',
			watched(['a'], {
				...finished,
				trackedTasks: new Map([['a', seenMs(DAY_S * 1_000)]]),
				failingSinceMs: new Map([['a', NOW_MS - DAY_S * 1_000]]),
			}),
			{ a: 500 },
			['a'],
			{ a: NOW_S },
		],
		['a removed ID of today', watched(['b'], {}, { a: NOW_S - 60 }), {}, [], { a: NOW_S - 60 }],
		['a removed ID of long ago', watched(['b'], {}, { a: NOW_S - DAY_S - 1 }), {}, [], {}],
	])('%s', (_, given, readings, items, processed) => {
		const decision = reduceTasks(given, read(readings));

		expect(decision.items.map(({ taskId }) => taskId)).toEqual(items);
		expect(Object.fromEntries(decision.state.processed)).toEqual(processed);
	});

	it('an end that is not wanted is remembered without a note, the end of watching with one', () => {
		const tracked = seenMs(25 * 60 * MINUTE_MS);
		const given = watched(['a', 'b'], { trackedTasks: new Map([['a', tracked], ['b', tracked]]) }); // prettier-ignore
		const old = new Date(NOW_MS - 25 * 60 * MINUTE_MS).toISOString();
		const unfinished = ok({ task: { taskId: 'b', status: 'processing' as const, createdAt: old } });
		const readings = new Map([...read({ a: 'failed' }), ['b', unfinished] as const]);
		const { notes, trackedTasks } = reduceTasks(given, readings);

		expect(notes).toEqual([expect.stringMatching(/^Task b is unfinished after 24 h/)]);
		expect([...trackedTasks.values()]).toEqual(
			Array(2).fill({ ...tracked, skippedEvent: 'completed' }),
		);
	});

	it('what is no ID is noted once, not at each poll', () => {
		const first = reduceTasks(watched(['a/b']), new Map());
		const { trackedTasks } = first;
		const second = reduceTasks(watched(['a/b'], { trackedTasks }), new Map());

		expect([first.notes.length, second.notes.length]).toEqual([1, 0]);
		expect(second.trackedTasks).toEqual(trackedTasks);
	});

	it.each([
		['beside one that could be read', { a: 500, b: 'completed' as const }, true],
		['where none could be read', { a: 500, b: 500 }, false],
	])('a failed read %s is an error, of the task alone: %#', (_, readings, isTasksOwn) => {
		const { errors } = reduceTasks(watched(['a', 'b']), read(readings));
		expect(errors[0]).toMatchObject({ taskId: 'a', isTasksOwn, error: { status: 500 } });
		expect(errors).toHaveLength(isTasksOwn ? 1 : 2);
	});

	it.each([
		['by its creation', new Date(NOW_MS - 20 * MINUTE_MS).toISOString(), 0],
		['since it was first seen', undefined, 20 * MINUTE_MS],
	])('an older one is read again after a tenth of its age, %s', (_, createdAt, seen) => {
		const reading = ok({ task: { taskId: 'a', status: 'processing' as const, createdAt } });
		const given = watched(['a'], { trackedTasks: new Map([['a', seenMs(seen)]]) });
		const { trackedTasks } = reduceTasks(given, new Map([['a', reading]]));

		expect(trackedTasks.get('a')).toMatchObject({
			readMs: NOW_MS,
			nextPollAtMs: NOW_MS + 2 * MINUTE_MS,
		});
	});

	it('forgets the account, so that its history does not come later', () => {
		const given = watched(['a']);
		const state = { ...given.state, account: { scope: 'x', watermarkS: 1 } };

		expect(reduceTasks({ ...given, state }, new Map()).state.account).toBeUndefined();
	});

	it.each([
		['a failed read costs one poll', 500, 0],
		['a forbidden one is read seldom', 403, 5 * 60_000],
		['a good one follows the pace', 'processing' as const, 25_000],
	])('%s', (_, result, delayMs) => {
		const { trackedTasks } = reduceTasks(watched(['a']), read({ a: result }));

		expect(trackedTasks.get('a')?.nextPollAtMs).toBe(NOW_MS + delayMs);
	});
});
