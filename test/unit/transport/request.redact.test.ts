import { redactKey } from '../../../nodes/Hailuo/transport/request';

describe('redactKey', () => {
	const KEY = 'sk-1234567890';

	it('replaces the key in texts, lists, objects and property names', () => {
		const body = { error: { message: `Incorrect: ${KEY}, ${KEY}.` }, list: [KEY, 1], [KEY]: null };

		expect(redactKey(body, KEY)).toEqual({
			error: { message: 'Incorrect: [API key], [API key].' },
			list: ['[API key]', 1],
			'[API key]': null,
		});
	});

	it.each([`Bearer ${KEY}`, `  ${KEY}\n`, `bearer  ${KEY}`])(
		'replaces the key when the credential contains %j',
		(pasted) => {
			expect(redactKey(`No quota on ${KEY}`, pasted)).toBe('No quota on [API key]');
		},
	);

	it('replaces a key of eight characters', () => {
		expect(redactKey('No quota on sk-12345', 'sk-12345')).toBe('No quota on [API key]');
	});

	it.each(['', '   ', undefined, null, 'task'])(
		'leaves the body unchanged for the key %j',
		(key) => {
			expect(redactKey({ id: 'task-1', error: null }, key)).toEqual({ id: 'task-1', error: null });
		},
	);
});
