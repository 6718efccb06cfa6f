import { parseTaskIdList } from '../../../nodes/Hailuo/trigger/parameters';
import { err, ok } from '../../../nodes/Hailuo/utils/result';

describe('taskIdList', () => {
	it.each([
		['text with commas', 'a, b ,c', ['a', 'b', 'c']],
		['text with line breaks', '\r\na\r\nb\n\n', ['a', 'b']],
		['a JSON array', ' ["a", "b"] ', ['a', 'b']],
		['a list', ['a', ' b ', ''], ['a', 'b']],
		['each ID once', 'a,b,a', ['a', 'b']],
		['a number', 7, ['7']],
		['an ID that is none', 'a b,c', ['a b', 'c']],
		['nothing', undefined, []],
		['null', null, []],
		['blanks', ' , \n', []],
	])('%s', (_, value, ids) => {
		expect(parseTaskIdList(value)).toEqual(ok(ids));
	});

	it.each([
		['an object', { a: 1 }],
		['a list of objects', [{ taskId: 'a' }]],
		['JSON that is cut', '["a"'],
		['a JSON array of something else', '[null]'],
		['a truth value', true],
	])('%s is an issue', (_, value) => {
		expect(parseTaskIdList(value)).toEqual(err(expect.stringMatching(/^Task IDs must be/)));
	});
});
