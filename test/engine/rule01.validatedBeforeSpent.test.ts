import { createParams, createAndWaitParams, simulated } from './harness/simulatedNode';

const items = (count: number) => Array.from({ length: count }, () => ({}));

// All checks of a request: test/unit/domain; invalid values: hostile/. Here, what needs n8n's expressions.
describe('Rule 1: Nothing is spent before everything is validated', () => {
	const node = simulated();

	it.each([
		[
			'a failing expression',
			{ options: { maxConcurrency: '={{ $("Gone").item }}' } },
			/^The expression in Max Concurrency failed: /,
		],
		[
			'a URL of a private network',
			{ mode: 'imageToVideo', firstFrameUrl: 'http://192.168.1.2/frame.png' },
			/First Frame URL points to a private network/,
		],
		[
			'an output field that n8n does not keep',
			{ waitForCompletion: true, options: { outputBinaryField: '__proto__' } },
			/Put Output File in Field is "__proto__", which n8n does not keep/,
		],
		[
			'images in auto mode from a missing field',
			{ mode: 'auto', imageUrls: '={{ $json.imgs }}' },
			/Image URLs has no value/,
		],
		[
			'two URLs in auto mode of which one is missing',
			{ mode: 'auto', imageUrls: '={{ "https://a.example/1.png" }}, {{ $json.last }}' },
			/Image URLs has an empty entry \(number 2 of 2\)/,
		],
	])('refuses %s before any request', async (_, parameters, message) => {
		const { error, status } = await node.run({ parameters: createParams(parameters) });

		expect(status).toBe('error');
		expect(`${error?.message}. ${error?.description}`).toMatch(message);
		expect(error?.description).toContain('Nothing was charged.');
		expect(node.api.requests).toHaveLength(0);
	});

	it('sends nothing if one of three items is invalid, and names the item', async () => {
		const { error } = await node.run({
			parameters: createParams({ prompt: '={{ $json.prompt }}' }),
			items: [{ prompt: 'A boat' }, { prompt: '' }, { prompt: 'A kite' }],
		});

		expect(error?.message).toMatch(/^Item 1: Prompt is empty/);
		expect(node.api.requests).toHaveLength(0);
	});

	it('reports an issue that all items share only once, such as an invalid Base URL', async () => {
		const { error } = await node.run({
			parameters: createParams(),
			items: [{}, {}],
			baseUrl: 'not an address',
		});

		expect(error?.message).toMatch(/^Base URL in the credential is not a valid URL/);
		expect(error?.description).toBe(
			'Enter a URL such as https://ai.odkkk.com/apiv1. Nothing was charged.',
		);
	});

	it('refuses a credential whose Base URL is empty for one item before any request', async () => {
		const { error } = await node.run({
			parameters: createParams(),
			items: [{}, {}],
			credential: (itemIndex) => ({ baseUrl: itemIndex === 1 ? '' : node.api.baseUrl }),
		});

		expect(error?.message).toMatch(/^Item 1: Base URL in the credential is empty/);
		expect(node.api.requests).toHaveLength(0);
	});

	it('creates the valid items with On Error = Continue, and outputs an error item for the invalid one', async () => {
		const { items } = await node.run({
			parameters: createParams({ prompt: '={{ $json.prompt }}' }),
			items: [{ prompt: 'A boat' }, { prompt: '' }],
			node: { onError: 'continueRegularOutput' },
		});

		expect(items[0].json).toMatchObject({ status: 'pending', mode: 'textToVideo' });
		expect(items[1].json).toEqual({
			error: expect.stringMatching(/Prompt is empty/),
			details: {},
		});
		expect(node.api.requestsTo('create')).toHaveLength(1);
	});

	it('adds a hint if the API key is sent unencrypted', async () => {
		const { hints } = await node.run({
			parameters: createParams(),
			baseUrl: 'http://hailuo.invalid/apiv1',
			node: { onError: 'continueRegularOutput' },
			clockSpeed: 60,
		});

		expect(hints).toEqual([expect.stringMatching(/http:\/\/, so the API key is sent unencrypted/)]);
	});
});

