/**
 * Parses a URL; undefined if it is invalid.
 *
 * `URL.canParse` is not used: on Node 20 its fast path rejects URLs with letters such as "ü" once it has
 * been called often enough to be compiled.
 *
 * @param base the base of a relative URL
 */
export function parseUrl(text: string, base?: string): URL | undefined {
	try {
		return new URL(text, base);
	} catch {
		return undefined;
	}
}

export function isHttpUrl(value: unknown): value is string {
	return typeof value === 'string' && /^https?:/i.test(value);
}

/** Addresses that are not globally reachable. Source: IANA's registry of IPv4 special-purpose addresses. */
const PRIVATE_IPV4 = [
	'0.0.0.0/8',
	'10.0.0.0/8',
	'100.64.0.0/10',
	'127.0.0.0/8',
	'169.254.0.0/16',
	'172.16.0.0/12',
	'192.0.0.0/24',
	'192.0.2.0/24',
	'192.168.0.0/16',
	'198.18.0.0/15',
	'198.51.100.0/24',
	'203.0.113.0/24',
	// Multicast, then reserved addresses including broadcast.
	'224.0.0.0/4',
	'240.0.0.0/4',
];

/**
 * In IPv6 only 2000::/3 is public, except the examples (2001:db8::/32) and the two ranges that embed an
 * IPv4 address (Teredo, 2001::/32, and 6to4, 2002::/16).
 */
const PUBLIC_IPV6 = /^\[(?!2001:(0|db8)?:|2002:)[23][\da-f]{3}:/;

/** Names without a dot, and suffixes that no public name has (RFC 6761, 6762 appendix G, 8375). */
const PRIVATE_NAMES =
	/^[^.]*$|\.(local|localhost|internal|lan|home|home\.arpa|corp|intranet|private)$/;

/**
 * Whether a host is not reachable from the public Internet: loopback, private networks, and all other
 * addresses that are not public. Names are not resolved.
 *
 * @param hostname from `URL`, which normalizes every notation of an address
 */
export function isPrivateHost(hostname: string): boolean {
	// A name may end with a dot, and some resolvers accept several.
	const host = hostname.replace(/\.+$/, '');
	if (host.startsWith('[')) return !PUBLIC_IPV6.test(host);
	if (!/^\d+(\.\d+){3}$/.test(host)) return PRIVATE_NAMES.test(host);
	return PRIVATE_IPV4.some((range) => isWithin(range, host));
}

function isWithin(range: string, address: string): boolean {
	const [start, bits] = range.split('/');
	const shift = 32 - Number(bits);
	return toNumber(address) >>> shift === toNumber(start) >>> shift;
}

function toNumber(address: string): number {
	return address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
}
