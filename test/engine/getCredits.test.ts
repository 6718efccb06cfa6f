import { startSimulator } from '../../simulator';
import { simulated } from './harness/simulatedNode';

const getCredits = { resource: 'account', operation: 'getCredits' };

describe('Get Credits', () => {
	const node = simulated();

	it('outputs the credits of the account and of the key', async () => {
		node.api.planCredits({ account: 500, key: 80, dailyLimit: 60 });

		const { items } = await node.run({ parameters: getCredits });

		expect(items).toEqual([
			{
				json: {
					remainingCredits: 500,
					usedCredits: 0,
					keyRemainingCredits: 80,
					keyUsedCredits: 0,
					keyUnlimited: false,
					keyDailyLimit: 60,
					keyDailyRemainingCredits: 60,
				},
				pairedItem: { item: 0 },
			},
		]);
	});

	it('sends one request for all items of an account, and retries it after a 503', async () => {
		node.api.fault({ on: 'credits', then: { status: 503 } });

		const { items } = await node.run({ parameters: getCredits, items: [{}, {}, {}] });

		expect(items.map(({ json }) => json.remainingCredits)).toEqual([10_000, 10_000, 10_000]);
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual([
			{ item: 0 },
			{ item: 1 },
			{ item: 2 },
		]);
		expect(node.api.requestsTo('credits')).toHaveLength(2);
	});

	it('reads each account once if items use different credentials', async () => {
		const other = await startSimulator({ keys: ['other-key'] });
		other.planCredits({ account: 7 });
		const { items } = await node.run({
			parameters: getCredits,
			items: [{}, {}],
			credential: (itemIndex) => ({
				baseUrl: itemIndex === 0 ? node.api.baseUrl : other.baseUrl,
				apiKey: itemIndex === 0 ? 'test-key' : 'other-key',
			}),
		});
		await other.close();

		expect(items.map(({ json }) => json.remainingCredits)).toEqual([10_000, 7]);
	});

	it('reports an invalid API key', async () => {
		const { error } = await node.run({ parameters: getCredits, apiKey: 'wrong-key' });

		expect(error?.message).toMatch(/^The credits could not be read.*HTTP 401/);
		expect(error?.description).toContain('Check the API key');
	});

	it('fails after one request if the provider does not have the route', async () => {
		const bare = await startSimulator({ withCredits: false });
		const { error } = await node.run({ parameters: getCredits, baseUrl: bare.baseUrl });
		const { length } = bare.requests;
		await bare.close();

		expect(error?.message).toMatch(/^This API does not report credits, which Get Credits requires/);
		expect(error?.description).toContain('Check the credits on the website of your provider.');
		expect(length).toBe(1);
	});

	it.each([
		['without an account', { body: { data: {}, success: true } }],
		['a web page', { body: '<html>Hello</html>' }],
	])('reports that the API does not provide credits if the response is %s', async (_, then) => {
		node.api.fault({ on: 'credits', times: 'always', then: { status: 200, ...then } });

		const { error } = await node.run({ parameters: getCredits });

		expect(error?.message).toMatch(/^This API does not report credits/);
		expect(node.api.requestsTo('credits')).toHaveLength(1);
	});

	it('outputs an error item with On Error = Continue', async () => {
		const { items } = await node.run({
			parameters: getCredits,
			apiKey: 'wrong-key',
			node: { onError: 'continueRegularOutput' },
		});

		expect(items[0].json).toEqual({ error: expect.stringContaining('HTTP 401'), details: {} });
	});
});
