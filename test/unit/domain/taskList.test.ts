/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions -- development code, never shipped */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

import {
	isOlderThan,
	matchesTaskFilter,
	parseTaskList,
	type ListedTask,
	type TaskFilter,
} from '../../../nodes/Hailuo/domain/taskList';

const entry = { id: 'task-1', status: 'completed', type: 'video', created_at: 1_700_000_000 };
const parsed = { taskId: 'task-1', status: 'completed', createdS: 1_700_000_000 };

describe('parseTaskList', () => {
	it.each([
		['an entry in the documented format', entry, [parsed]],
		['an unknown status as processing', { ...entry, status: 'rendering' }, [{ ...parsed, status: 'processing', isStatusUnknown: true }]], // prettier-ignore
		['a synonym of a status', { ...entry, status: 'SUCCESS' }, [parsed]],
		['a status named task_status', { ...entry, status: null, task_status: 'success' }, [parsed]],
		['a status named state', { ...entry, status: undefined, state: 'done' }, [parsed]],
		['an ID that is a number', { ...entry, id: 7450123 }, [{ ...parsed, taskId: '7450123' }]],
		['created_at in milliseconds', { ...entry, created_at: 1_700_000_000_000 }, [parsed]],
		['created_at in microseconds', { ...entry, created_at: 1_700_000_000_000_000 }, [parsed]],
		['created_at in nanoseconds', { ...entry, created_at: 1.7e18 }, [parsed]],
		['created_at as digits in a text', { ...entry, created_at: ' 1700000000 ' }, [parsed]],
		['a type in other case', { ...entry, type: 'Text-To-VIDEO' }, [parsed]],
		['created_at in ISO 8601', { ...entry, created_at: '2023-11-14T22:13:20Z' }, [parsed]],
		['an entry without a type', { ...entry, type: undefined }, [parsed]],
		['an entry whose type is null', { ...entry, type: null }, [parsed]],
		['an entry with model and progress', { ...entry, model: 'A', progress: 40 }, [{ ...parsed, model: 'A', progress: 40 }]], // prettier-ignore
		['an entry with progress 0', { ...entry, progress: 0 }, [{ ...parsed, progress: 0 }]],
		['an invalid model and progress, and omits both', { ...entry, model: ' ', progress: '40' }, [parsed]], // prettier-ignore
	])('parses %s', (_, listEntry, tasks) => {
		expect(parseTaskList({ data: [listEntry], total: 9 })).toEqual({
			tasks,
			entries: tasks,
			total: 9,
		});
	});

	it('lists an entry of type image, but not among the videos', () => {
		expect(parseTaskList({ data: [{ ...entry, type: 'image' }] })).toEqual({
			tasks: [],
			entries: [parsed],
		});
	});

	it('skips invalid entries, keeps one without a possible time, and ignores an invalid total', () => {
		const undated = [true, 0, 1_000, 'soon'].map((created_at, i) => ({ id: `x-${i}`, created_at }));
		const data = [null, 'x', { ...entry, id: '..' }, ...undated, entry];
		const unknown = { status: 'processing', isStatusUnknown: true };
		const expected = [...undated.map(({ id }) => ({ taskId: id, ...unknown })), parsed];
		expect(parseTaskList({ data, total: '4' })).toEqual({ tasks: expected, entries: expected });
	});

	it('parses an empty list', () => {
		expect(parseTaskList({ data: [] })).toEqual({ tasks: [], entries: [] });
	});

	it.each([
		['an object without a list', { id: 'task-1' }],
		['text', 'x'],
		...[null, 0, -5, true, 'soon', {}].map((created_at): [string, unknown] => [
			`a list in which no entry has a valid created_at: ${String(created_at)}`,
			{ data: [{ ...entry, created_at }] },
		]),
	])('rejects %s', (_, body) => {
		expect(parseTaskList(body)).toBeUndefined();
	});

	/** Runs in a separate process, because the time zone is set when a process starts. */
	function createdSecondsIn(zone: string, body: object): number[] {
		const code = `const { parseTaskList } = require('./nodes/Hailuo/domain/taskList.ts');
			const { tasks } = parseTaskList(${JSON.stringify(body)});
			console.log(JSON.stringify(tasks.map(({ createdS }) => createdS)));`;
		const output = execFileSync(process.execPath, ['--import', 'tsx', '--eval', code], {
			cwd: join(__dirname, '../../..'),
			env: { ...process.env, TZ: zone },
		});
		return JSON.parse(output.toString()) as number[];
	}

	it('reads a created_at without a time zone as UTC, in any time zone of the n8n server', () => {
		const dates = [
			'2026-03-04T10:00:00',
			'2026-03-04T10:00',
			'2026-03-04 10:00:00',
			' 2026-03-04 10:00:00.0 ',
			'2026-03-04T10:00:00.123456',
			'2026-03-04T10:00:00Z',
			'2026-03-04T11:00:00+01:00',
			'2026-03-04 05:00:00 -0500',
		];
		const tenOClockS = Date.UTC(2026, 2, 4, 10) / 1000;
		const body = { data: dates.map((created_at) => ({ id: 'task-1', created_at })) };
		const expected = dates.map(() => tenOClockS);
		expect(parseTaskList(body)?.tasks.map(({ createdS }) => createdS)).toEqual(expected);
		expect(createdSecondsIn('America/New_York', body)).toEqual(expected);
	});
});

