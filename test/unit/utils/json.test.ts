import { parseJson } from '../../../nodes/Hailuo/utils/json';

describe('parseJson', () => {
	it.each<[string, string, unknown]>([
		['an object', '{"a": [1, "b", null, true, -2.5e3]}', { a: [1, 'b', null, true, -2500] }],
		['a list', '[{"id": 1}, 2]', [{ id: 1 }, 2]],
		['blanks around it', ' \r\n\t{"a": 1}\n ', { a: 1 }],
		['a byte order mark', '\ufeff{"a": 1}', { a: 1 }],
		['bytes behind it', '{"a": 1}\n--\n', { a: 1 }],
		['a second object behind it', '{"a": 1}{"a": 2}', { a: 1 }],
		['a closing bracket behind it', '{"a": 1}}', { a: 1 }],
		['brackets in strings', '{"a": "}]{[", "b": 1}', { a: '}]{[', b: 1 }],
		['escaped quotes', '{"a": "\\"}", "b": "\\\\"} x', { a: '"}', b: '\\' }],
		['escaped characters', '{"a": "\\u00e4\\n"}', { a: 'ä\n' }],
		['a number of 15 digits', '{"id": 123456789012345}', { id: 123456789012345 }],
		['a number beyond 2^53', '{"id": 90071992547409931234}', { id: '90071992547409931234' }],
		['a list of long numbers', '[90071992547409931,90071992547409932]', ['90071992547409931', '90071992547409932']], // prettier-ignore
		['a negative long number', '{"id": -90071992547409931234}', { id: '-90071992547409931234' }],
		['a long number in a string', '{"id": "x 90071992547409931234"}', { id: 'x 90071992547409931234' }], // prettier-ignore
		['a long number as a key', '{"90071992547409931234": 1}', { '90071992547409931234': 1 }],
		[
			'a number with many decimals',
			'{"cost": 0.12345678901234567890}',
			{ cost: 0.12345678901234568 },
		],
		['a long number with decimals', '{"cost": 1234567890123456.5}', { cost: 1234567890123456.5 }],
		[
			'a long number with an exponent',
			'{"cost": 1234567890123456e2}',
			{ cost: 123456789012345600 },
		],
		['a sum of decimals', '{"cost": 0.30000000000000004}', { cost: 0.30000000000000004 }],
		['a key twice', '{"a": 1, "a": 2}', { a: 2 }],
	])('parses %s', (_, text, expected) => {
		expect(parseJson(text)).toEqual(expected);
	});

	it.each([
		['an empty text', ''],
		['blanks', ' \n'],
		['a cut object', '{"id": "task-1"'],
		['a cut string', '{"id": "task-'],
		['a cut list', '[{"id": 1}'],
		['a web page', '<html>{"a": 1}</html>'],
		['text before it', 'OK {"a": 1}'],
		['text', '"task-1"'],
		['a number', '7'],
		['null', 'null'],
		['invalid JSON', '{a: 1}'],
		['the wrong bracket', '{"a": 1]'],
	])('returns undefined for %s', (_, text) => {
		expect(parseJson(text)).toBeUndefined();
	});

	it('parses large bodies and rejects large cut ones', () => {
		const entries = Array.from({ length: 1_000 }, (_, id) => ({ id, text: '[{\\"' }));
		expect(parseJson(JSON.stringify(entries))).toEqual(entries);
		expect(parseJson('['.repeat(100_000))).toBeUndefined();
		expect(parseJson(`{"a": "${'\\\\'.repeat(1_000_000)}`)).toBeUndefined();
	});
});
