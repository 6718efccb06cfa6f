import type { Reading, TriggerEvent } from '../../../nodes/Hailuo/trigger/evaluateTask';
import type { Look } from '../../../nodes/Hailuo/trigger/memory';
import { decideTasks, dueTasks, type Watched } from '../../../nodes/Hailuo/trigger/watchTaskIds';
import type { TaskStatus } from '../../../nodes/Hailuo/domain/task';

const NOW_MS = Date.parse('2026-01-31T12:00:00Z');
const NOW_S = NOW_MS / 1000;
const DAY_S = 24 * 3_600;

function watched(ids: string[], more: Partial<Watched> = {}, settled: object = {}): Watched {
	const state = { revision: 1, settled: new Map(Object.entries(settled)) };
	const rules = { event: 'completed' as TriggerEvent, giveUpMs: DAY_S * 1_000 };
	return { ids, state, looks: new Map(), rules, nowMs: NOW_MS, ...more };
}

const look = (dueMs: number, more: Partial<Look> = {}): Look => ({
	firstSeenMs: NOW_MS,
	dueMs,
	...more,
});
const read = (all: Record<string, TaskStatus | number>) =>
	new Map<string, Reading>(
		Object.entries(all).map(([taskId, result]) => [
			taskId,
			typeof result === 'number'
				? { fault: { kind: 'refused', status: result, message: 'No' } }
				: { task: { taskId, status: result, createdAt: new Date(NOW_MS).toISOString() } },
		]),
	);

describe('which are read', () => {
	it.each<[string, Watched, string[]]>([
		['new ones, in their order', watched(['b', 'a']), ['b', 'a']],
		['no settled ones', watched(['a', 'b'], {}, { a: NOW_S }), ['b']],
		['none that is no ID', watched(['a/b']), []],
		['none before its time', watched(['a'], { looks: new Map([['a', look(NOW_MS + 5_000)]]) }), []],
		[
			'those that wait longest first',
			watched(['a', 'b', 'c'], {
				looks: new Map([
					['a', look(NOW_MS - 1)],
					['c', look(NOW_MS - 9)],
				]),
			}),
			['c', 'a', 'b'],
		],
		[
			'none that is left alone',
			watched(['a'], { looks: new Map([['a', look(0, { leftFor: 'completed' })]]) }),
			[],
		],
		[
			'one that was left alone for another event',
			watched(['a'], { looks: new Map([['a', look(0, { leftFor: 'failed' })]]) }),
			['a'],
		],
	])('%s', (_, given, ids) => {
		expect(dueTasks(given).map(({ taskId }) => taskId)).toEqual(ids);
	});
});

describe('what comes of it', () => {
	it.each<[string, Watched, Record<string, TaskStatus | number>, string[], object]>([
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
			'a settled one that was read by mistake',
			watched(['a'], {}, { a: 5 }),
			{ a: 'completed' },
			[],
			{ a: 5 },
		],
		['a removed ID of today', watched(['b'], {}, { a: NOW_S - 60 }), {}, [], { a: NOW_S - 60 }],
		['a removed ID of long ago', watched(['b'], {}, { a: NOW_S - DAY_S - 1 }), {}, [], {}],
	])('%s', (_, given, readings, items, settled) => {
		const decision = decideTasks(given, read(readings));

		expect(decision.items.map(({ taskId }) => taskId)).toEqual(items);
		expect(Object.fromEntries(decision.state.settled)).toEqual(settled);
	});

	it('forgets the account, so that its history does not come later', () => {
		const given = watched(['a']);
		const state = { ...given.state, account: { scope: 'x', sinceS: 1 } };

		expect(decideTasks({ ...given, state }, new Map()).state.account).toBeUndefined();
	});

	it.each([
		['a failed read costs one poll', 500, 0],
		['a forbidden one is read seldom', 403, 5 * 60_000],
		['a good one follows the pace', 'processing' as const, 25_000],
	])('%s', (_, result, delayMs) => {
		const { looks } = decideTasks(watched(['a']), read({ a: result }));

		expect(looks.get('a')?.dueMs).toBe(NOW_MS + delayMs);
	});
});
