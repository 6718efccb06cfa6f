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
		['another kind of task', { ...entry, type: 'image' }, []],
		['without an ID', { ...entry, id: null }, []],
		['whose ID leads out of its path', { ...entry, id: '..' }, []],
	])('an entry %s', (_, one, tasks) => {
		expect(parseTaskList({ data: [one], total: 9 })).toEqual({ tasks, entries: 1, total: 9 });
	});

	it('an empty list is one', () => {
		expect(parseTaskList({ data: [] })).toEqual({ tasks: [], entries: 0 });
	});

	it.each([
		['no list', { id: 'task-1' }],
		['text', 'x'],
		['entries that do not say when they were made', { data: [{ ...entry, created_at: null }] }],
	])('%s is not the list', (_, body) => {
		expect(parseTaskList(body)).toBeUndefined();
	});

	it.each([
		'2026-03-04T10:00:00',
		'2026-03-04 10:00:00',
		'2026-03-04T10:00:00Z',
		'2026-03-04T11:00:00+01:00',
	])('a creation written as %s is UTC where it names no zone', (createdAt) => {
		const page = parseTaskList({ data: [{ id: 'task-1', created_at: createdAt }] });

		expect(page?.tasks[0].createdS).toBe(Date.UTC(2026, 2, 4, 10) / 1000);
	});
});
