import { createdAtMsFromId, isTaskId, parseTaskId } from '../../../nodes/Hailuo/domain/task';

describe('isTaskId', () => {
	it.each([
		[true, 'in the format of the API', 'task-unified-1772618027-cmeisy8h'],
		[true, 'with a dot', 'v1.7_a'],
		[true, 'that starts with a dot', '.a'],
		[true, 'of 200 characters', 'x'.repeat(200)],
		[false, 'of 201 characters', 'x'.repeat(201)],
		[false, 'that is empty', ''],
		[false, 'with a slash', 'a/b'],
		[false, 'with a blank at the end', 'task-1 '],
		[false, 'with a line break at the end', 'task-1\n'],
		[false, 'with a slash at the start', '/task-1'],
		[false, 'of three dots', '...'],
		[false, 'that is a number', 7],
	])('returns %s for an ID %s', (expected, _, id) => {
		expect(isTaskId(id)).toBe(expected);
	});
});

describe('parseTaskId', () => {
	it.each([
		['task-1', 'task-1'],
		['a/b c', 'a/b c'],
		['task-1.', 'task-1.'],
		['..a', '..a'],
		['...', '...'],
		[7, '7'],
		['.', undefined],
		['..', undefined],
		['task-\ud83c', undefined],
		[2 ** 53, undefined],
		[' ', undefined],
		[undefined, undefined],
	])('parses %j as %j', (value, id) => {
		expect(parseTaskId(value)).toBe(id);
	});
});

describe('createdAtMsFromId', () => {
	it.each([
		['task-unified-1772618027-cmeisy8h', 1_772_618_027_000],
		['task-unified-1600000000-x', 1_600_000_000_000],
		['task-unified-1599999999-x', undefined],
		['task-unified-2000000000-x', 2_000_000_000_000],
		['task-unified-12-x', undefined],
		['task-unified-17726180270-x', undefined],
		['my-task-unified-1772618027-x', undefined],
		['something-else', undefined],
	])('returns for the ID %s the creation time %s', (id, ms) => {
		expect(createdAtMsFromId(id)).toBe(ms);
	});
});
