import { startSimulator } from '../../simulator';
import { simulated } from './harness/simulatedNode';

const getCredits = { resource: 'account', operation: 'getCredits' };

// Credits that cannot be read: test/faults/cases/credits.ts.
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
				},
				pairedItem: { item: 0 },
			},
		]);
	});

	it('sends one request for all items of an account', async () => {
		const { items } = await node.run({ parameters: getCredits, items: [{}, {}, {}] });

		expect(items.map(({ json }) => json.remainingCredits)).toEqual([10_000, 10_000, 10_000]);
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual([
			{ item: 0 },
			{ item: 1 },
			{ item: 2 },
		]);
		expect(node.api.requestsTo('credits')).toHaveLength(1);
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
});
