import { HailuoApi } from '../../../credentials/HailuoApi.credentials';

const credential = new HailuoApi();

describe('Hailuo API credential', () => {
	it('has the fields that saved credentials hold', () => {
		expect(
			credential.properties.map(({ name, type, default: byDefault }) => ({
				name,
				type,
				byDefault,
			})),
		).toEqual([
			{ name: 'apiKey', type: 'string', byDefault: '' },
			{ name: 'baseUrl', type: 'string', byDefault: 'https://ai.odkkk.com/apiv1' },
			{ name: 'filesBaseUrl', type: 'string', byDefault: '' },
			{ name: 'idempotentCreate', type: 'options', byDefault: 'auto' },
		]);
		expect(credential.name).toBe('hailuoApi');
	});

	it('hides the key while it is typed', () => {
		const [apiKey] = credential.properties;
		expect(apiKey.typeOptions?.password).toBe(true);
	});

	describe('its test', () => {
		it('reads a task, which costs nothing, and sends the key to no other host', () => {
			const { method = 'GET', url, disableFollowRedirect } = credential.test.request;

			expect(method).toBe('GET');
			expect(url).toMatch(/^\/v1\/tasks\/[\w-]+$/);
			expect(disableFollowRedirect).toBe(true);
		});

		/** As n8n judges: the first rule whose value stands at its place of the body gives the message. */
		function verdict(body: unknown): string {
			for (const { type, properties } of credential.test.rules ?? []) {
				if (type !== 'responseSuccessBody') throw new Error(`Not foreseen: ${type}`);
				const found = properties.key
					.split('.')
					.reduce<unknown>((value, key) => (value as Record<string, unknown>)?.[key], body);
				if (found === properties.value) return properties.message;
			}
			return 'good';
		}

		it.each([
			['older', { error: { code: 401, message: 'No', type: 'authentication_error' } }],
			['newer', { error: { code: 'unauthorized', message: 'No', type: 'authentication_error' } }],
		])('a key that the API refuses, in the %s dialect', (_, body) => {
			expect(verdict(body)).toMatch(/^Invalid API key\./);
		});

		it.each([
			['older', { error: { code: 403, message: 'No', type: 'permission_error' } }],
			['newer', { error: { code: 'permission_denied', message: 'No', type: 'permission_error' } }],
		])('a key that may not read tasks, in the %s dialect', (_, body) => {
			expect(verdict(body)).toMatch(/another API key/i);
		});

		it.each([
			['a web page', '<!DOCTYPE html><html><body>Welcome</body></html>'],
			['an empty object', {}],
			['an empty body', ''],
			['nothing', undefined],
			['another JSON', { status: 'ok', version: '1.2.3' }],
			['another API’s error', { error: 'Not Found' }],
			['a list', []],
		])('%s at the address', (_, body) => {
			expect(verdict(body)).toMatch(/at this URL.*Base URL/);
		});

		it.each([
			['older', { error: { code: 404, message: 'No', type: 'not_found_error', param: 'task_id' } }],
			['newer', { error: { code: 'task_not_found', message: 'No', type: 'not_found_error' } }],
		])('a task that does not exist, in the %s dialect, means that the key is good', (_, body) => {
			expect(verdict(body)).toBe('good');
		});

		it.each([
			['500, older', { error: { code: 500, message: 'No', type: 'internal_server_error' } }],
			['500, newer', { error: { code: 'internal_error', message: 'No', type: 'api_error' } }],
			['502, older', { error: { code: 502, message: 'No', type: 'upstream_error' } }],
			['503, older', { error: { code: 503, message: 'No', type: 'service_unavailable_error' } }],
			['503, newer', { error: { code: 'service_unavailable', message: 'No', type: 'api_error' } }],
			['429, older', { error: { code: 429, message: 'No', type: 'rate_limit_error' } }],
		])('%s: a key that could not be checked is not called good', (_, body) => {
			expect(verdict(body)).toMatch(/could not be validated.*again later/);
		});

		it('tells what to do in every message', () => {
			for (const { properties } of credential.test.rules ?? []) {
				expect((properties as { message: string }).message).toMatch(/\. (Copy|Use|Check|Try) /);
			}
		});
	});
});
