import type {
	IDataObject,
	IExecuteFunctions,
	IHttpRequestMethods,
	IHttpRequestOptions,
} from 'n8n-workflow';

import type { CreateBody } from '../video/request';
import { readTask, type KnownTask, type TaskReading } from '../video/task';
import { faultOf, type Answer, type Fault } from './fault';
import { faultFromThrown } from './thrown';

/** Told to every host, so that an operator can see who is calling; some media hosts refuse library defaults. */
export const USER_AGENT = 'n8n-nodes-hailuo';

/** A create passes through the vendor before it answers, a read does not. */
const CREATE_TIMEOUT_MS = 60_000;
const READ_TIMEOUT_MS = 30_000;

type Reply = TaskReading | { fault: Fault };

/** The requests of the video API. Each is sent once: what to do after a fault is decided elsewhere. */
export class HailuoClient {
	constructor(
		private readonly context: IExecuteFunctions,
		private readonly baseUrl: string,
	) {}

	/** Costs money. The key makes a host that knows it answer a repeated request with the same task. */
	async createTask(body: CreateBody, idempotencyKey: string): Promise<Reply> {
		return await this.request('POST', '/v1/videos/generations', {
			headers: { 'Idempotency-Key': idempotencyKey },
			body: body as unknown as IDataObject,
			timeout: CREATE_TIMEOUT_MS,
		});
	}

	async readTask(task: KnownTask): Promise<Reply> {
		const path = `/v1/tasks/${encodeURIComponent(task.taskId)}`;
		return await this.request('GET', path, { timeout: READ_TIMEOUT_MS }, task);
	}

	private async request(
		method: IHttpRequestMethods,
		path: string,
		options: Partial<IHttpRequestOptions>,
		known?: KnownTask,
	): Promise<Reply> {
		let answer: Answer;
		try {
			const response = (await this.context.helpers.httpRequestWithAuthentication.call(
				this.context,
				'hailuoApi',
				{
					method,
					url: `${this.baseUrl}${path}`,
					json: true,
					// n8n would carry the key along to wherever a redirect points.
					disableFollowRedirect: true,
					returnFullResponse: true,
					ignoreHttpStatusErrors: true,
					...options,
					headers: { 'User-Agent': USER_AGENT, ...options.headers },
				},
			)) as { statusCode: number; headers: IDataObject; body: unknown };
			answer = { status: response.statusCode, headers: response.headers, body: response.body };
		} catch (error) {
			return { fault: faultFromThrown(error) };
		}
		const fault = faultOf(answer, Date.now());
		if (fault !== undefined) return { fault };
		const reading = readTask(answer.body, known);
		return reading ?? { fault: { kind: 'unreadable', message: 'The answer names no task' } };
	}
}
