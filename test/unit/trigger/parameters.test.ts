import { parseTaskIdList } from '../../../nodes/Hailuo/trigger/parameters';
import { err, ok } from '../../../nodes/Hailuo/utils/result';

describe('parseTaskIdList', () => {
	it.each([
		['comma-separated text', 'a, b ,c', ['a', 'b', 'c']],
		['text with one ID per line', '\r\na\r\nb\n\n', ['a', 'b']],
		['a JSON array', ' ["a", "b"] ', ['a', 'b']],
		['a list', ['a', ' b ', ''], ['a', 'b']],
		['duplicate IDs, and keeps each once', 'a,b,a', ['a', 'b']],
		['a number', 7, ['7']],
		['an ID with a space', 'a b,c', ['a b', 'c']],
		['undefined', undefined, []],
		['null', null, []],
		['text without an ID', ' , \n', []],
	])('accepts %s', (_, value, ids) => {
		expect(parseTaskIdList(value)).toEqual(ok(ids));
	});

	it.each([
		['an object', { a: 1 }],
		['a list of objects', [{ taskId: 'a' }]],
		['truncated JSON', '["a"'],
		['a JSON array of null', '[null]'],
		['a boolean', true],
	])('rejects %s', (_, value) => {
		expect(parseTaskIdList(value)).toEqual(err(expect.stringMatching(/^Task IDs must be/)));
	});
});
