import { findApiError, type ApiError } from '../domain/apiError';
import {
	estimateIn,
	explicitTaskId,
	findTaskId,
	isFinal,
	isPlainId,
	isTaskLike,
	parseTask,
	type KnownTask,
	type Task,
} from '../domain/task';
import { isGenerationCode } from '../domain/taskFailure';
import { parseTaskId } from '../domain/taskId';
import { shorten } from '../utils/format';
import { asRecord, firstOf, isRecord, nonEmptyString } from '../utils/json';
import { err, ok, type Result } from '../utils/result';
import type { Reason, RequestError, RequestKind } from './evidence';
import { isSuccess, reasonFor, reasonForCode, reasonForStatus } from './reason';
import { parseRetryAfter } from './retryPolicy';

/** An HTTP response of any status. */
export interface HttpResponse {
	status: number;
	headers: Readonly<Record<string, unknown>>;
	/** Parsed JSON, or text. */
	body: unknown;
	/** When it arrived, ms since 1970: a `Retry-After` can be a date. */
	receivedMs: number;
}

/** The response to a create. */
export interface CreateReading {
	task: Task;
	/** The provider's estimate of the total generation time, ms. */
	estimateMs?: number;
	/** The provider returned a task that it had already created for the same idempotency key. */
	isReplayed: boolean;
}

/**
 * Parses the response to a create. A success that contains an ID proves that the task exists, whatever
 * else it contains. That the task failed or is completed is proven only by reading it.
 */
export function parseCreateResponse(response: HttpResponse): Result<CreateReading, RequestError> {
	const { status, headers, body } = response;
	const location = WITH_LOCATION.includes(status) ? taskIdInUrl(headers.location) : undefined;
	const hasTask = isSuccess(status) || location !== undefined;
	const taskId = hasTask ? (findTaskId(body) ?? location) : undefined;
	if (taskId !== undefined) {
		const isReplayed = String(headers['idempotency-replayed']) === 'true';
		return ok({ task: createdTask(taskId, body), estimateMs: estimateIn(body), isReplayed });
	}
	const error =
		findError(response, 'create') ?? unexpected(response, 'The response contains no task ID');
	return err({ ...error, taskId: hasTask ? undefined : taskIdInError(body) });
}

/** Statuses of a new resource whose `Location` ends with its ID. */
const WITH_LOCATION = [201, 202, 303];

function createdTask(taskId: string, body: unknown): Task {
	const read: Task = parseTask(body, { taskId }) ?? { taskId, status: 'pending' };
	if (!isFinal(read) || read.videoUrl !== undefined) return read;
	const task: Task = { ...read, status: 'processing' };
	delete task.failure;
	delete task.progress;
	return task;
}

/** Errors often have an `id` of their own, so only one that is certainly a task's counts. */
function taskIdInError(body: unknown): string | undefined {
	const id = findTaskId(body);
	return explicitTaskId(body) ?? (isTaskLike(id) ? id : undefined);
}

