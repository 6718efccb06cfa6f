import fc from 'fast-check';

import { createParams, simulated } from '../harness/simulatedNode';
import { HUNDREDS } from './values';

const byte = fc.nat(255);
const octets = (...parts: Array<fc.Arbitrary<number>>) => fc.tuple(...parts);
const exactly = (value: number) => fc.constant(value);
const from = (min: number, max: number) => fc.integer({ min, max });

/** Addresses that exist only in somebody's own network, as four numbers. */
const privateAddress = fc.oneof(
	octets(exactly(0), byte, byte, byte),
	octets(exactly(10), byte, byte, byte),
	octets(exactly(100), from(64, 127), byte, byte),
	octets(exactly(127), byte, byte, byte),
	octets(exactly(169), exactly(254), byte, byte),
	octets(exactly(172), from(16, 31), byte, byte),
	octets(exactly(192), exactly(168), byte, byte),
	octets(from(224, 255), byte, byte, byte),
);

const hex = (value: number, digits = 1) => value.toString(16).padStart(digits, '0');
const number = (octet: number[]) => octet.reduce((sum, part) => sum * 256 + part, 0);
const halves = ([a, b, c, d]: number[]) => `${hex(a * 256 + b)}:${hex(c * 256 + d)}`;
const fullWidth = (text: string) =>
	text.replace(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit)));

/** The ways to write one address that programs understand. */
const SPELLINGS: Array<(address: number[]) => string> = [
	(address) => address.join('.'),
	(address) => `${address.join('.')}.`,
	(address) => `${address.join('.')}..`,
	(address) => String(number(address)),
	(address) => `0x${hex(number(address))}`,
	(address) => address.map((part) => `0x${hex(part)}`).join('.'),
	(address) => address.map((part) => `0${part.toString(8)}`).join('.'),
	([a, b, c, d]) => `${a}.${b}.${c * 256 + d}`,
	([a, ...rest]) => `${a}.${number(rest)}`,
	(address) => fullWidth(address.join('.')),
	(address) => address.join('。'),
	(address) => [...address.join('.')].map((sign) => `%${hex(sign.charCodeAt(0), 2)}`).join(''),
	(address) => `[::ffff:${address.join('.')}]`,
	(address) => `[0:0:0:0:0:FFFF:${halves(address)}]`,
	(address) => `[::${halves(address)}]`,
	(address) => `[64:ff9b::${halves(address)}]`,
	(address) => `[2002:${halves(address)}::1]`,
];

const privateHost = fc.oneof(
	{
		weight: 4,
		arbitrary: fc
			.tuple(privateAddress, fc.constantFrom(...SPELLINGS))
			.map(([address, spell]) => spell(address)),
	},
	{
		weight: 1,
		arbitrary: fc.constantFrom(
			...[
				'localhost',
				'LOCALHOST.',
				'loc\u00adalhost',
				'ｌｏｃａｌｈｏｓｔ',
				'a.localhost',
				'nas',
				'nas.local',
			],
			...[
				'minio.internal',
				'printer.lan',
				'router.home.arpa',
				'[::1]',
				'[::]',
				'[fe80::1]',
				'[fd00::1]',
			],
		),
	},
);

const scheme = fc.constantFrom('http://', 'https://', 'HTTP://');
const port = fc.constantFrom('', ':80', ':8080', ':65535');
const path = fc.constantFrom('', '/', '/a.png', '/?a=b', '/#@example.com', '/%2e%2e/a.png');
const link = (host: fc.Arbitrary<string>) =>
	fc.tuple(scheme, host, port, path).map((parts) => parts.join(''));

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
		const links = sample(link(privateHost));

		const { issues } = await create(links);

		const taken = links.filter(
			(_, i) => !issues[i].includes('First Frame URL points into a private network'),
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
