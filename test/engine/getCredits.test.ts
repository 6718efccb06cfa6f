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

	it('outputs an error item with On Error = Continue', async () => {
		const { items } = await node.run({
			parameters: getCredits,
			apiKey: 'wrong-key',
			node: { onError: 'continueRegularOutput' },
		});

		expect(items[0].json).toEqual({ error: expect.stringContaining('HTTP 401'), details: {} });
	});
});
