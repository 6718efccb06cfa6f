import { createdAtMsFromId, isTaskId, parseTaskId } from '../../../nodes/Hailuo/domain/taskId';

describe('isTaskId', () => {
	it.each([
		[true, 'in the format of the API', 'task-unified-1772618027-cmeisy8h'],
		[true, 'with a dot', 'v1.7_a'],
		[true, 'that starts with a dot', '.a'],
		[true, 'of three dots', '...'],
		[true, 'with a slash', 'org/task-1'],
		[true, 'that is a URN', 'urn:uuid:8f3a2b71-1757'],
		[true, 'in base64', 'a+b/c=='],
		[true, 'with percent signs', 'org%2Ftask-1'],
		[true, 'with letters of other scripts', 'задача-1'],
		[true, 'of 200 characters', 'x'.repeat(200)],
		[false, 'of 201 characters', 'x'.repeat(201)],
		[false, 'that is empty', ''],
		[false, 'of one dot', '.'],
		[false, 'of two dots', '..'],
		[false, 'with a blank', 'task 1'],
		[false, 'with a blank at the end', 'task-1 '],
		[false, 'with a line break at the end', 'task-1\n'],
		[false, 'with a tab', 'task\t1'],
		[false, 'with a zero-width space', 'task\u200b1'],
		[false, 'with half an emoji', 'task-\ud83c'],
		[false, 'with a comma', 'a,b'],
		[false, 'with a semicolon', 'a;b'],
		[false, 'in quotes', '"task-1"'],
		[false, 'in single quotes', "'task-1'"],
		[false, 'with braces', '{{task}}'],
		[false, 'that is a number', 7],
	])('returns %s for an ID %s', (expected, _, id) => {
		expect(isTaskId(id)).toBe(expected);
	});
});

describe('parseTaskId', () => {
	it.each([
		[' task-1\n', 'task-1'],
		['task-1.', 'task-1.'],
		[7, '7'],
		['a b', undefined],
		['..', undefined],
		[0, undefined],
		[-7, undefined],
		[1.5, undefined],
		[2 ** 53, undefined],
		[true, undefined],
		[['task-1'], undefined],
		[null, undefined],
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
