import fc from 'fast-check';

import { createParams, simulated } from '../harness/simulatedNode';
import { linkTo, privateHost } from './privateLinks';
import { HUNDREDS } from './values';

const user = fc.constantFrom(
	'me',
	'me:secret',
	':secret',
	'example.com',
	'%40',
	'a:b:c',
	'localhost',
);
const publicLink = fc.webUrl({ withQueryParameters: true, withFragments: true });

const noLink = fc.oneof(
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
	fc.tuple(publicLink, user).map(([url, who]) => url.replace('://', `://${who}@`)),
);

const sample = (links: fc.Arbitrary<string>) =>
	fc.sample(links, { seed: HUNDREDS.seed, numRuns: HUNDREDS.numRuns });

describe('Links to images, however they are written', () => {
	const node = simulated();

	/** Each as an item of its own; gives what was said against it, and what was sent. */
	async function create(links: string[]) {
		const { items } = await node.run({
			parameters: createParams({ mode: 'imageToVideo', firstFrameUrl: '={{ $json.link }}' }),
			items: links.map((one) => ({ link: one })),
			node: { onError: 'continueRegularOutput' },
		});
		const issues = items.map(({ json }) => String(json.error ?? ''));
		return { issues, sent: node.api.tasks.map(({ request }) => request.imageUrls[0]) };
	}

	it('into a private network are refused in every spelling', async () => {
		const links = sample(linkTo(privateHost));

		const { issues } = await create(links);

		const taken = links.filter(
			(_, i) => !issues[i].includes('First Frame URL points to a private network'),
		);
		expect(taken).toEqual([]);
		expect(node.api.requests).toHaveLength(0);
	});

	it('that are none, or carry a password, are refused, and no password is shown', async () => {
		const links = sample(noLink);

		const { issues } = await create(links);

		expect(
			links.filter((_, i) => !/^First Frame URL (is|starts|contains)/.test(issues[i])),
		).toEqual([]);
		expect(issues.join()).not.toContain('secret');
		expect(node.api.requests).toHaveLength(0);
	});

	it('to public places are sent as they were written', async () => {
		const links = sample(publicLink);

		const { sent } = await create(links);

		expect([...sent].sort()).toEqual([...links].sort());
	});
});
