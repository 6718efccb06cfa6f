/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development code, never shipped */
import { createServer, type Server } from 'http';
import type { AddressInfo } from 'net';

import { startSimulator, type SimulatorOptions } from '../../simulator';
import { sharedN8n } from './harness/shared';

/** n8n's test of the credential with this key and URL. */
const test = async (apiKey: string, baseUrl: string) =>
	await sharedN8n().testCredential({ type: 'hailuoApi', data: { apiKey, baseUrl } });

// n8n evaluates the rules of the test: each for a body, and one for a status of each message, has a row here.
// All statuses: test/unit/credentials.
describe('The credential test', () => {
	it.each<[string, SimulatorOptions]>([
		['with the older error format', {}],
		[
			'with the newer error format, without /v1/credits',
			{ errorShape: 'text', withCredits: false },
		],
		['without a path prefix', { prefix: '' }],
	])(
		'at a provider %s accepts a valid key, rejects others, and creates no task',
		async (_, options) => {
			const api = await startSimulator(options);

			const accepted = [
				await test('test-key', api.baseUrl),
				await test(' Bearer test\u200b-key\n', api.baseUrl),
				await test('test-key', `${api.baseUrl}/`),
				await test('test-key', `${api.baseUrl}/v1/tasks/task-1?x=1`),
			];
			const rejected = await test('wrong-key', api.baseUrl);

			await api.close();
			expect(accepted).toEqual(Array(4).fill(expect.objectContaining({ status: 'OK' })));
			const message = expect.stringMatching(/API key.*MiniMax/);
			expect(rejected).toMatchObject({ status: 'Error', message });
			expect(api.requestsTo('create')).toHaveLength(0);
		},
	);

	describe('at another server', () => {
		let server: Server;
		let answer: { status: number; body: unknown };
		beforeAll(async () => {
			server = createServer((_, response) => {
				const isPage = typeof answer.body === 'string';
				response
					.writeHead(answer.status, { 'content-type': isPage ? 'text/html' : 'application/json' })
					.end(isPage ? answer.body : JSON.stringify(answer.body));
			});
			await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		});
		afterAll(() => server.close());

		const invalidUrl = { message: 'Invalid URL', type: 'invalid_request_error' };
		it.each<[string, number, unknown, object]>([
			['Base URL', 200, '<html>Welcome</html>', { status: 'Error' }],
			['Base URL', 404, '<html>Not here</html>', { status: 'Error' }],
			['Base URL', 302, '', { status: 'Error' }],
			['Base URL', 204, '', { status: 'Error' }],
			['Base URL', 404, { error: { ...invalidUrl, code: '' } }, { status: 'Error' }],
			['Base URL', 404, { error: { ...invalidUrl, code: null } }, { status: 'Error' }],
			['API key', 401, { detail: 'Could not validate credentials' }, { status: 'Error' }],
			['permission', 403, { error: { code: 403 } }, { status: 'Error' }],
			['later', 503, '', { status: 'Error' }],
			['', 404, { detail: 'Task not found' }, { status: 'OK' }],
			['', 200, { status: 'failed', error: { code: 'resource_not_found' } }, { status: 'OK' }],
			['', 400, { error: { code: 'invalid_task_id', message: 'No' } }, { status: 'OK' }],
		])('says "%s" for HTTP %d with %j', async (word, status, body, expected) => {
			answer = { status, body };

			const { port } = server.address() as AddressInfo;
			const result = await test('k', `http://127.0.0.1:${port}`);

			expect(result).toMatchObject(expected);
			expect(result.message ?? '').toContain(word);
		});
	});
});
