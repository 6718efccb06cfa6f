import { err, ok } from '../../../nodes/Hailuo/utils/result';
import {
	hintsForBaseUrl,
	readBaseUrl,
	readFilesBaseUrl,
} from '../../../nodes/Hailuo/transport/credential';

describe('baseUrl', () => {
	it.each([
		['as it is', 'https://api.evolink.ai', 'https://api.evolink.ai'],
		['with its prefix', 'https://ai.odkkk.com/apiv1', 'https://ai.odkkk.com/apiv1'],
		['with a longer prefix', 'https://a.example/b/c-d', 'https://a.example/b/c-d'],
		['without the slash at its end', 'https://a.example/apiv1/', 'https://a.example/apiv1'],
		['without several slashes', 'https://a.example///', 'https://a.example'],
		['without blanks around', '  https://a.example/apiv1/\n', 'https://a.example/apiv1'],
		['with a port', 'http://localhost:8080/apiv1', 'http://localhost:8080/apiv1'],
		['with an IP address', 'http://127.0.0.1:3000', 'http://127.0.0.1:3000'],
		['with an IPv6 address', 'http://[::1]:3000', 'http://[::1]:3000'],
	])('is used %s', (_, value, url) => {
		expect(readBaseUrl(value)).toEqual(ok(url));
	});

	it.each([
		['nothing', ''],
		['blanks', '  '],
		['null', null],
		['undefined', undefined],
		['a number', 5],
		['an object', {}],
	])('%s is called empty', (_, value) => {
		expect(readBaseUrl(value)).toEqual(err(expect.stringMatching(/Base URL.*is empty/)));
	});

	it.each([
		['no scheme', 'ai.odkkk.com/apiv1'],
		['another scheme', 'ftp://ai.odkkk.com'],
		['a letter before the scheme', 'hhttps://ai.odkkk.com'],
		['no host', 'https://'],
		['no host before a path', 'https:///apiv1'],
		['no host before a port', 'https://:8080'],
		['a port that is none', 'https://a.example:port'],
		['a port out of range', 'https://a.example:99999'],
		['half an IPv6 address', 'http://[::1'],
		['a blank inside', 'https://a.example/api v1'],
		['a query', 'https://a.example/apiv1?key=1'],
		['a fragment', 'https://a.example/#apiv1'],
		['a user name', 'https://me@a.example'],
		['words', 'see my notes'],
	])('%s: refused, with an example', (_, value) => {
		expect(readBaseUrl(value)).toEqual(
			err(
				expect.stringMatching(
					/^Base URL in the credential is not a valid URL\. .*https:\/\/ai\.odkkk\.com\/apiv1$/,
				),
			),
		);
	});

	it.each([
		['a password in the address', 'https://me:hunter2@a.example', 'hunter2'],
		['the API key in the wrong field', 'sk-9f8e7d6c5b4a', '9f8e7d6c5b4a'],
	])('%s is not shown in the error', (_, value, secret) => {
		expect(JSON.stringify(readBaseUrl(value))).not.toContain(secret);
	});

	it.each([
		['nothing', '', undefined],
		['blanks', ' ', undefined],
		['a value that is no text', 5, undefined],
		['a URL', ' https://files.example/ ', ok('https://files.example')],
		['no URL', 'files', err(expect.stringMatching(/^Files Base URL in .*files-api\.evolink\.ai$/))],
	])('the file host may be %s', (_, value, expected) => {
		expect(readFilesBaseUrl(value)).toEqual(expected);
	});

	it.each([
		['https://api.example.com', 0],
		['http://localhost:8080/apiv1', 0],
		['http://192.168.1.2', 0],
		['http://api.example.com', 1],
	])('hints on %s: %d, of a key that is sent unencrypted', (baseUrl, count) => {
		expect(hintsForBaseUrl(baseUrl)).toEqual(
			Array(count).fill(expect.stringMatching(/key is sent unencrypted/)),
		);
	});
});
