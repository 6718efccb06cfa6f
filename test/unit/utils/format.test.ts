import {
	formatAllowed,
	formatDuration,
	joinMessages,
	formatValue,
	toText,
} from '../../../nodes/Hailuo/utils/format';

describe('format', () => {
	it.each([
		['A boat', '"A boat"'],
		[10, '"10"'],
		[false, '"false"'],
		['', '(empty)'],
		[null, '(empty)'],
		[undefined, '(empty)'],
		[[1, 2], 'a list'],
		[{ a: 1 }, 'an object'],
	])('%j is shown as %s', (value, shown) => {
		expect(formatValue(value)).toBe(shown);
	});

	it.each([
		[60, 60],
		[61, 58],
		[1_000_000, 58],
	])('of %d characters, at most 60 are shown', (length, shown) => {
		expect(formatValue('x'.repeat(length))).toHaveLength(shown + 2);
	});

	it.each([
		['as it is', ' a ', ' a '],
		['a number', 6, '6'],
		['yes or no', true, 'true'],
		['nothing', null, ''],
		['a list', ['a'], ''],
		['an object', { a: 1 }, ''],
	])('a parameter as text: %s', (_, value, expected) => {
		expect(toText(value)).toBe(expected);
	});

	it('of many sentences shows what one can read, and says how many there are', () => {
		const sentences = Array.from({ length: 10_000 }, (_, i) => `Item ${i} is wrong`);

		expect(joinMessages(sentences.slice(0, 2))).toBe('Item 0 is wrong. Item 1 is wrong');
		expect(joinMessages(sentences.slice(0, 20))).toMatch(/Item 19 is wrong$/);
		expect(joinMessages(sentences)).toMatch(/^Item 0 .*Item 19 is wrong\. 9980 more of this kind$/);
	});

	it.each([
		[0, '0 s'],
		[400, '0 s'],
		[45_400, '45 s'],
		[59_600, '1 min'],
		[270_000, '4 min 30 s'],
		[3_599_600, '1 h'],
		[7_500_000, '2 h 5 min'],
	])('%d ms is %s', (ms, shown) => {
		expect(formatDuration(ms)).toBe(shown);
	});

	it('lists choices as one reads them', () => {
		expect(formatAllowed(['768p', '1080p'])).toBe('Allowed: 768p, 1080p');
		expect(formatAllowed([6, 10])).toBe('Allowed: 6, 10');
		expect(formatAllowed([true, false])).toBe('Allowed: true, false');
	});
});
