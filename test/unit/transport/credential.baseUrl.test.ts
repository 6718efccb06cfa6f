import { err, ok } from '../../../nodes/Hailuo/utils/result';
import {
	hintsForBaseUrl,
	readBaseUrl,
	readFilesBaseUrl,
} from '../../../nodes/Hailuo/transport/credential';

describe('readBaseUrl', () => {
	it.each([
		['a URL without a path', 'https://api.evolink.ai', 'https://api.evolink.ai'],
		['a URL with a path prefix', 'https://ai.odkkk.com/apiv1', 'https://ai.odkkk.com/apiv1'],
		['a URL with a longer path prefix', 'https://a.example/b/c-d', 'https://a.example/b/c-d'],
		[
			'a URL with a trailing slash, and removes it',
			'https://a.example/apiv1/',
			'https://a.example/apiv1',
		],
		[
			'a URL with several trailing slashes, and removes them',
			'https://a.example///',
			'https://a.example',
		],
		[
			'a URL with blanks around it, and removes them',
			'  https://a.example/apiv1/\n',
			'https://a.example/apiv1',
		],
		['a URL with a port', 'http://localhost:8080/apiv1', 'http://localhost:8080/apiv1'],
		['a URL with an IPv4 address', 'http://127.0.0.1:3000', 'http://127.0.0.1:3000'],
		['a URL with an IPv6 address', 'http://[::1]:3000', 'http://[::1]:3000'],
	])('accepts %s', (_, value, url) => {
		expect(readBaseUrl(value)).toEqual(ok(url));
	});

	it.each([
		'/v1',
		'/v1/',
		'/V1',
		'//v1//',
		'/v1/videos/generations',
		'/v1/videos/generations/',
		'/v1/tasks',
		'/v1/tasks/task-unified-1757169743-7cvnl5zw',
		'/v1/tasks/batch',
		'/v1/credits',
		'/v1/videos/generations?model=x#top',
		'?key=1',
		'/?key=1',
		'#apiv1',
		'/v1/tasks/org%2Ftask-1 ',
	])('removes %j, which was pasted with the URL', (pasted) => {
		for (const url of ['https://ai.odkkk.com/apiv1', 'https://api.evolink.ai']) {
			expect(readBaseUrl(` ${url}${pasted}`)).toEqual(ok(url));
		}
	});

	it.each(['https://a.example/v10', 'https://a.example/v1beta', 'https://v1.example/api'])(
		'keeps the path of %s',
		(url) => {
			expect(readBaseUrl(url)).toEqual(ok(url));
		},
	);

	it.each([
		['an empty string', ''],
		['blanks', '  '],
		['null', null],
		['undefined', undefined],
		['a number', 5],
		['an object', {}],
	])('reports %s as an empty Base URL', (_, value) => {
		expect(readBaseUrl(value)).toEqual(err(expect.stringMatching(/Base URL.*is empty/)));
	});

	it.each([
		['a URL without a scheme', 'ai.odkkk.com/apiv1'],
		['an FTP URL', 'ftp://ai.odkkk.com'],
		['a misspelled scheme', 'hhttps://ai.odkkk.com'],
		['a URL without a host', 'https://'],
		['a path without a host', 'https:///apiv1'],
		['a port without a host', 'https://:8080'],
		['a port that is not a number', 'https://a.example:port'],
		['a port out of range', 'https://a.example:99999'],
		['an incomplete IPv6 address', 'http://[::1'],
		['a URL with a blank', 'https://a.example/api v1'],
		['a URL with a user name', 'https://me@a.example'],
		['text that is not a URL', 'see my notes'],
	])('rejects %s and shows an example', (_, value) => {
		expect(readBaseUrl(value)).toEqual(
			err(
				expect.stringMatching(
					/^Base URL in the credential is not a valid URL\. .*https:\/\/ai\.odkkk\.com\/apiv1$/,
				),
			),
		);
	});

	it.each([
		['a password in the URL', 'https://me:hunter2@a.example', 'hunter2'],
		['an API key in the wrong field', 'sk-9f8e7d6c5b4a', '9f8e7d6c5b4a'],
	])('keeps %s out of the error', (_, value, secret) => {
		expect(JSON.stringify(readBaseUrl(value))).not.toContain(secret);
	});
});

describe('readFilesBaseUrl', () => {
	it.each([
		['an empty string as undefined', '', undefined],
		['blanks as undefined', ' ', undefined],
		['a number as undefined', 5, undefined],
		['a URL and trims it', ' https://files.example/ ', ok('https://files.example')],
		[
			'an invalid URL as an error',
			'files',
			err(expect.stringMatching(/^Files Base URL in .*files-api\.evolink\.ai$/)),
		],
	])('reads %s', (_, value, expected) => {
		expect(readFilesBaseUrl(value)).toEqual(expected);
	});
});

describe('hintsForBaseUrl', () => {
	it.each([
		['https://api.example.com', 0],
		['http://localhost:8080/apiv1', 0],
		['http://192.168.1.2', 0],
		['http://api.example.com', 1],
	])('returns for %s the number of warnings about an unencrypted API key: %d', (baseUrl, count) => {
		expect(hintsForBaseUrl(baseUrl)).toEqual(
			Array(count).fill(expect.stringMatching(/key is sent unencrypted/)),
		);
	});
});
