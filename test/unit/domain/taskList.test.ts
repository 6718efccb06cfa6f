/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions -- development code, never shipped */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

import { parseTaskList } from '../../../nodes/Hailuo/domain/taskList';

const entry = { id: 'task-1', status: 'completed', type: 'video', created_at: 1_700_000_000 };
const parsed = { taskId: 'task-1', status: 'completed', createdS: 1_700_000_000 };

describe('parseTaskList', () => {
	it.each([
		['an entry in the documented format', entry, [parsed]],
		[
			'an unknown status as processing',
			{ ...entry, status: 'rendering' },
			[{ ...parsed, status: 'processing' }],
		],
		['a synonym of a status', { ...entry, status: 'SUCCESS' }, [parsed]],
		['an ID that is a number', { ...entry, id: 7450123 }, [{ ...parsed, taskId: '7450123' }]],
		['created_at in milliseconds', { ...entry, created_at: 1_700_000_000_000 }, [parsed]],
		['created_at in ISO 8601', { ...entry, created_at: '2023-11-14T22:13:20Z' }, [parsed]],
		['an entry without a type', { ...entry, type: undefined }, [parsed]],
		['an entry whose type is null', { ...entry, type: null }, [parsed]],
		[
			'an entry with model and progress',
			{ ...entry, model: 'A', progress: 40 },
			[{ ...parsed, model: 'A', progress: 40 }],
		],
		['an entry with progress 0', { ...entry, progress: 0 }, [{ ...parsed, progress: 0 }]],
		[
			'an entry with an invalid model and progress, and omits both',
			{ ...entry, model: ' ', progress: '40' },
			[parsed],
		],
		['an entry of type image as no task', { ...entry, type: 'image' }, []],
		['an entry without an ID as no task', { ...entry, id: null }, []],
		['an entry whose ID is ".." as no task', { ...entry, id: '..' }, []],
	])('parses %s', (_, listEntry, tasks) => {
		expect(parseTaskList({ data: [listEntry], total: 9 })).toEqual({ tasks, entries: 1, total: 9 });
	});

	it('skips invalid entries when one entry is valid, and ignores an invalid total', () => {
		const data = [null, 'x', { ...entry, created_at: true }, entry];
		expect(parseTaskList({ data, total: '4' })).toEqual({ tasks: [parsed], entries: 4 });
	});

	it('parses an empty list', () => {
		expect(parseTaskList({ data: [] })).toEqual({ tasks: [], entries: 0 });
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
