import {
	formatDuration,
	joinMessages,
	formatValue,
	shorten,
	toText,
} from '../../../nodes/Hailuo/utils/format';

describe('formatValue', () => {
	it.each([
		['A boat', '"A boat"'],
		[10, '"10"'],
		[false, '"false"'],
		['', '(empty)'],
		[null, '(empty)'],
		[undefined, '(empty)'],
		[[1, 2], 'a list'],
		[{ a: 1 }, 'an object'],
	])('formats %j as %s', (value, expected) => {
		expect(formatValue(value)).toBe(expected);
	});

	it.each([
		[60, 60],
		[61, 58],
		[1_000_000, 58],
	])('shortens text of %d characters to %d', (length, shownLength) => {
		expect(formatValue('x'.repeat(length))).toHaveLength(shownLength + 2);
	});
});

describe('shorten', () => {
	it.each([
		['a short text', 'A boat', 10, 'A boat'],
		['a text of the maximum length', 'x'.repeat(10), 10, 'x'.repeat(10)],
		['a longer text', 'x'.repeat(11), 10, `${'x'.repeat(9)}…`],
		['line breaks and blanks', ' a\n\n b\t', 10, 'a b'],
		['400,000 characters', 'x'.repeat(400_000), 10, `${'x'.repeat(9)}…`],
	])('shortens %s', (_, text, maxCharacters, expected) => {
		expect(shorten(text, maxCharacters)).toBe(expected);
	});
});

describe('toText', () => {
	it.each([
		['text with blanks', ' a ', ' a '],
		['a number', 6, '6'],
		['a boolean', true, 'true'],
		['null', null, ''],
		['a list', ['a'], ''],
		['an object', { a: 1 }, ''],
	])('returns for %s (%j) the text %j', (_, value, expected) => {
		expect(toText(value)).toBe(expected);
	});
});

describe('joinMessages', () => {
	it('joins at most 20 messages and reports the number of the others', () => {
		const messages = Array.from({ length: 10_000 }, (_, i) => `Item ${i} is wrong.`);

		expect(joinMessages(messages.slice(0, 2))).toBe('Item 0 is wrong. Item 1 is wrong.');
		expect(joinMessages(messages.slice(0, 20))).toMatch(/Item 19 is wrong\.$/);
		expect(joinMessages(messages)).toMatch(
			/^Item 0 .*Item 19 is wrong\. 9980 more of this kind\.$/,
		);
	});
});

describe('formatDuration', () => {
	it.each([
		[0, '0 s'],
		[400, '0 s'],
		[45_400, '45 s'],
		[59_600, '1 min'],
		[270_000, '4 min 30 s'],
		[3_599_600, '1 h'],
		[7_500_000, '2 h 5 min'],
	])('formats %d ms as %s', (ms, expected) => {
		expect(formatDuration(ms)).toBe(expected);
	});
});
