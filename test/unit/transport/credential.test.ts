import { newIssue } from '../../../nodes/Hailuo/domain/issue';
import {
	hintsForBaseUrl,
	honorsIdempotencyKey,
	readBaseUrl,
	readFilesBaseUrl,
} from '../../../nodes/Hailuo/transport/credential';
import { err, ok } from '../../../nodes/Hailuo/utils/result';

describe('readBaseUrl', () => {
	it.each([
		'https://api.evolink.ai',
		'https://ai.odkkk.com/apiv1',
		'https://a.example/b/c-d',
		'http://localhost:8080/apiv1',
		'http://127.0.0.1:3000',
		'http://[::1]:3000',
		'https://a.example/v10',
		'https://a.example/v1beta',
		'https://v1.example/api',
	])('accepts %s', (url) => {
		expect(readBaseUrl(url)).toEqual(ok(url));
	});

	it.each([
		'/',
		'///',
		'\n',
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

	it.each(['', '  ', null, undefined, 5, {}])('reports %j as empty', (value) => {
		expect(readBaseUrl(value)).toMatchObject({
			error: { message: 'Base URL in the credential is empty' },
		});
	});

	it.each([
		'ai.odkkk.com/apiv1',
		'ftp://ai.odkkk.com',
		'hhttps://ai.odkkk.com',
		'https://',
		'https:///apiv1',
		'https://:8080',
		'https://a.example:port',
		'https://a.example:99999',
		'http://[::1',
		'https://a.example/api v1',
		'https://me:hunter2@a.example',
		'sk-9f8e7d6c5b4a',
	])('rejects %s, shows an example, and does not repeat what may be a secret', (value) => {
		const message = 'Base URL in the credential is not a valid URL';
		const suggestion = 'Enter a URL such as https://ai.odkkk.com/apiv1.';
		expect(readBaseUrl(value)).toEqual(err(newIssue(message, suggestion)));
	});
});

describe('readFilesBaseUrl', () => {
	const HINT = 'Enter a URL such as https://files-api.evolink.ai (for api.evolink.ai).';

	it.each([
		['', err(newIssue('Files Base URL in the credential is empty', HINT))],
		[undefined, err(newIssue('Files Base URL in the credential is empty', HINT))],
		[' https://files.example/ ', ok('https://files.example')],
		['files', err(newIssue('Files Base URL in the credential is not a valid URL', HINT))],
	])('reads %j as %p', (value, expected) => {
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
		const warning: unknown = expect.stringMatching(/key is sent unencrypted/);
		expect(hintsForBaseUrl(baseUrl)).toEqual(Array(count).fill(warning));
	});
});

describe('honorsIdempotencyKey', () => {
	it.each([
		['auto', 'https://api.evolink.ai', true],
		['auto', 'https://API.evolink.ai/prefix', true],
		['auto', 'https://ai.odkkk.com/apiv1', false],
		['auto', 'https://api.evolink.ai.example.com', false],
		['auto', 'https://example.com/api.evolink.ai', false],
		['auto', 'no URL', false],
		['yes', 'https://ai.odkkk.com/apiv1', true],
		['no', 'https://api.evolink.ai', false],
	] as const)('with %s and %s returns %s', (setting, baseUrl, expected) => {
		expect(honorsIdempotencyKey(setting, baseUrl)).toBe(expected);
	});
});
