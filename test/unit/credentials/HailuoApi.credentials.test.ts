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
		const rules = credential.test.rules as Array<{
			type: string;
			properties: { value: unknown; message: string };
		}>;

		it('requests a task, which is free, and sends the key to no other host', () => {
			const { method = 'GET', url, disableFollowRedirect } = credential.test.request;

			expect(method).toBe('GET');
			expect(url).toMatch(/^\/v1\/tasks\/[\w-]+$/);
			expect(disableFollowRedirect).toBe(true);
		});

		// How n8n evaluates the rules, also those for a body: test/e2e/credential.test.ts.
		it.each([
			[/rejected the API key.*Copy it again.*MiniMax/, [401]],
			[/no permission.*Use another API key/, [403]],
			[/could not be validated.*again later/, [429, 500, 502, 503, 504]],
			[/at this URL\. Check Base URL/, [204, 301, 302, 303, 307, 308]],
		])('fails with %p for the statuses %j', (message, expected) => {
			const statuses = rules
				.filter(({ properties }) => message.test(properties.message))
				.flatMap(({ properties: { value } }) => (typeof value === 'number' ? [value] : []));
			expect(statuses).toEqual(expected);
		});

		it('lets no rule wait for a status that is ignored', () => {
			const { ignore, except } = credential.test.request.ignoreHttpStatusErrors as {
				ignore: boolean;
				except: number[];
			};
			const values = rules
				.filter(({ type }) => type === 'responseCode')
				.map(({ properties }) => properties.value);
			expect(ignore).toBe(true);
			expect(values.sort()).toEqual([...except].sort());
		});

		it('states in every message what to do next', () => {
			for (const { properties } of rules) {
				expect(properties.message).toMatch(/\. (Copy|Use|Check|Try) /);
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
