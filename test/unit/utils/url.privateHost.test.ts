import fc from 'fast-check';

import { isPrivateHost } from '../../../nodes/Hailuo/utils/url';
import { privateHost } from '../../engine/hostile/privateUrls';

/** The host name after normalization by `URL`. */
const hostOf = (host: string) => new URL(`http://${host}/`).hostname;

describe('isPrivateHost', () => {
	it.each([
		'127.0.0.1 127.0.0.1.. 127.1 2130706433 0x7f000001 0x7f.0.0.1 0x7f.1 0177.0.0.1 0xc0a80102',
		'①②⑦.⓪.⓪.① 127。0。0。1 %31%32%37.0.0.1 0.0.0.0 0.1.2.3 10.1.2.3 100.64.0.1 100.127.255.255',
		'169.254.169.254 172.16.0.1 172.31.255.255 192.168.1.2 192.0.0.1 192.0.2.1 198.18.0.1',
		'198.19.255.255 198.51.100.7 203.0.113.7 224.0.0.1 255.255.255.255',
		'[::] [::1] [::ffff:127.0.0.1] [::127.0.0.1] [::ffff:0:127.0.0.1] [64:ff9b::a00:1]',
		'[2001::7f00:1] [2001:0:1::1] [2001:db8::1] [2002:7f00:1::] [fe80::1] [fec0::1] [fd00::1] [ff02::1]',
		'localhost LOCALHOST. ｌｏｃａｌｈｏｓｔ loc\u00adalhost a.localhost nas nas.local nas.local.. nas.home',
		'minio.internal metadata.google.internal printer.lan router.home.arpa wiki.corp wiki.intranet wiki.private',
	])('returns true for private hosts: %s', (hosts) => {
		expect(hosts.split(' ').filter((host) => !isPrivateHost(hostOf(host)))).toEqual([]);
	});

	it('returns true for the addresses of private networks in any notation', () => {
		const isPrivate = (host: string) => isPrivateHost(hostOf(host));
		fc.assert(fc.property(privateHost, isPrivate), { seed: 20_260_131, numRuns: 1_000 });
	});

	// Some begin like a private address; 0.gravatar.com hosts many profile pictures.
	it.each([
		'example.com example.com. bücher.example 8.8.8.8 11.0.0.1 100.128.0.1 172.32.0.1 192.169.0.1 192.0.1.1',
		'198.20.0.1 223.255.255.255 [2606:4700::1] [2001:4860:4860::8888]',
		'0.gravatar.com 10.example.com 127.example.com 192.168.example.com 127.0.0.1.example.com fd.example.com',
		'8.8.8.8.example.com internal.example.com localhost.example.com home.example.com nas.local.example.com',
	])('returns false for public hosts: %s', (hosts) => {
		expect(hosts.split(' ').filter((host) => isPrivateHost(hostOf(host)))).toEqual([]);
	});
});
