/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development code, never shipped */
import { createServer, type Server } from 'http';
import type { AddressInfo } from 'net';

import { startSimulator, type Simulator, type SimulatorOptions } from '../../simulator';
import { sharedN8n } from './harness/shared';
import { simulatedN8n } from './harness/simulatedN8n';

const hosts: Array<[string, SimulatorOptions]> = [
	['a provider with /v1/credits', { withCredits: true }],
	['a provider without /v1/credits', { withCredits: false }],
	['a provider with the newer error format', { errorShape: 'text' }],
	['a provider without a path prefix', { prefix: '' }],
];

describe.each(hosts)('The credential test at %s', (_, options) => {
	const n8n = sharedN8n();
	let api: Simulator;
	beforeAll(async () => (api = await startSimulator(options)));
	afterAll(async () => await api.close());

	const test = async (apiKey: string, baseUrl = api.baseUrl) =>
		await n8n.testCredential({ type: 'hailuoApi', data: { apiKey, baseUrl } });

	it.each(['test-key', ' Bearer test-key\n', 'test\u200b-key'])(
		'accepts a valid key entered as %j',
		async (key) => {
			expect(await test(key)).toMatchObject({ status: 'OK' });
		},
	);

	it.each(['/', '/v1', '/v1/videos/generations', '/v1/tasks/task-1?x=1', ' '])(
		'accepts a Base URL with %j behind it',
		async (pasted) => {
			expect(await test('test-key', `${api.baseUrl}${pasted}`)).toMatchObject({ status: 'OK' });
		},
	);

	it('reports an invalid key', async () => {
		expect(await test('wrong-key')).toMatchObject({
			status: 'Error',
			message: expect.stringContaining('key'),
		});
	});

	it('creates no task', async () => {
		await test('test-key');

		expect(api.tasks).toHaveLength(0);
		expect(api.requestsTo('create')).toHaveLength(0);
	});
});

describe('The credential test at another server', () => {
	const n8n = sharedN8n();
	let server: Server;
	let answer: { status: number; type: string; body: string };
	beforeAll(async () => {
		server = createServer((_, response) => {
			response.writeHead(answer.status, { 'content-type': answer.type }).end(answer.body);
		});
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	});
	afterAll(() => server.close());

	it.each([
		['a web page with 200', { status: 200, type: 'text/html', body: '<html>Welcome</html>' }],
		['a web page with 404', { status: 404, type: 'text/html', body: '<html>Not here</html>' }],
		['a redirect', { status: 302, type: 'text/plain', body: '' }],
		['an empty response', { status: 204, type: 'text/plain', body: '' }],
		[
			'an unknown route of a gateway',
			{
				status: 404,
				type: 'application/json',
				body: '{"error":{"message":"Invalid URL (GET /v1/tasks/x)","type":"invalid_request_error","code":""}}',
			},
		],
		[
			'an unknown route without a code',
			{
				status: 404,
				type: 'application/json',
				body: '{"error":{"message":"Invalid URL","type":"invalid_request_error","code":null}}',
			},
		],
	])('reports Base URL as the cause for %s', async (_, given) => {
		answer = given;
		const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

		const result = await n8n.testCredential({ type: 'hailuoApi', data: { apiKey: 'k', baseUrl } });

		expect(result).toMatchObject({ status: 'Error', message: expect.stringContaining('Base URL') });
	});

	const test = async (status: number, body: object) => {
		answer = { status, type: 'application/json', body: JSON.stringify(body) };
		const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
		return await n8n.testCredential({ type: 'hailuoApi', data: { apiKey: 'k', baseUrl } });
	};

	it.each([
		{ error: { message: 'Invalid token', type: 'new_api_error' } },
		{ error: { message: 'Invalid token', type: 'auth_error', code: 'x' } },
		{ error: { message: 'No', type: 'invalid_request_error', code: 'invalid_api_key' } },
		{ detail: 'Could not validate credentials' },
		{},
	])('reports an invalid key for HTTP 401 with %j', async (body) => {
		expect(await test(401, body)).toMatchObject({
			status: 'Error',
			message: expect.stringMatching(/API key.*MiniMax/),
		});
	});

	it.each([
		[404, { code: 404, message: 'task does not exist' }],
		[404, { detail: 'Task not found' }],
		[404, { error: 'not found' }],
		[404, { success: false, msg: 'no such task' }],
		[200, { status: 'failed', error: { code: 'resource_not_found', message: 'No' } }],
		[400, { error: { code: 'invalid_task_id', message: 'No' } }],
	])('accepts the key when the provider answers HTTP %d with %j', async (status, body) => {
		expect(await test(status, body)).toMatchObject({ status: 'OK' });
	});
});

describe('A credential with an expression', () => {
	const hailuo = simulatedN8n({ keys: ['key-of-anna', 'key-of-ben'] });

	it('is resolved per item: each video is created and read with the key of its item', async () => {
		const data = { apiKey: '={{ $json.key }}', baseUrl: hailuo.api.baseUrl };
		const credential = { name: 'By item', type: 'hailuoApi', data };

		const { items } = await hailuo.run(
			{ prompt: '={{ $json.prompt }}', waitForCompletion: true },
			{
				items: [
					{ prompt: 'A boat', key: 'key-of-anna' },
					{ prompt: 'A kite', key: 'key-of-ben' },
				],
				credentials: { hailuoApi: await hailuo.n8n.createCredential(credential) },
			},
		);

		const keysFor = (prompt: string) => {
			const { id } = hailuo.taskOf(prompt);
			const requests = hailuo.api.requests.filter(
				({ server, taskId }) => server === 'api' && taskId === id,
			);
			return requests.map(({ headers }) => headers.authorization);
		};
		expect(items('Hailuo').map(({ json }) => json.status)).toEqual(['completed', 'completed']);
		expect(new Set(keysFor('A boat'))).toEqual(new Set(['Bearer key-of-anna']));
		expect(new Set(keysFor('A kite'))).toEqual(new Set(['Bearer key-of-ben']));
	});
});
