import { honorsIdempotencyKey } from '../../../nodes/Hailuo/transport/credential';

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
	] as const)(
		'returns for the setting %s and the Base URL %j: %s',
		(setting, baseUrl, expected) => {
			expect(honorsIdempotencyKey(setting, baseUrl)).toBe(expected);
		},
	);
});
