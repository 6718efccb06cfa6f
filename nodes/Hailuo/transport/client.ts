import type {
	IDataObject,
	IExecuteFunctions,
	IHttpRequestOptions,
	IPollFunctions,
} from 'n8n-workflow';

import type { CreateBody } from '../domain/createRequest';
import { parseTask, type KnownTask, type TaskReading } from '../domain/task';
import { parseTaskList, type TaskPage } from '../domain/taskList';
import type { Credential } from './credential';
import type { RequestError } from './responseError';
import { sendRequest, type ApiResponse } from './request';

/** A create passes through the vendor before it answers, a read does not. */
const CREATE_TIMEOUT_MS = 60_000;
const READ_TIMEOUT_MS = 30_000;

type Reply<T = TaskReading> = T | { fault: RequestError };

/** The answer to a create. */
export interface CreateReading extends TaskReading {
	/** The provider knows the idempotency key, and answers with the task that it had already made. */
	isReplayed: boolean;
}

/** Which page of the account's tasks is wanted. */
export interface ListQuery {
	/** From 1, newest tasks first. */
	page: number;
	pageSize: number;
	/** Waiting tasks are listed as processing ones. Default: all. */
	status?: 'processing';
	/** Default: all models. */
	model?: string;
}

/** The requests of the video API. Each is sent once: what to do after a fault is decided elsewhere. */
export class HailuoClient {
	constructor(
		private readonly context: IExecuteFunctions | IPollFunctions,
		private readonly credential: Pick<Credential, 'baseUrl' | 'data'>,
		private readonly readTimeoutMs = READ_TIMEOUT_MS,
	) {}

	/** Costs money. The key makes a host that knows it answer a repeated request with the same task. */
	async createTask(body: CreateBody, idempotencyKey: string): Promise<Reply<CreateReading>> {
		const options: IHttpRequestOptions = {
			method: 'POST',
			url: `${this.credential.baseUrl}/v1/videos/generations`,
			headers: { 'Idempotency-Key': idempotencyKey },
			body: body as unknown as IDataObject,
			timeout: CREATE_TIMEOUT_MS,
		};
		return await this.sendAndParse(
			options,
			({ body: answer, headers }) => {
				const reading = parseTask(answer);
				const isReplayed = String(headers['idempotency-replayed']) === 'true';
				return reading && { ...reading, isReplayed };
			},
			NOT_A_TASK,
		);
	}

	async getTask(task: KnownTask): Promise<Reply> {
		const url = `${this.credential.baseUrl}/v1/tasks/${encodeURIComponent(task.taskId)}`;
		return await this.sendAndParse(this.get(url), ({ body }) => parseTask(body, task), NOT_A_TASK);
	}

	/** The account's video tasks. Undocumented: a host may not have it (`lacksTaskList`). */
	async listTasks({ page, pageSize, status, model }: ListQuery): Promise<Reply<TaskPage>> {
		const qs: IDataObject = { type: 'video', page, page_size: pageSize };
		if (status !== undefined) qs.status = status;
		if (model !== undefined) qs.model = model;
		const options = { ...this.get(`${this.credential.baseUrl}/v1/tasks`), qs };
		return await this.sendAndParse(options, ({ body }) => parseTaskList(body), NOT_A_LIST);
	}

	private get(url: string): IHttpRequestOptions {
		return { method: 'GET', url, timeout: this.readTimeoutMs };
	}

	/** @param otherwise what is wrong where the answer is a good one, but of something else */
	private async sendAndParse<T extends object>(
		options: IHttpRequestOptions,
		read: (response: ApiResponse) => T | undefined,
		otherwise: RequestError,
	): Promise<Reply<T>> {
		const reply = await sendRequest(this.context, this.credential.data, options);
		return 'fault' in reply ? reply : (read(reply) ?? { fault: otherwise });
	}
}

const NOT_A_TASK: RequestError = { kind: 'unreadable', message: 'The answer names no task' };

const NOT_A_LIST: RequestError = {
	kind: 'unreadable',
	code: 'not_a_list',
	message: 'The answer is not a list of tasks',
};
