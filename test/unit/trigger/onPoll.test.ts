import type { IHttpRequestOptions, IPollFunctions } from 'n8n-workflow';

import { onPoll } from '../../../nodes/Hailuo/trigger/onPoll';

/** What the API answers to the read of each task: status and body. */
type Answers = Record<string, [statusCode: number, body: object]>;

/** An activation of the trigger for these tasks, with the lines that it logs. */
function activation(answers: Answers) {
	const log: string[] = [];
	const parameters: Record<string, unknown> = {
		event: 'completed',
		watch: 'taskIds',
		taskIds: Object.keys(answers),
	};
	const send = async (_: string, { url }: IHttpRequestOptions) => {
		const [statusCode, body] = answers[url.split('/').at(-1) ?? ''] ?? [404, {}];
		return await Promise.resolve({ statusCode, headers: {}, body: JSON.stringify(body) });
	};
	const context = {
		getActivationMode: () => 'activate',
		getMode: () => 'trigger',
		getNode: () => ({ id: 'node', name: 'Hailuo Trigger' }),
		getWorkflow: () => ({ id: 'workflow' }),
		getWorkflowStaticData: () => ({}),
		getCredentials: async () =>
			await Promise.resolve({ apiKey: 'test-key', baseUrl: 'https://api.example.com' }),
		getNodeParameter: (name: string, fallback: unknown) => parameters[name] ?? fallback,
		logger: { warn: (line: string) => void log.push(line) },
		helpers: { httpRequestWithAuthentication: send },
	};
	return { poll: async () => await onPoll(context as unknown as IPollFunctions), log };
}

describe('onPoll', () => {
	it('logs the other errors before it throws one, and that one not', async () => {
		const { poll, log } = activation({
			'task-1': [403, { error: { message: 'Not yours' } }],
			'task-2': [503, { error: { message: 'Overloaded' } }],
			'task-3': [503, { error: { message: 'Overloaded' } }],
		});

		await expect(poll()).rejects.toThrow('Task task-1 could not be read');
		expect(log).toEqual([expect.stringMatching(/^Node "Hailuo Trigger": .*Overloaded/)]);
	});

	it('outputs the fields of a task in the same order as the operations', async () => {
		const { poll } = activation({
			'task-4': [
				200,
				{ id: 'task-4', created: 1_700_000_000, status: 'completed', results: ['https://a/v.mp4'] },
			],
		});

		const [[{ json }]] = (await poll()) ?? [[]];
		const columns = ['status', 'videoUrl', 'expiresAt', 'taskId', 'progress', 'createdAt'];
		expect(Object.keys(json)).toEqual(columns);
	});
});