// Credits that cannot be read: the rows of the fault matrix, test/faults/cases/credits.ts.
describe('Rule 1: Nothing is spent before everything is validated (limits of a run)', () => {
	const node = simulated();

	it.each<[string, object, Parameters<typeof node.api.planCredits>[0], count: number, string]>([
		[
			'has more items than Max Videos per Run',
			{ maxVideosPerRun: 25 },
			{},
			40,
			'This run would create 40 videos; Max Videos per Run is 25',
		],
		[
			'has more items than the smallest Max Videos per Run of all items',
			{ maxVideosPerRun: '={{ $itemIndex === 1 ? 1 : 9 }}' },
			{},
			3,
			'This run would create 3 videos; Max Videos per Run is 1',
		],
		[
			'has fewer credits in the account than Minimum Credits',
			{ minimumCredits: 100 },
			{ account: 99.5, key: null },
			2,
			'99.5 credits are left; Minimum Credits is 100',
		],
		[
			'has fewer credits of the API key than Minimum Credits',
			{ minimumCredits: 100 },
			{ account: 500, key: 80 },
			2,
			'80 credits are left; Minimum Credits is 100',
		],
	])(
		'refuses a run that %s, also with On Error = Continue',
		async (_, options, credits, count, message) => {
			node.api.planCredits(credits);
			const run = { parameters: createParams({ options } as never), items: items(count) };

			const { error } = await node.run(run);
			const continued = await node.run({ ...run, node: { onError: 'continueRegularOutput' } });

			expect(error?.message).toBe(message);
			expect(error?.description).toContain('Nothing was charged.');
			const json = { error: expect.stringContaining(`${message}. `), details: {} };
			expect(continued.items.map((item) => item.json)).toEqual(Array(count).fill(json));
			const endpoints = node.api.requests.map(({ endpoint }) => endpoint);
			const hasCredits = 'minimumCredits' in options;
			expect(endpoints).toEqual(hasCredits ? ['credits', 'credits'] : []);
		},
	);

	describe('Max Videos per Run', () => {
		it('does not count invalid items', async () => {
			const run = await node.run({
				parameters: createParams({
					prompt: '={{ $json.prompt }}',
					options: { maxVideosPerRun: 2 },
				}),
				items: [{ prompt: 'A' }, { prompt: '' }, { prompt: 'B' }],
				node: { onError: 'continueRegularOutput' },
			});

			expect(run.items.map(({ json }) => 'error' in json)).toEqual([false, true, false]);
			expect(node.api.tasks).toHaveLength(2);
		});

		it('does not count items whose tasks were created by an earlier try', async () => {
			node.api.fault({ on: 'create', skip: 2, then: { status: 400 } });
			const oneFromNowOn = `={{ Date.now() < ${Date.now() + 900} ? 3 : 1 }}`;
			await node.run({
				parameters: createParams({ options: { maxVideosPerRun: oneFromNowOn, maxConcurrency: 1 } }),
				items: items(3),
				node: { retryOnFail: true, maxTries: 2, waitBetweenTries: 1000 },
			});

			expect(node.api.tasks).toHaveLength(3);
			expect(node.api.requestsTo('create')).toHaveLength(4);
		});
	});

	describe('Minimum Credits', () => {
		const guarded = createParams({ options: { minimumCredits: 100 } });

		it('reads the credits once before the first create, and adds a hint with credits and reservation', async () => {
			// The key is unlimited.
			node.api.planCredits({ account: 100, key: null });

			const run = await node.run({ parameters: guarded, items: items(3) });

			const endpoints = node.api.requests.map(({ endpoint }) => endpoint);
			expect(endpoints).toEqual(['credits', 'create', 'create', 'create']);
			expect(run.hints).toContain('Credits before this run: 100. Reserved by 3 new tasks: 36.');
		});

		it('is checked once per execution, since the creates of the first try reduce the credits', async () => {
			node.api.fault({ on: 'create', promptIncludes: 'item-1', then: { status: 400 } });
			node.api.fault({ on: 'credits', skip: 1, times: 'always', then: { status: 401 } });

			const { items: output } = await node.run({
				parameters: createAndWaitParams({
					prompt: '={{ "item-" + $itemIndex }}',
					options: { minimumCredits: 100 },
					downloadVideo: false,
				}),
				items: items(2),
				node: { retryOnFail: true, maxTries: 2, waitBetweenTries: 0 },
			});

			expect(output.map(({ json }) => json.status)).toEqual(['completed', 'completed']);
			expect(node.api.tasks).toHaveLength(2);
			expect(node.api.requestsTo('credits')).toHaveLength(1);
		});

		it('is cancelled by a Stop while the credits are read, and no further request is sent', async () => {
			node.api.fault({ on: 'credits', times: 'always', then: { hang: true } });
			const run = await node.start({ parameters: guarded });
			await node.api.waitForRequest('credits');
			run.stop();

			await run.result.catch(() => undefined);
			expect(node.api.requests.map(({ endpoint }) => endpoint)).toEqual(['credits']);
		});
	});
});

describe('Rule 1: Nothing is spent before everything is validated (an unknown operation)', () => {
	const node = simulated();

	it.each([
		['video', 'extend', /no operation "extend" for the resource "video".*update n8n-nodes-hailuo/],
		['video', 'constructor', /no operation "constructor" for the resource "video"/],
		['video', '', /no operation \(empty\) for the resource "video"/],
		['image', 'create', /no resource "image"/],
	])('is refused before any request: %s, "%s"', async (resource, operation, message) => {
		const { error } = await node.run({ parameters: createParams({ resource, operation }) });

		expect(`${error?.message}. ${error?.description}`).toMatch(message);
		expect(error?.description).toContain('Nothing was charged.');
		expect(node.api.requests).toEqual([]);
	});

	it('becomes an error item per input item with On Error = Continue', async () => {
		const { items } = await node.run({
			parameters: createParams({ operation: 'extend' }),
			items: [{}, {}],
			node: { onError: 'continueRegularOutput' },
		});

		expect(items.map(({ json }) => json.error)).toEqual([
			expect.stringContaining('no operation "extend"'),
			expect.stringContaining('no operation "extend"'),
		]);
		expect(node.api.requests).toEqual([]);
	});
});