describe('isOlderThan', () => {
	const page = (...times: number[]) =>
		parseTaskList({ data: times.map((created_at) => ({ id: `task-${created_at}`, created_at })) })!;
	const S = 1_700_000_000;

	it.each([
		[true, 'all entries', page(S - 1, S - 2)],
		[true, 'half of the entries', page(S + 1, S - 1)],
		[false, 'a single entry of many', page(S + 3, S + 2, S + 1, S - 90_000)],
		[true, 'all entries but one that is wrong', page(S + 90_000, S - 1, S - 2)],
		[false, 'no entry, since there is none', page()],
	])('is %s for a page on which %s', (expected, _, entries) => {
		expect(isOlderThan(entries, S)).toBe(expected);
	});
});

describe('matchesTaskFilter', () => {
	const CREATED_S = 1_700_000_000;
	const CREATED_MS = CREATED_S * 1000;
	const withoutModel: ListedTask = { taskId: 'task-1', status: 'completed', createdS: CREATED_S };
	const task: ListedTask = { ...withoutModel, model: 'A' };
	const h3 = { ...withoutModel, model: 'MiniMax-H3-Text-To-Video' };

	it.each<[boolean, string, ListedTask, TaskFilter]>([
		[true, 'without any filter', task, {}],
		[true, 'with the status of the filter', task, { status: 'completed' }],
		[false, 'with another status', task, { status: 'failed' }],
		[true, 'whose status is not known from the list', { ...task, isStatusUnknown: true }, { status: 'failed' }], // prettier-ignore
		[true, 'that is pending when the filter is processing', { ...task, status: 'pending' }, { status: 'processing' }], // prettier-ignore
		[true, 'with the model of the filter', task, { model: 'A' }],
		[true, 'whose model is spelled differently', task, { model: ' a ' }],
		[false, 'with another model', task, { model: 'B' }],
		[true, 'with the model of the filter in other case', task, { model: 'a' }],
		[true, 'whose time is not in the list', { taskId: 'task-1', status: 'completed' }, { createdAfterMs: CREATED_MS }], // prettier-ignore
		[true, 'whose model is not in the list', withoutModel, { model: 'B' }],
		[true, 'with a name of the model of the filter', h3, { model: 'minimax-h3' }],
		[false, 'with a name of another model', h3, { model: 'minimax-h3-max' }],
		// The list contains whole seconds: a task of that second may have been created later in it.
		[true, 'created in the same second as Created After', task, { createdAfterMs: CREATED_MS + 999 }], // prettier-ignore
		[false, 'created one second before Created After', task, { createdAfterMs: CREATED_MS + 1000 }],
		[true, 'created after Created After', task, { createdAfterMs: CREATED_MS - 1 }],
		[false, 'created exactly at Created Before', task, { createdBeforeMs: CREATED_MS }],
		[true, 'created before Created Before', task, { createdBeforeMs: CREATED_MS + 1 }],
		[false, 'that matches all filters but one', task, { status: 'completed', createdBeforeMs: CREATED_MS }], // prettier-ignore
	])('returns %s for a task %s', (expected, _, listed, filter) => {
		expect(matchesTaskFilter(listed, filter)).toBe(expected);
	});
});
