import fc from 'fast-check';

const byte = fc.nat(255);
/** Private networks: fixed bytes, or the range of a byte; the other bytes are arbitrary. */
const NETWORKS: ReadonlyArray<ReadonlyArray<number | [from: number, to: number]>> = [
	...[[0], [10], [127], [169, 254], [192, 168]],
	[100, [64, 127]],
	[172, [16, 31]],
	[198, [18, 19]],
	[[224, 255]],
];

/** IPv4 addresses of private networks, as four numbers. */
const privateAddress = fc.oneof(
	...NETWORKS.map((network) => {
		const bytes = network.map((one) =>
			typeof one === 'number' ? fc.constant(one) : fc.integer({ min: one[0], max: one[1] }),
		);
		return fc.tuple(...bytes, ...Array<typeof byte>(4 - bytes.length).fill(byte));
	}),
);

const hex = (value: number, digits = 1) => value.toString(16).padStart(digits, '0');
const number = (octet: number[]) => octet.reduce((sum, part) => sum * 256 + part, 0);
const halves = ([a, b, c, d]: number[]) => `${hex(a * 256 + b)}:${hex(c * 256 + d)}`;
const fullWidth = (text: string) =>
	text.replace(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit)));

/** All notations of an address that programs accept. */
const NOTATIONS: Array<(address: number[]) => string> = [
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

const NAMES =
	'localhost LOCALHOST. loc\u00adalhost ｌｏｃａｌｈｏｓｔ a.localhost nas nas.local minio.internal printer.lan router.home.arpa [::1] [::] [fe80::1] [fd00::1]';

/** A host of a private network, in any notation. */
export const privateHost = fc.oneof(
	{
		weight: 4,
		arbitrary: fc
			.tuple(privateAddress, fc.constantFrom(...NOTATIONS))
			.map(([address, write]) => write(address)),
	},
	{ weight: 1, arbitrary: fc.constantFrom(...NAMES.split(' ')) },
);

const scheme = fc.constantFrom('http://', 'https://', 'HTTP://');
const port = fc.constantFrom('', ':80', ':8080', ':65535');
const path = fc.constantFrom('', '/', '/a.png', '/?a=b', '/#@example.com', '/%2e%2e/a.png');
/** A URL of a host, with its other parts chosen at random. */
export const urlOf = (host: fc.Arbitrary<string>) =>
	fc.tuple(scheme, host, port, path).map((parts) => parts.join(''));
