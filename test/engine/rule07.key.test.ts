import { createAndWaitParams, simulated } from './harness/simulatedNode';

describe('Rule 7: The API key is sent to the API and nowhere else', () => {
	const node = simulated({ keys: ['s3cret-key', 'other-key'] });
	const apiKey = 's3cret-key';

	it('sends the key with each request to the API, and never to the storage host', async () => {
		const result = await node.run({ parameters: createAndWaitParams(), apiKey });

		expect(result.items[0].binary?.data).toBeDefined();
		const toApi = node.api.requests.filter(({ server }) => server === 'api');
		const toMedia = node.api.requests.filter(({ server }) => server === 'media');
		expect(toApi.every(({ headers }) => headers.authorization === `Bearer ${apiKey}`)).toBe(true);
		expect(toMedia.length).toBeGreaterThan(0);
		expect(node.api.keyLeaks).toHaveLength(0);
		expect(JSON.stringify(result)).not.toContain(apiKey);
	});

	it.each([
		['create', createAndWaitParams()],
		['read', { operation: 'getStatus', taskId: 'task-1' }],
	] as const)('does not follow a redirect of a %s', async (on, parameters) => {
		node.api.fault({ on, then: { redirect: `${node.api.mediaUrl}/elsewhere` } });

		const result = await node.run({ parameters, apiKey });

		expect(result.error?.message).toContain('redirect');
		expect(node.api.requests.filter(({ server }) => server === 'media')).toHaveLength(0);
		expect(JSON.stringify([result, result.error?.stack])).not.toContain(apiKey);
	});

	it.each([
		['list', { operation: 'getMany' }],
		['credits', { resource: 'account', operation: 'getCredits' }],
	] as const)(
		'does not follow a redirect of a %s request, and removes the key from its errors',
		async (on, parameters) => {
			const redirect = `${node.api.mediaUrl}/elsewhere`;
			const refusal = { status: 400, body: { error: { message: `No access for ${apiKey}` } } };
			for (const then of [{ redirect }, refusal]) {
				node.api.fault({ on, then });

				const { error, items } = await node.run({ parameters, apiKey });

				expect(error?.message).toMatch('redirect' in then ? 'redirect' : 'No access for [API key]');
				expect(JSON.stringify([error, error?.stack, items])).not.toContain(apiKey);
			}
			expect(node.api.requests.filter(({ server }) => server === 'media')).toHaveLength(0);
		},
	);

	it('uses for each item the key that its credential resolves to', async () => {
		const { items } = await node.run({
			parameters: createAndWaitParams({ prompt: '={{ $json.prompt }}' }),
			items: [{ prompt: 'mine' }, { prompt: 'yours' }, { prompt: 'mine too' }],
			credential: (itemIndex) => ({ apiKey: itemIndex === 1 ? 'other-key' : apiKey }),
		});

		expect(items.map(({ json }) => json.status)).toEqual(Array(3).fill('completed'));
		const toApi = node.api.requests.filter(({ server }) => server === 'api');
		const ofYours = toApi.filter(({ headers }) => headers.authorization === 'Bearer other-key');
		const [, yours] = items.map(({ json }) => json.taskId);
		expect(ofYours[0].body).toMatchObject({ prompt: 'yours' });
		expect(ofYours.slice(1).map(({ taskId }) => taskId)).toEqual(
			Array(ofYours.length - 1).fill(yours),
		);
	});

	// All places and spellings: test/unit/transport/request.redact.test.ts.
	it('removes the key from an error that shows a web page with it', async () => {
		node.api.fault({ on: 'create', then: { status: 502, body: `<html>${apiKey}</html>` } });

		const { error, items } = await node.run({
			parameters: createAndWaitParams(),
			apiKey,
			clockSpeed: 20,
		});

		expect(error?.message).toBeDefined();
		expect(JSON.stringify([error, error?.stack, items])).not.toContain(apiKey);
	});

	it('removes the key from the reason of a failed task', async () => {
		node.api.plan({ outcome: { code: 'unknown_error', message: `No quota on ${apiKey}` } });

		const { items } = await node.run({
			parameters: createAndWaitParams(),
			apiKey,
			node: { onError: 'continueRegularOutput' },
		});

		expect(items[0].json.error).toContain('No quota on [API key]');
		expect(JSON.stringify(items)).not.toContain(apiKey);
	});
});
