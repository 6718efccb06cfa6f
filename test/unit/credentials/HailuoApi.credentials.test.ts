import { HailuoApi } from '../../../credentials/HailuoApi.credentials';

const credential = new HailuoApi();

describe('HailuoApi', () => {
	it('has the fields that saved credentials contain', () => {
		const fields = credential.properties.filter(({ type }) => type !== 'notice');
		expect(fields.map(({ name, type, default: byDefault }) => ({ name, type, byDefault }))).toEqual(
			[
				{ name: 'baseUrl', type: 'string', byDefault: 'https://ai.odkkk.com/apiv1' },
				{ name: 'apiKey', type: 'string', byDefault: '' },
				{ name: 'filesBaseUrl', type: 'string', byDefault: '' },
				{ name: 'idempotentCreate', type: 'options', byDefault: 'auto' },
			],
		);
		expect(credential.name).toBe('hailuoApi');
	});

	it('masks the API key in the form', () => {
		const apiKey = credential.properties.find(({ name }) => name === 'apiKey');
		expect(apiKey?.typeOptions?.password).toBe(true);
	});

	it('states first where a key comes from, and which fields a beginner may skip', () => {
		const [first, ...others] = credential.properties.map(({ type, name, displayName }) =>
			type === 'notice' ? displayName : name,
		);
		expect(first).toMatch(/Create the API key.*key from MiniMax.*does not work/);
		expect(others).toEqual([
			'baseUrl',
			'apiKey',
			expect.stringMatching(/^Optional/),
			'filesBaseUrl',
			'idempotentCreate',
		]);
	});

	describe('credential test', () => {
		it('requests a task, which is free, and sends the key to no other host', () => {
			const { method = 'GET', url, disableFollowRedirect } = credential.test.request;

			expect(method).toBe('GET');
			expect(url).toMatch(/^\/v1\/tasks\/[\w-]+$/);
			expect(disableFollowRedirect).toBe(true);
		});

		/** As n8n evaluates the test: the first rule whose key has its value in the body determines the message. */
		function testResult(body: unknown): string {
			for (const { type, properties } of credential.test.rules ?? []) {
				if (type !== 'responseSuccessBody') throw new Error(`Unexpected rule type: ${type}`);
				const actual = properties.key
					.split('.')
					.reduce<unknown>((value, key) => (value as Record<string, unknown>)?.[key], body);
				if (actual === properties.value) return properties.message;
			}
			return 'good';
		}

		it.each([
			['older', { error: { code: 401, message: 'No', type: 'authentication_error' } }],
			['newer', { error: { code: 'unauthorized', message: 'No', type: 'authentication_error' } }],
		])('reports an invalid key in the %s error format', (_, body) => {
			expect(testResult(body)).toMatch(/^Invalid API key\./);
		});

		it.each([
			['older', { error: { code: 403, message: 'No', type: 'permission_error' } }],
			['newer', { error: { code: 'permission_denied', message: 'No', type: 'permission_error' } }],
		])('reports a key without permission to read tasks in the %s error format', (_, body) => {
			expect(testResult(body)).toMatch(/another API key/i);
		});

		it.each([
			['a web page', '<!DOCTYPE html><html><body>Welcome</body></html>'],
			['an empty object', {}],
			['an empty body', ''],
			['no body', undefined],
			['other JSON', { status: 'ok', version: '1.2.3' }],
			['an error of another API', { error: 'Not Found' }],
			['a list', []],
		])('reports a wrong URL when it receives %s', (_, body) => {
			expect(testResult(body)).toMatch(/at this URL.*Base URL/);
		});

		it.each([
			['older', { error: { code: 404, message: 'No', type: 'not_found_error', param: 'task_id' } }],
			['newer', { error: { code: 'task_not_found', message: 'No', type: 'not_found_error' } }],
		])('accepts the key when the task does not exist, in the %s error format', (_, body) => {
			expect(testResult(body)).toBe('good');
		});

		it.each([
			['500 in the older', { error: { code: 500, message: 'No', type: 'internal_server_error' } }],
			['500 in the newer', { error: { code: 'internal_error', message: 'No', type: 'api_error' } }],
			['502 in the older', { error: { code: 502, message: 'No', type: 'upstream_error' } }],
			[
				'503 in the older',
				{ error: { code: 503, message: 'No', type: 'service_unavailable_error' } },
			],
			[
				'503 in the newer',
				{ error: { code: 'service_unavailable', message: 'No', type: 'api_error' } },
			],
			['429 in the older', { error: { code: 429, message: 'No', type: 'rate_limit_error' } }],
		])('reports that the key could not be validated after HTTP %s error format', (_, body) => {
			expect(testResult(body)).toMatch(/could not be validated.*again later/);
		});

		it('states in every message what to do next', () => {
			for (const { properties } of credential.test.rules ?? []) {
				expect((properties as { message: string }).message).toMatch(/\. (Copy|Use|Check|Try) /);
			}
		});
	});
});
