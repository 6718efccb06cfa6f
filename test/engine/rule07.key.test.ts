import { createAndWaitParams, simulated } from './harness/simulatedNode';

// Redirects, and errors that contain the key: the rows of the fault matrix, whose judge looks for it everywhere.
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
});