function taskIdInUrl(url: unknown): string | undefined {
	const [path] = nonEmptyString(url)?.split(/[?#]/) ?? [];
	const segment = path?.split('/').filter(Boolean).at(-1) ?? '';
	return isPlainId(segment) ? parseTaskId(decode(segment)) : undefined;
}

function decode(segment: string): string {
	try {
		return decodeURIComponent(segment);
	} catch {
		return segment;
	}
}

/**
 * Parses the response to a read of one task. A task that failed because it does not exist or may not be
 * read (the API's 404, 403 or 401 in a response with status 200) is an error of the request.
 */
export function parseTaskResponse(
	response: HttpResponse,
	known: KnownTask,
): Result<Task, RequestError> {
	const { status, body } = response;
	const task = isSuccess(status) ? parseTask(body, known) : undefined;
	if (task !== undefined) {
		if (task.failure === undefined) return ok(task);
		const { code, message } = task.failure;
		const reason = reasonForCode(code, 'failure');
		if (reason !== undefined) return err({ reason, message, code, status });
		// The error of an envelope says nothing about the task: only its own failure ends it.
		const taskId = findTaskId(body);
		const isOwn = taskId === undefined ? isGenerationCode(code) : taskId === known.taskId;
		if (isOwn) return ok(task);
	}
	return err(findError(response, 'read') ?? unexpected(response, 'The response contains no task'));
}

/**
 * Parses the response of any other route.
 *
 * @param parse returns undefined if the body has another format
 * @param expected what the body should be, e.g. "a list of tasks"
 */
export function parseResponse<T extends object>(
	response: HttpResponse,
	parse: (body: unknown) => T | undefined,
	expected: string,
	request: RequestKind = 'read',
): Result<T, RequestError> {
	const error = findError(response, request);
	if (error !== undefined) return err(error);
	const parsed = parse(response.body);
	return parsed === undefined
		? err(unexpected(response, `The response is not ${expected}`))
		: ok(parsed);
}

/**
 * The error of a storage host, whose body says nothing about the task. The sentence begins with the task
 * (`downloadFailure` in videoOutput.ts) and ends with what to do (`suggestionFor` in errorText.ts).
 */
export function storageError(response: Omit<HttpResponse, 'body'>): RequestError {
	const { status, headers, receivedMs } = response;
	return {
		// The file can lag behind the task.
		reason: status === 404 ? 'notFound' : reasonForStatus(status),
		message: 'The storage host rejected the video URL',
		status,
		retryAfterMs: parseRetryAfter(headers, { status }, receivedMs),
	};
}

/** @returns undefined for a success without an error in its body */
function findError(response: HttpResponse, request: RequestKind): RequestError | undefined {
	const { headers, body, receivedMs } = response;
	const hasSucceeded = isSuccess(response.status);
	const record = asRecord(firstOf(body));
	const apiError = findApiError(record) ?? (hasSucceeded ? undefined : plainError(record, body));
	if (hasSucceeded && isRecord(body) && apiError === undefined) return undefined;
	const { code, param, message } = apiError ?? {};
	// With status 200, the error in the body can state the real status.
	const status = hasSucceeded ? (apiError?.status ?? response.status) : response.status;
	const said = { ...apiError, status, isWebPage: isWebPage(body) };
	const reason = reasonFor(said, request);
	const retryAfterMs = parseRetryAfter(headers, said, receivedMs);
	const location = nonEmptyString(headers.location);
	const error = { status, code, param, retryAfterMs, location: location && shorten(location, 200) };
	if (message !== undefined) return { ...error, reason, message };
	const other = unexpected({ ...response, status }, defaultMessage(response));
	const isForeign = other.reason === 'unexpectedFormat';
	return { ...other, ...error, reason: isUnclear(reason) && isForeign ? other.reason : reason };
}

/** The message of an error status in a body of no known dialect, or the body if it is text. */
function plainError(record: Record<string, unknown>, body: unknown): ApiError | undefined {
	const text = typeof body === 'string' && !isWebPage(body) ? body : undefined;
	const [message] = [record.message, record.msg, text].flatMap(
		(each) => nonEmptyString(each) ?? [],
	);
	return message === undefined ? undefined : { message: shorten(message) };
}

/** The error of a body that has another format. Only that of an API may be incomplete, or an outage. */
function unexpected({ status, body }: HttpResponse, message: string): RequestError {
	const text = typeof body === 'string' ? body.replace(/<[^>]*>/g, ' ') : JSON.stringify(body);
	const excerpt = shorten(text, 200) || undefined;
	const isIncomplete = typeof body === 'string' && !isWebPage(body);
	const isOutage = status >= 400 && isUnclear(reasonForStatus(status));
	const reason = isIncomplete || isOutage ? 'unclear' : 'unexpectedFormat';
	return { reason, message, status, excerpt };
}

function isUnclear(reason: Reason): boolean {
	return reason === 'unclear' || reason === 'unclearNotFound';
}

function defaultMessage({ status, body }: HttpResponse): string {
	if (status >= 300 && status < 400) return 'The URL redirects to another one';
	if (body === '') return 'The response is empty';
	if (typeof body !== 'string') {
		return `Unexpected response format: ${shorten(JSON.stringify(body), 200)}`;
	}
	return isWebPage(body)
		? 'Received a web page instead of an API response'
		: 'The response is not valid JSON';
}

function isWebPage(body: unknown): boolean {
	return typeof body === 'string' && /<html|<!doctype|<head|<body/i.test(body);
}
