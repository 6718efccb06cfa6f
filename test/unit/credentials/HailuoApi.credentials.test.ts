/* eslint-disable @n8n/community-nodes/no-dangerous-functions -- evaluates an expression as n8n does */
import { HailuoApi } from '../../../credentials/HailuoApi.credentials';
import { bareKey, readBaseUrl } from '../../../nodes/Hailuo/transport/credential';
import { ok } from '../../../nodes/Hailuo/utils/result';

const credential = new HailuoApi();

describe('HailuoApi', () => {
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

		const WRONG_KEY = /rejected the API key.*Copy it again.*MiniMax/;
		const WRONG_URL = /at this URL\. Check Base URL/;
		const UNAVAILABLE = /could not be validated.*again later/;
		const NO_PERMISSION = /no permission.*Use another API key/;
		const HTML = '<!DOCTYPE html><html><body>Welcome</body></html>';

		/**
		 * As n8n evaluates the test. A status that is not ignored ends it: the first rule with this status
		 * determines the message. Else the first rule whose key has its value in the body does.
		 */
		function testResult(status: number, body: unknown): string {
			const { rules = [], request } = credential.test;
			const { ignore, except = [] } = request.ignoreHttpStatusErrors as {
				ignore: boolean;
				except?: number[];
			};
			expect(ignore).toBe(true);
			if (except.includes(status)) {
				const rule = rules.find(
					({ type, properties }) =>
						type === 'responseCode' && (properties as { value: unknown }).value === status,
				);
				return rule?.properties.message ?? `HTTP ${status}`;
			}
			const rule = rules.find(({ type, properties }) => {
				if (type !== 'responseSuccessBody') return false;
				const { key, value } = properties as { key: string; value: unknown };
				const actual = key
					.split('.')
					.reduce<unknown>((part, name) => (part as Record<string, unknown>)?.[name], body);
				return actual === value;
			});
			return rule?.properties.message ?? 'good';
		}

		it.each<[RegExp, string, number, unknown]>([
			[WRONG_KEY, 'a wrong key, older format', 401, { error: { code: 401, message: 'No' } }],
			[WRONG_KEY, 'a wrong key, newer format', 401, { error: { code: 'unauthorized' } }],
			[WRONG_KEY, 'a wrong key, new_api_error', 401, { error: { type: 'new_api_error' } }],
			[WRONG_KEY, 'a wrong key, auth_error', 401, { error: { type: 'auth_error' } }],
			[WRONG_KEY, "a wrong key, OpenAI's type", 401, { error: { code: 'invalid_api_key' } }],
			[WRONG_KEY, 'a wrong key, detail', 401, { detail: 'Could not validate credentials' }],
			[WRONG_KEY, 'a wrong key, empty', 401, ''],
			[WRONG_KEY, 'a wrong key, web page', 401, HTML],
			[NO_PERMISSION, 'a key without permission', 403, { error: { code: 403 } }],
			[NO_PERMISSION, 'a web page with 403', 403, HTML],
			[UNAVAILABLE, 'a 429', 429, { error: { code: 429, message: 'No' } }],
			[UNAVAILABLE, 'a 500', 500, { error: { code: 'internal_error' } }],
			[UNAVAILABLE, 'the page of a 502', 502, HTML],
			[UNAVAILABLE, 'a 503', 503, ''],
			[UNAVAILABLE, 'a 504', 504, ''],
			[WRONG_URL, 'a redirect', 301, ''],
			[WRONG_URL, 'a redirect to a login', 302, ''],
			[WRONG_URL, 'an empty success', 204, ''],
			[WRONG_URL, 'a web page', 200, HTML],
			[WRONG_URL, 'the page of a 404', 404, '<html>404</html>'],
			[WRONG_URL, 'an unknown route, code null', 404, { error: { code: null, message: 'Invalid URL' } }], // prettier-ignore
			[WRONG_URL, 'an unknown route, empty code', 404, { error: { code: '', message: 'Invalid URL' } }], // prettier-ignore
		])('fails with %p for %s', (message, _, status, body) => {
			expect(testResult(status, body)).toMatch(message);
		});

		// A right key must never fail, so that unknown forms of "no such task" pass.
		it.each([
			['older format', 404, { error: { code: 404, message: 'No', type: 'not_found_error' } }],
			['newer format', 404, { error: { code: 'task_not_found', message: 'No' } }],
			['400', 400, { error: { code: 'invalid_task_id', message: 'No' } }],
			['code and message', 404, { code: 'task_not_exist', message: 'task not exist' }],
			['detail', 404, { detail: 'Task not found' }],
			['404 inside a 200', 200, { status: 'failed', error: { code: 'resource_not_found' } }],
			['a 200 without an error', 200, { code: 0, data: null }],
		])('accepts the key if there is no such task: %s', (_, status, body) => {
			expect(testResult(status, body)).toBe('good');
		});

		it('lets no rule wait for a status that is ignored', () => {
			const { rules = [], request } = credential.test;
			const { except } = request.ignoreHttpStatusErrors as { except: number[] };
			const values = rules.flatMap(({ type, properties }) =>
				type === 'responseCode' ? [(properties as { value: unknown }).value] : [],
			);
			expect([...values].sort()).toEqual([...except].sort());
		});

		it('states in every message what to do next', () => {
			for (const { properties } of credential.test.rules ?? []) {
				expect((properties as { message: string }).message).toMatch(/\. (Copy|Use|Check|Try) /);
			}
		});
	});

	describe('expressions', () => {
		/** The value of an expression without n8n: its only variable is `$credentials`. */
		function evaluate(expression: unknown, $credentials: Record<string, string>): unknown {
			const text = String(expression).replace(/^=/, '');
			return text.replace(/\{\{(.+?)\}\}/gs, (_, code: string) =>
				String(new Function('$credentials', `return ${code}`)($credentials)),
			);
		}

		it.each([
			'https://ai.odkkk.com/apiv1',
			' https://ai.odkkk.com/apiv1/ ',
			'https://ai.odkkk.com/apiv1/v1',
			'https://ai.odkkk.com/apiv1/v1/videos/generations',
			'https://ai.odkkk.com/apiv1/v1/tasks/task-1?x=1',
			'https://ai.odkkk.com/apiv1?key=1#top',
		])('tests the URL that the nodes use: %j', (baseUrl) => {
			const tested = evaluate(credential.test.request.baseURL, { baseUrl });
			expect(readBaseUrl(baseUrl)).toEqual(ok(tested));
			expect(tested).toBe('https://ai.odkkk.com/apiv1');
		});

		it.each([
			'sk-1234567890',
			' sk-1234567890\n',
			'Bearer sk-1234567890',
			'bearer  sk-1234567890',
			'sk-12345\u200b67890',
			'\ufeffsk-1234567890',
			'sk-12345\n67890',
		])('sends the key that is redacted: %j', (apiKey) => {
			const { headers } = credential.authenticate.properties;
			expect(evaluate(headers?.Authorization, { apiKey })).toBe('Bearer sk-1234567890');
			expect(bareKey(apiKey)).toBe('sk-1234567890');
		});
	});
});
