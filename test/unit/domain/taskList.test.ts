/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions -- development code, never shipped */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

import { parseTaskList } from '../../../nodes/Hailuo/domain/taskList';

const entry = { id: 'task-1', status: 'completed', type: 'video', created_at: 1_700_000_000 };
const listed = { taskId: 'task-1', status: 'completed', createdS: 1_700_000_000 };

describe('taskList', () => {
	it.each([
		['as the example has it', entry, [listed]],
		['a word nobody knows', { ...entry, status: 'queued' }, [{ ...listed, status: 'processing' }]],
		['milliseconds', { ...entry, created_at: 1_700_000_000_000 }, [listed]],
		['ISO 8601', { ...entry, created_at: '2023-11-14T22:13:20Z' }, [listed]],
		['without a type', { ...entry, type: undefined }, [listed]],
		['whose type is null', { ...entry, type: null }, [listed]],
		[
			'with model and progress',
			{ ...entry, model: 'A', progress: 40 },
			[{ ...listed, model: 'A', progress: 40 }],
		],
		['with progress 0', { ...entry, progress: 0 }, [{ ...listed, progress: 0 }]],
		['with other values there', { ...entry, model: ' ', progress: '40' }, [listed]],
		['another kind of task', { ...entry, type: 'image' }, []],
		['without an ID', { ...entry, id: null }, []],
		['whose ID leads out of its path', { ...entry, id: '..' }, []],
	])('an entry %s', (_, one, tasks) => {
		expect(parseTaskList({ data: [one], total: 9 })).toEqual({ tasks, entries: 1, total: 9 });
	});

	it('entries that are none do not matter beside one, nor a total that is none', () => {
		const data = [null, 'x', { ...entry, created_at: true }, entry];
		expect(parseTaskList({ data, total: '4' })).toEqual({ tasks: [listed], entries: 4 });
	});

	it('an empty list is one', () => {
		expect(parseTaskList({ data: [] })).toEqual({ tasks: [], entries: 0 });
	});

	it.each([
		['no list', { id: 'task-1' }],
		['text', 'x'],
		...[null, 0, -5, true, 'soon', {}].map((created_at): [string, unknown] => [
			`a list whose entries were created at ${String(created_at)}`,
			{ data: [{ ...entry, created_at }] },
		]),
	])('%s is not the list', (_, body) => {
		expect(parseTaskList(body)).toBeUndefined();
	});

	/** In a process of its own: time zones are set at its start. */
	function createdIn(zone: string, body: object): number[] {
		const code = `const { parseTaskList } = require('./nodes/Hailuo/domain/taskList.ts');
			const { tasks } = parseTaskList(${JSON.stringify(body)});
			console.log(JSON.stringify(tasks.map(({ createdS }) => createdS)));`;
		const output = execFileSync(process.execPath, ['--import', 'tsx', '--eval', code], {
			cwd: join(__dirname, '../../..'),
			env: { ...process.env, TZ: zone },
		});
		return JSON.parse(output.toString()) as number[];
	}

	it('a creation without a zone is in UTC, wherever n8n runs', () => {
		const texts = [
			'2026-03-04T10:00:00',
			'2026-03-04T10:00',
			'2026-03-04 10:00:00',
			' 2026-03-04 10:00:00.0 ',
			'2026-03-04T10:00:00.123456',
			'2026-03-04T10:00:00Z',
			'2026-03-04T11:00:00+01:00',
			'2026-03-04 05:00:00 -0500',
		];
		const tenS = Date.UTC(2026, 2, 4, 10) / 1000;
		const body = { data: texts.map((created_at) => ({ id: 'task-1', created_at })) };
		const all = texts.map(() => tenS);
		expect(parseTaskList(body)?.tasks.map(({ createdS }) => createdS)).toEqual(all);
		expect(createdIn('America/New_York', body)).toEqual(all);
	});
});
