import { logLines } from '../../tools/n8n/log';
import { simulatedN8n } from './harness/simulatedN8n';

describe('The Hailuo node in a real n8n', () => {
	const hailuo = simulatedN8n();
	const createParams = { prompt: 'A paper boat', waitForCompletion: true };

	it.each([
		['an empty prompt', { prompt: '={{ "" }}' }, 'Prompt is empty'],
		[
			'a prompt of 2001 characters',
			{ prompt: 'x'.repeat(2001) },
			'Prompt must have at most 2000 characters',
		],
		[
			'a duration that the quality does not have',
			{ quality: '1080p', duration: 10 },
			'Duration must be 6 seconds at 1080p for MiniMax Hailuo 02 (got 10)',
		],
	])('reports %s before any request', async (_, parameters, message) => {
		const { status, error } = await hailuo.run({ ...createParams, ...parameters });

		expect(status).toBe('error');
		expect(error?.message).toContain(message);
		expect(hailuo.api.requests).toHaveLength(0);
	});

	it.each([
		[
			'an invalid API key',
			(baseUrl: string) => ({ apiKey: 'wrong', baseUrl }),
			/HTTP 401/,
			/API key/,
		],
		[
			'a Base URL where no server listens',
			() => ({ apiKey: 'test-key', baseUrl: 'http://127.0.0.1:9/apiv1' }),
			/could not be reached/,
			/Check Base URL/,
		],
		[
			'an invalid Base URL',
			() => ({ apiKey: 'test-key', baseUrl: 'ai.odkkk.com' }),
			/Base URL in the credential is not a valid URL/,
			undefined,
		],
	])('reports what to check for %s', async (_, credential, message, advice) => {
		const data = credential(hailuo.api.baseUrl);
		const hailuoApi = await hailuo.n8n.createCredential({ name: 'Wrong', type: 'hailuoApi', data });

		const { error } = await hailuo.run(createParams, { credentials: { hailuoApi } });

		expect(error?.message).toMatch(message);
		if (advice) expect(error).toHaveProperty('description', expect.stringMatching(advice));
	});

	it('queues rate limited creates until the API accepts them, and logs it', async () => {
		hailuo.api.fault({ on: 'create', times: 2, then: { status: 429 } });

		const { status, items } = await hailuo.run(createParams);

		expect(status).toBe('success');
		expect(items('Hailuo')[0].json.taskId).toBe(hailuo.api.tasks[0].id);
		expect(hailuo.api.paidTaskIds).toHaveLength(1);
		const [line] = await logLines(
			hailuo.n8n.logFile,
			'Rate limited; queued requests are sent one at a time',
		);
		expect(line).toMatch(/Node "Hailuo".*one at a time.*HTTP 429/);
	});

	it('outputs input, message and task at the error output', async () => {
		hailuo.api.plan({ outcome: { code: 'content_policy_violation', message: 'Not allowed.' } });

		const execution = await hailuo.run(createParams, {
			items: [{ row: '7' }],
			onError: 'continueErrorOutput',
		});

		expect(execution.items('Hailuo', 0)).toHaveLength(0);
		expect(execution.items('Hailuo', 1)[0].json).toMatchObject({
			row: '7',
			error: expect.stringContaining('Not allowed.'),
			details: { taskId: hailuo.api.tasks[0].id, failure: { code: 'content_policy_violation' } },
		});
	});
});
