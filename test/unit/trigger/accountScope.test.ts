import { createHash } from 'node:crypto';

import { accountScope } from '../../../nodes/Hailuo/trigger/accountScope';

const API_KEY = 's3cret-key';

function scopeOf({ apiKey = API_KEY, baseUrl = 'https://a', nodeId = 'n', model = '' }) {
	const node = { id: nodeId, credentials: { hailuoApi: { id: 'c', name: 'Hailuo' } } };
	return accountScope(node, { baseUrl, data: { apiKey }, honorsIdempotencyKey: false }, model);
}

describe('accountScope', () => {
	it.each([
		['the key', { apiKey: 'other-key' }],
		['Base URL', { baseUrl: 'https://b' }],
		['the model filter', { model: 'MiniMax-Hailuo-2.3' }],
		['the node', { nodeId: 'another' }],
	])('changes with %s', (_, change) => {
		expect(scopeOf(change).scope).not.toBe(scopeOf({}).scope);
	});

	it('ignores spaces and a leading Bearer in the key', () => {
		expect(scopeOf({ apiKey: `  Bearer ${API_KEY} ` })).toEqual(scopeOf({}));
	});

	it('contains neither the key nor its unsalted digest', () => {
		const { scope } = scopeOf({});
		const hash = createHash('sha256').update(API_KEY);
		const digests = (['hex', 'base64', 'base64url'] as const).map((form) =>
			hash.copy().digest(form),
		);

		for (const secret of [API_KEY, ...digests]) expect(scope).not.toContain(secret);
	});

	it('returns the scope that earlier versions saved, as formerScope', () => {
		expect(scopeOf({ model: 'm' }).formerScope).toBe('c m');
	});
});
