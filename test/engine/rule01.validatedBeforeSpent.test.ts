import { createParams, simulated } from './harness/simulatedNode';

// All checks of a request: test/unit/domain. Here, one of each part that finds an issue.
describe('Rule 1: Nothing is spent before everything is validated', () => {
	const node = simulated();

	it.each([
		['an empty prompt', { prompt: '={{ "" }}' }, /Prompt is empty/],
		[
			'1080p with 10 seconds',
			{ quality: '={{ "1080p" }}', duration: '={{ 10 }}' },
			/Duration must be 6 seconds at 1080p for MiniMax Hailuo 02 \(got 10\)/,
		],
		[
			'an unknown mode',
			{ mode: '={{ "videoToVideo" }}' },
			/Mode must be textToVideo, .*\(got "videoToVideo"\)/,
		],
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

	it('reports all issues of an item at once', async () => {
		const { error } = await node.run({
			parameters: createParams({
				mode: 'imageToVideo',
				firstFrameUrl: 'frame.png',
				quality: '={{ "4k" }}',
			}),
		});

		expect(error?.message).toMatch(/First Frame URL is not a valid URL/);
		expect(error?.description).toMatch(/Quality must be .*got "4k"/);
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

	it.each([
		['promptOptimizer', 'Prompt Optimizer'],
		['fastPretreatment', 'Fast Prompt Optimizer'],
	])(
		'refuses an expression without a value instead of using the default: %s',
		async (name, label) => {
			for (const nothing of ['={{ $json.nothing }}', '={{ null }}', '={{ undefined }}']) {
				const { error } = await node.run({
					parameters: createParams({ options: { [name]: nothing } }),
				});

				expect(error?.message).toBe(`${label} is empty`);
				expect(error?.description).toMatch(/^Enter a value or remove it/);
			}
			expect(node.api.requests).toHaveLength(0);
		},
	);

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
