import type {
	IDataObject,
	IExecuteFunctions,
	IHttpRequestOptions,
	IPollFunctions,
} from 'n8n-workflow';

import type { CreateBody } from '../domain/createBody';
import { parseCredits, type Credits } from '../domain/credits';
import { apiModelsOf } from '../domain/modelOptions';
import { parseTaskBatch, type KnownTask, type Task } from '../domain/task';
import { parseTaskList, type TaskFilter, type TaskPage } from '../domain/taskList';
import { nonEmptyString } from '../utils/json';
import { ok, type Result } from '../utils/result';
import type { Credential } from './credential';
import type { RequestError } from './evidence';
import { sendRequest } from './request';
import {
	parseCreateResponse,
	parseResponse,
	parseTaskResponse,
	type CreateReading,
	type HttpResponse,
} from './response';
import { PAGE_SIZE } from './taskPager';

/** A create takes longer than a read, since the provider forwards it to the model's own API first. */
const CREATE_TIMEOUT_MS = 60_000;
const READ_TIMEOUT_MS = 30_000;

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
		return await this.send('POST', 'videos/generations', parseCreateResponse, {
			headers: { 'Idempotency-Key': idempotencyKey },
			body: body as unknown as IDataObject,
			timeout: CREATE_TIMEOUT_MS,
		});
	}

	async getTask(task: KnownTask): Promise<Result<Task, RequestError>> {
		const path = `tasks/${encodeURIComponent(task.taskId)}`;
		return await this.send('GET', path, (response) => parseTaskResponse(response, task));
	}

	/** Reads up to 50 tasks; those of other accounts are absent. Undocumented: a provider may not have it. */
	async getTasks(tasks: readonly KnownTask[]): Promise<Result<Map<string, Task>, RequestError>> {
		const parse = (response: HttpResponse) =>
			parseResponse(response, (body) => parseTaskBatch(body, tasks), 'a list of tasks');
		const body = { task_ids: tasks.map(({ taskId }) => taskId) };
		return await this.send('POST', 'tasks/batch', parse, { body });
	}

	/**
	 * Lists the account's video tasks in the provider's order. Undocumented: a provider may not have it
	 * (`lacksRoute`), or ignore the filter.
	 *
	 * @param page from 1
	 * @param filter.status pending tasks are listed as processing
	 * @param filter.model a value of the models table, or a name in the API
	 */
	async listTasks(
		page: number,
		{ status, model }: Pick<TaskFilter, 'status' | 'model'> = {},
	): Promise<Result<TaskPage, RequestError>> {
		const qs: IDataObject = { type: 'video', page, page_size: PAGE_SIZE };
		if (status !== undefined) qs.status = status;
		const [apiModel, ...others] = model === undefined ? [] : apiModelsOf(model);
		// The API filters by one name; a model with several is filtered here.
		if (others.length === 0 && apiModel !== undefined) qs.model = apiModel;
		const parse = (response: HttpResponse) => {
			const result = parseResponse(response, parseTaskList, 'a list of tasks');
			const dateMs = Date.parse(nonEmptyString(response.headers.date) ?? '');
			return result.ok && dateMs > 0 ? ok({ ...result.value, dateMs }) : result;
		};
		return await this.send('GET', 'tasks', parse, { qs });
	}

	/** Reads the credits of the account and the key. A provider may not have this route (`lacksRoute`). */
	async getCredits(): Promise<Result<Credits, RequestError>> {
		return await this.send('GET', 'credits', (response) =>
			parseResponse(response, parseCredits, 'the credits of the account'),
		);
	}

	private async send<T>(
		method: 'GET' | 'POST',
		path: string,
		parse: (response: HttpResponse) => Result<T, RequestError>,
		options: Partial<IHttpRequestOptions> = {},
	): Promise<Result<T, RequestError>> {
		const url = `${this.credential.baseUrl}/v1/${path}`;
		const request = { method, url, timeout: this.readTimeoutMs, ...options };
		return await sendRequest(this.context, this.credential.data, request, parse);
	}
}
