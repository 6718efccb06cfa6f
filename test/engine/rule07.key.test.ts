import { creatingAndWaiting, simulated } from './harness/simulated';

describe('Rule 7: the key goes to the API host and nowhere else', () => {
	const node = simulated({ keys: ['s3cret-key'] });
	const apiKey = 's3cret-key';

	it('reaches the API with each request, and never the media host', async () => {
		const result = await node.run({ parameters: creatingAndWaiting(), apiKey });

		expect(result.items[0].binary?.data).toBeDefined();
		const toApi = node.api.requests.filter(({ server }) => server === 'api');
		const toMedia = node.api.requests.filter(({ server }) => server === 'media');
		expect(toApi.every(({ headers }) => headers.authorization === `Bearer ${apiKey}`)).toBe(true);
		expect(toMedia.length).toBeGreaterThan(0);
		expect(node.api.ledger().keyLeaks).toHaveLength(0);
		expect(JSON.stringify(result)).not.toContain(apiKey);
	});

	it.each(['create', 'read'] as const)('does not follow a redirect of a %s', async (on) => {
		node.api.fault({ on, then: { redirect: `${node.api.mediaUrl}/elsewhere` } });

		const result = await node.run({ parameters: creatingAndWaiting(), apiKey });

		expect(result.error?.message).toContain('redirect');
		expect(node.api.requests.filter(({ server }) => server === 'media')).toHaveLength(0);
		expect(JSON.stringify([result, result.error?.stack])).not.toContain(apiKey);
	});

	it('forgives a pasted "Bearer " and blanks around the key', async () => {
		const { items } = await node.run({
			parameters: creatingAndWaiting(),
			apiKey: `  Bearer ${apiKey} `,
		});

		expect(items[0].json.status).toBe('completed');
	});

	it('says "key" when it is wrong, and sends no second create', async () => {
		const { error } = await node.run({ parameters: creatingAndWaiting(), apiKey: 'wrong-key' });

		expect(error?.description).toContain('Check the API key in the credential');
		expect(node.api.requests).toHaveLength(1);
		expect(JSON.stringify(error)).not.toContain('wrong-key');
	});
});
