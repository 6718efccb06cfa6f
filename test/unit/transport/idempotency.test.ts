import {
	honorsIdempotencyKey,
	namesIdempotencyKey,
} from '../../../nodes/Hailuo/transport/idempotency';

describe('honorsIdempotencyKey', () => {
	it.each([
		['auto', 'https://api.evolink.ai', true],
		['auto', 'https://API.evolink.ai/prefix', true],
		['auto', 'https://ai.odkkk.com/apiv1', false],
		['auto', 'https://api.evolink.ai.example.com', false],
		['auto', 'https://example.com/api.evolink.ai', false],
		['auto', 'no URL', false],
		['yes', 'https://ai.odkkk.com/apiv1', true],
		['no', 'https://api.evolink.ai', false],
	] as const)('with %s at %s: %s', (setting, baseUrl, honors) => {
		expect(honorsIdempotencyKey(setting, baseUrl)).toBe(honors);
	});
});

describe('namesIdempotencyKey', () => {
	it.each([
		['in its message', { message: 'Idempotency-Key was used with another body' }, true],
		['in its code', { message: 'Conflict', code: 'idempotency_error' }, true],
		['in the field it names', { message: 'Invalid', param: 'Idempotency-Key' }, true],
		['nowhere', { message: 'Prompt is empty', code: 'invalid_request', param: 'prompt' }, false],
	])('looks for it in a refusal: %s', (_, refusal, names) => {
		expect(namesIdempotencyKey({ kind: 'rejected', status: 400, ...refusal })).toBe(names);
	});
});
