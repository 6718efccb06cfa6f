import { redactKey } from '../../../nodes/Hailuo/transport/request';

const KEY = 'sk-1234567890';
const LONG = 'sk-1234567890abcdefghij';

describe('redactKey', () => {
	it.each([
		['in a message', `{"message":"Incorrect: ${KEY}, ${KEY}."}`, '{"message":"Incorrect: [API key], [API key]."}'], // prettier-ignore
		['as a value', `["${KEY}",1]`, '["[API key]",1]'],
		['as a property name', `{"${KEY}":null}`, '{"[API key]":null}'],
		['in a URL', `/v1/tasks?key=${KEY}&x=1`, '/v1/tasks?key=[API key]&x=1'],
		['behind Bearer', `Authorization: Bearer ${KEY}`, 'Authorization: Bearer [API key]'],
		['at both ends', `${KEY} ${KEY}`, '[API key] [API key]'],
	])('replaces the key %s', (_, text, expected) => {
		expect(redactKey(text, KEY)).toBe(expected);
	});

	it.each([
		['blanks and a line break', `  ${KEY}\n`],
		['a leading Bearer', `Bearer ${KEY}`],
		['a leading bearer and blanks', ` bearer  ${KEY} `],
		['a zero-width space in it', 'sk-12345\u200b67890'],
		['a zero-width space before it', `\u200b${KEY}`],
		['a byte order mark', `\ufeff${KEY}`],
		['a line break in it', 'sk-12345\n67890'],
		['Cyrillic letters', `${KEY}ы`],
		['a no-break space before Bearer', `\u2060Bearer ${KEY}`],
	])('replaces the key as sent and as typed if the credential has %s', (_, typed) => {
		expect(redactKey(`No quota on ${KEY}`, typed)).toBe('No quota on [API key]');
		expect(redactKey(`No quota on "${typed.trim()}"`, typed)).not.toContain(KEY.slice(-5));
	});

	it.each([
		['encoded for a URL', 'a+b/c=d 12', 'x=a%2Bb%2Fc%3Dd%2012'],
		['escaped in JSON', 'ab"cd\\ef12', '{"key":"ab\\"cd\\\\ef12"}'],
		['with characters of a regular expression', 'a.b*c(d)12', 'key a.b*c(d)12.'],
	])('replaces a key %s', (_, key, text) => {
		expect(redactKey(text, key)).toContain('[API key]');
		expect(redactKey(text, key)).not.toMatch(/b.*c.*12/);
	});

	it.each([
		['a short key in a task ID', 'minimax1', '{"id":"task-minimax1-7cvnl5zw"}'],
		['a short key at the start of a task ID', 'minimax1', '{"id":"minimax1_7"}'],
		['a short key at the end of a task ID', 'minimax1', '{"id":"task-minimax1"}'],
		['an empty key', '', '{"id":"task-1"}'],
		['blanks', '   ', 'a   b'],
		['no key', undefined, 'undefined'],
		['null', null, 'null'],
		['a key of seven characters', 'sk-1234', 'No quota on sk-1234'],
	])('leaves the text unchanged for %s', (_, key, text) => {
		expect(redactKey(text, key)).toBe(text);
	});

	it.each([
		['of eight characters', 'sk-12345', 'No quota on sk-12345.', 'No quota on [API key].'],
		['of 20 characters or more inside a word', LONG, `x${LONG}y`, 'x[API key]y'],
	])('replaces a key %s', (_, key, text, expected) => {
		expect(redactKey(text, key)).toBe(expected);
	});
});
