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

	it.each(['test-key', ' Bearer test-key\n'])('accepts a valid key entered as %j', async (key) => {
		expect(await test(key)).toMatchObject({ status: 'OK' });
	});

	it('accepts a Base URL with a trailing slash', async () => {
		expect(await test('test-key', `${api.baseUrl}/`)).toMatchObject({ status: 'OK' });
	});

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
		['JSON of another service', { status: 200, type: 'application/json', body: '{"ok":true}' }],
		['an empty response', { status: 204, type: 'text/plain', body: '' }],
	])('reports Base URL as the cause for %s', async (_, given) => {
		answer = given;
		const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

		const result = await n8n.testCredential({ type: 'hailuoApi', data: { apiKey: 'k', baseUrl } });

		expect(result).toMatchObject({ status: 'Error', message: expect.stringContaining('Base URL') });
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
