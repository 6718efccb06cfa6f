import type {
	IDataObject,
	IExecuteFunctions,
	IHttpRequestOptions,
	IPollFunctions,
} from 'n8n-workflow';

import type { CreateBody } from '../domain/createBody';
import { parseCredits, type Credits } from '../domain/credits';
import { apiModelsOf } from '../domain/modelOptions';
import { parseTask, parseTaskBatch, type KnownTask, type TaskReading } from '../domain/task';
import { parseTaskList, type ListedStatus, type TaskPage } from '../domain/taskList';
import { err, ok, type Result } from '../utils/result';
import type { Credential } from './credential';
import { NOT_A_LIST_CODE, NOT_CREDITS_CODE, type RequestError } from './responseError';
import { sendRequest, type ApiResponse } from './request';

/** A create takes longer than a read, since the provider forwards it to the model's own API first. */
const CREATE_TIMEOUT_MS = 60_000;
const READ_TIMEOUT_MS = 30_000;

/** The response to a create. */
export interface CreateReading extends TaskReading {
	/** The provider returned a task that it had already created for the same idempotency key. */
	isReplayed: boolean;
}

export interface ListQuery {
	/** From 1, in the provider's order. */
	page: number;
	/** At most 100. */
	pageSize: number;
	/** Pending tasks are listed as processing. Default: all statuses. */
	status?: ListedStatus;
	/** A value of the models table, or a name in the API. Default: all models. */
	model?: string;
}

/** The requests of the video API. Each is sent once; the caller decides whether to retry it. */
export class HailuoClient {
	constructor(
		private readonly context: IExecuteFunctions | IPollFunctions,
		private readonly credential: Pick<Credential, 'baseUrl' | 'data'>,
		private readonly readTimeoutMs = READ_TIMEOUT_MS,
	) {}

	/** Creates a task, which costs money. A provider that honors the key returns the same task for the same key. */
	async createTask(
		body: CreateBody,
		idempotencyKey: string,
	): Promise<Result<CreateReading, RequestError>> {
		const options: IHttpRequestOptions = {
			method: 'POST',
			url: `${this.credential.baseUrl}/v1/videos/generations`,
			headers: { 'Idempotency-Key': idempotencyKey },
			body: body as unknown as IDataObject,
			timeout: CREATE_TIMEOUT_MS,
		};
		return await this.sendAndParse(
			options,
			(response) => {
				const reading = parseTask(response.body);
				const isReplayed = String(response.headers['idempotency-replayed']) === 'true';
				return reading && { ...reading, isReplayed };
			},
			NOT_A_TASK,
		);
	}

	async getTask(task: KnownTask): Promise<Result<TaskReading, RequestError>> {
		const url = `${this.credential.baseUrl}/v1/tasks/${encodeURIComponent(task.taskId)}`;
		return await this.sendAndParse(this.get(url), ({ body }) => parseTask(body, task), NOT_A_TASK);
	}

	/** Reads up to 50 tasks; those of other accounts are absent. Undocumented: a provider may not have it. */
	async getTasks(
		tasks: readonly KnownTask[],
	): Promise<Result<Map<string, TaskReading>, RequestError>> {
		const options: IHttpRequestOptions = {
			method: 'POST',
			url: `${this.credential.baseUrl}/v1/tasks/batch`,
			body: { task_ids: tasks.map(({ taskId }) => taskId) },
			timeout: this.readTimeoutMs,
		};
		const parse = ({ body }: ApiResponse) => parseTaskBatch(body, tasks);
		return await this.sendAndParse(options, parse, NOT_A_BATCH);
	}

	/** Lists the account's video tasks. Undocumented: a provider may not have it (`lacksRoute`). */
	async listTasks(query: ListQuery): Promise<Result<TaskPage, RequestError>> {
		const { page, pageSize, status, model } = query;
		const qs: IDataObject = { type: 'video', page, page_size: pageSize };
		if (status !== undefined) qs.status = status;
		const [apiModel, ...others] = model === undefined ? [] : apiModelsOf(model);
		// The API filters by one name; a model with several is filtered here.
		if (others.length === 0 && apiModel !== undefined) qs.model = apiModel;
		const options = { ...this.get(`${this.credential.baseUrl}/v1/tasks`), qs };
		const parse = ({ body }: ApiResponse) => parseTaskList(body, model);
		return await this.sendAndParse(options, parse, NOT_A_LIST);
	}

	/** Reads the credits of the account and the key. A provider may not have this route (`lacksRoute`). */
	async getCredits(): Promise<Result<Credits, RequestError>> {
		const options = this.get(`${this.credential.baseUrl}/v1/credits`);
		return await this.sendAndParse(options, ({ body }) => parseCredits(body), NOT_CREDITS);
	}

	private get(url: string): IHttpRequestOptions {
		return { method: 'GET', url, timeout: this.readTimeoutMs };
	}

	/** @param unexpected the error for a success response in another format */
	private async sendAndParse<T extends object>(
		options: IHttpRequestOptions,
		parse: (response: ApiResponse) => T | undefined,
		unexpected: RequestError,
	): Promise<Result<T, RequestError>> {
		const response = await sendRequest(this.context, this.credential.data, options);
		if (!response.ok) return response;
		const parsed = parse(response.value);
		return parsed === undefined ? err(unexpected) : ok(parsed);
	}
}

const NOT_A_TASK: RequestError = {
	kind: 'unexpectedResponse',
	message: 'The response contains no task ID',
};

const NOT_A_BATCH: RequestError = {
	kind: 'unexpectedResponse',
	code: 'not_a_batch',
	message: 'The response is not a list of tasks',
};

const NOT_A_LIST: RequestError = {
	kind: 'unexpectedResponse',
	code: NOT_A_LIST_CODE,
	message: 'The response is not a list of tasks',
};

const NOT_CREDITS: RequestError = {
	kind: 'unexpectedResponse',
	code: NOT_CREDITS_CODE,
	message: 'The response does not contain the credits of the account',
};
