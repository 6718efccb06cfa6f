import fc from 'fast-check';

import { createParams, simulated } from '../harness/simulatedNode';
import { urlOf, privateHost } from './privateUrls';
import { FC_PARAMETERS } from './values';

const user = fc.constantFrom(
	'me',
	'me:secret',
	':secret',
	'example.com',
	'%40',
	'a:b:c',
	'localhost',
);
const publicUrl = fc.webUrl({ withQueryParameters: true, withFragments: true });

const invalidUrl = fc.oneof(
	fc.constantFrom(
		...[
			'javascript:alert(1)',
			'JavaScript://example.com/%0aalert(1)',
			'data:image/png;base64,iVBORw0KGgo=',
		],
		...[
			'file:///etc/passwd',
			'file://example.com/a.png',
			'ftp://example.com/a.png',
			'blob:https://x.example/1',
		],
		...[
			'//example.com/a.png',
			'https:example.com',
			'https:/example.com',
			'https:\\\\example.com',
			'http://',
		],
		...[
			'https://',
			'https://?',
			'https://exa mple.com/',
			'https://example.com:99999/',
			'http://[::1',
			'ws://a.de/',
		],
		...[
			'https://example.com\\@127.0.0.1/',
			'https://example.com/\0',
			'https://example.com/\ud83c',
			'\0https://a.de',
		],
		...[
			'https://example.com/a b',
			'https://example.com/\u2028a',
			'https://exa\nmple.com/',
			'https://1.2.3.4.5/',
		],
	),
	fc.tuple(publicUrl, user).map(([url, who]) => url.replace('://', `://${who}@`)),
);

const sample = (urls: fc.Arbitrary<string>) =>
	fc.sample(urls, { seed: FC_PARAMETERS.seed, numRuns: FC_PARAMETERS.numRuns });

describe('Create with hostile image URLs', () => {
	const node = simulated();

	/** Runs Create with one item per URL; returns the issue of each item and the URLs that were sent. */
	async function create(urls: string[]) {
		const { items } = await node.run({
			parameters: createParams({ mode: 'imageToVideo', firstFrameUrl: '={{ $json.url }}' }),
			items: urls.map((url) => ({ url })),
			node: { onError: 'continueRegularOutput' },
		});
		const issues = items.map(({ json }) => String(json.error ?? ''));
		return { issues, sent: node.api.tasks.map(({ request }) => request.imageUrls[0]) };
	}

	it('rejects URLs of private networks in every notation', async () => {
		const urls = sample(urlOf(privateHost));

		const { issues } = await create(urls);

		const accepted = urls.filter(
			(_, i) => !issues[i].includes('First Frame URL points to a private network'),
		);
		expect(accepted).toEqual([]);
		expect(node.api.requests).toHaveLength(0);
	});

	it('refuses invalid URLs and URLs with a password, and shows no password', async () => {
		const urls = sample(invalidUrl);

		const { issues } = await create(urls);

		expect(urls.filter((_, i) => !/^First Frame URL (is|must|contains)/.test(issues[i]))).toEqual(
			[],
		);
		expect(issues.join()).not.toContain('secret');
		expect(node.api.requests).toHaveLength(0);
	});

	it('sends URLs of public hosts unchanged', async () => {
		const urls = sample(publicUrl);

		const { sent } = await create(urls);

		expect([...sent].sort()).toEqual([...urls].sort());
	});
});
