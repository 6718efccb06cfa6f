import { isPrivateHost } from '../../../nodes/Hailuo/utils/url';

/** The host name after normalization by `URL`. */
const hostOf = (host: string) => new URL(`http://${host}/`).hostname;

describe('isPrivateHost', () => {
	it.each([
		'127.0.0.1',
		'127.0.0.1..',
		'127.1',
		'2130706433',
		'0x7f000001',
		'0x7f.0.0.1',
		'0177.0.0.1',
		'①②⑦.⓪.⓪.①',
		'0.0.0.0',
		'10.1.2.3',
		'100.64.0.1',
		'100.127.255.255',
		'169.254.169.254',
		'172.16.0.1',
		'172.31.255.255',
		'192.168.1.2',
		'198.18.0.1',
		'224.0.0.1',
		'255.255.255.255',
		'[::]',
		'[::1]',
		'[::ffff:127.0.0.1]',
		'[::127.0.0.1]',
		'[64:ff9b::a00:1]',
		'[2002:7f00:1::]',
		'[fe80::1]',
		'[fd00::1]',
		'localhost',
		'LOCALHOST.',
		'a.localhost',
		'nas',
		'nas.local',
		'minio.internal',
		'metadata.google.internal',
		'printer.lan',
		'router.home.arpa',
	])('returns true for the private host %s', (host) => {
		expect(isPrivateHost(hostOf(host))).toBe(true);
	});

	it.each([
		'example.com',
		'example.com.',
		'8.8.8.8',
		'11.0.0.1',
		'100.128.0.1',
		'172.32.0.1',
		'192.169.0.1',
		'[2606:4700::1]',
		'10.example.com',
		'127.0.0.1.example.com',
		'internal.example.com',
		'localhost.example.com',
		'bücher.example',
	])('returns false for the public host %s', (host) => {
		expect(isPrivateHost(hostOf(host))).toBe(false);
	});
});
