import type { IDataObject, IExecuteFunctions, IHttpRequestOptions } from 'n8n-workflow';

import type { CreateBody } from '../video/request';
import { readTask, type KnownTask, type TaskReading } from '../video/task';
import type { Fault } from './fault';
import { send } from './send';

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
		return await this.request({
			method: 'POST',
			url: `${this.baseUrl}/v1/videos/generations`,
			headers: { 'Idempotency-Key': idempotencyKey },
			body: body as unknown as IDataObject,
			timeout: CREATE_TIMEOUT_MS,
		});
	}

	async readTask(task: KnownTask): Promise<Reply> {
		const url = `${this.baseUrl}/v1/tasks/${encodeURIComponent(task.taskId)}`;
		return await this.request({ method: 'GET', url, timeout: READ_TIMEOUT_MS }, task);
	}

	private async request(options: IHttpRequestOptions, known?: KnownTask): Promise<Reply> {
		const reply = await send(this.context, options);
		if ('fault' in reply) return reply;
		const reading = readTask(reply.body, known);
		return reading ?? { fault: { kind: 'unreadable', message: 'The answer names no task' } };
	}
}
