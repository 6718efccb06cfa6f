import { findApiError, type ApiError } from '../domain/apiError';
import {
	findTaskId,
	isFinal,
	isPlainId,
	parseTask,
	type KnownTask,
	type Task,
	type TaskReading,
} from '../domain/task';
import { isGenerationCode } from '../domain/taskFailure';
import { parseTaskId } from '../domain/taskId';
import { shorten } from '../utils/format';
import { asArray, asRecord, isRecord, nonEmptyString } from '../utils/json';
import { err, ok, type Result } from '../utils/result';

/**
 * What a request that did not succeed proves. This file is the only place that concludes something from
 * a status, a code or a text of a response; `networkError.ts` does the same if there is no response.
 */
export type Reason =
	/** There never was a connection, or the host's certificate was rejected. */
	| 'notSent'
	/** Nothing was sent, because n8n or this node does not allow the URL. */
	| 'blocked'
	/** The execution was stopped. */
	| 'aborted'
	| 'rateLimited'
	| 'invalidKey'
	| 'noCredit'
	| 'forbidden'
	| 'invalid'
	| 'contentPolicy'
	| 'tooLarge'
	/** The API itself says that it has no such task. */
	| 'notFound'
	/** The API has no such route, so Base URL is probably wrong. */
	| 'noSuchRoute'
	/** The URL redirects to another one, which is not followed. */
	| 'redirected'
	/** Everything else: a server error, a lost connection, a response of another format. */
	| 'unclear';

/** What each reason proves about a create, and about a request that costs nothing. */
const CONCLUSIONS: Readonly<Record<Reason, { create: CreateConclusion; read: ReadConclusion }>> = {
	notSent: { create: 'retry', read: 'retry' },
	blocked: { create: 'refused', read: 'permanent' },
	aborted: { create: 'indeterminate', read: 'retry' },
	rateLimited: { create: 'rateLimited', read: 'retry' },
	invalidKey: { create: 'refused', read: 'permanent' },
	noCredit: { create: 'refused', read: 'permanent' },
	forbidden: { create: 'refused', read: 'permanent' },
	invalid: { create: 'refused', read: 'permanent' },
	contentPolicy: { create: 'refused', read: 'permanent' },
	tooLarge: { create: 'refused', read: 'permanent' },
	notFound: { create: 'refused', read: 'notFound' },
	noSuchRoute: { create: 'refused', read: 'notFound' },
	redirected: { create: 'indeterminate', read: 'permanent' },
	unclear: { create: 'indeterminate', read: 'retry' },
};

/**
 * - `retry`: the API certainly never received it
 * - `rateLimited`: not accepted now; retry later
 * - `refused`: not accepted, and a retry would not help
 * - `indeterminate`: may have been accepted and charged, so it must not be retried
 */
type CreateConclusion = 'retry' | 'rateLimited' | 'refused' | 'indeterminate';

/**
 * - `retry`: transient
 * - `notFound`: can be true for a while after a task was created
 * - `permanent`: a retry would not help
 */
type ReadConclusion = 'retry' | 'notFound' | 'permanent';

/** Why one request failed: one shape for all dialects and for the network. */
export interface RequestError {
	reason: Reason;
	/** The API's own words if there are any, without the API key, at most 500 characters. */
	message: string;
	/** What the user can do, if that does not follow from the reason. */
	suggestion?: string;
	/** HTTP status, if there was a response. */
	status?: number;
	/** The API's code, e.g. `insufficient_quota`; absent if it only repeats the status. */
	code?: string;
	/** The request field that the error is about. */
	param?: string;
	/** How long to wait before the next request, ms. */
	retryAfterMs?: number;
	/** The response has another format: a web page, or other JSON. */
	isForeign?: true;
	/** The first 200 characters of a body of another format. */
	excerpt?: string;
	/** Where a redirect leads. */
	location?: string;
	/** The ID of a task in a response that does not prove that the task was created. */
	taskId?: string;
	/** The host that the request was sent to. */
	host?: string;
}

/** What an error proves about a create, which costs money. */
export function concludeCreate({ reason }: RequestError): CreateConclusion {
	return CONCLUSIONS[reason].create;
}

/** What an error proves about a read, an upload or a download, which are free. */
export function concludeRead({ reason }: RequestError): ReadConclusion {
	return CONCLUSIONS[reason].read;
}

/** Whether the provider lacks an optional route: batches, the task list, or the credits. */
export function lacksRoute({ reason, status = 0, isForeign }: RequestError): boolean {
	const isMissing = reason === 'notFound' || reason === 'noSuchRoute';
	const hasMissingStatus = status === 404 || status === 405 || status === 501;
	return isMissing || hasMissingStatus || (isForeign === true && status < 300);
}

/** An HTTP response of any status. */
export interface HttpResponse {
	status: number;
	headers: Readonly<Record<string, unknown>>;
	/** Parsed JSON, or text. */
	body: unknown;
}

export type RequestKind = 'create' | 'read' | 'upload' | 'download';

/** Statuses of a new resource whose `Location` ends with its ID. */
const WITH_LOCATION = [201, 202, 303];

/**
 * Parses the response to a create. A success that contains an ID proves that the task exists, whatever
 * else it contains. That the task failed or is completed is proven only by reading it.
 *
 * @param nowMs current time, ms since 1970, for a `Retry-After` that is a date
 */
export function parseCreateResponse(
	response: HttpResponse,
	nowMs: number,
): Result<TaskReading, RequestError> {
	const { status, headers, body } = response;
	const location = WITH_LOCATION.includes(status) ? lastSegment(headers.location) : undefined;
	if (isSuccess(status) || location !== undefined) {
		const taskId = findTaskId(body) ?? location;
		const reading = taskId && parseTask(body, { taskId });
		if (reading) return ok(reading.task.videoUrl ? reading : asUnfinished(reading));
		if (taskId !== undefined) return ok({ task: { taskId, status: 'pending' } });
	}
	const error =
		errorIn(response, 'create', nowMs) ?? foreign(response, 'The response contains no task ID');
	const taskId = isSuccess(status) ? undefined : taskIdInError(body);
	return err({ ...error, ...(taskId !== undefined && { taskId }) });
}

function asUnfinished({ task, estimateMs }: TaskReading): TaskReading {
	if (!isFinal(task)) return { task, estimateMs };
	const unfinished: Task = { ...task, status: 'processing' };
	delete unfinished.failure;
	delete unfinished.progress;
	return { task: unfinished, estimateMs };
}

/** Errors often have an `id` of their own, so only one that is certainly a task's counts. */
function taskIdInError(body: unknown): string | undefined {
	const id = findTaskId(body);
	const isExplicit = isRecord(body) && (body.task_id ?? body.taskId) !== undefined;
	return isExplicit || id?.startsWith('task') ? id : undefined;
}

function lastSegment(location: unknown): string | undefined {
	const [path] = nonEmptyString(location)?.split(/[?#]/) ?? [];
	const segment = path?.split('/').filter(Boolean).at(-1);
	return isPlainId(segment) ? parseTaskId(decode(segment ?? '')) : undefined;
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
	nowMs: number,
): Result<TaskReading, RequestError> {
	const reading = isSuccess(response.status) ? parseTask(response.body, known) : undefined;
	const code = reading?.task.failure?.code ?? '';
	const lowerCode = code.toLowerCase();
	const accessReason =
		ACCESS_CODES[lowerCode] ?? (KEY_CODES.test(lowerCode) ? 'invalidKey' : undefined);
	if (reading && accessReason !== undefined) {
		const { message } = reading.task.failure!;
		return err({ reason: accessReason, message, code, status: response.status });
	}
	// The error of an envelope says nothing about the task: only its own failure ends it.
	const bodyId = findTaskId(response.body);
	const isOwn = bodyId === known.taskId || (bodyId === undefined && isGenerationCode(code));
	if (reading && (reading.task.failure === undefined || isOwn)) return ok(reading);
	return err(
		errorIn(response, 'read', nowMs) ?? foreign(response, 'The response contains no task'),
	);
}

/** Codes that say nothing about the generation of a video, only about the request for it. */
const ACCESS_CODES: Readonly<Record<string, Reason | undefined>> = {
	resource_not_found: 'notFound',
	task_not_found: 'notFound',
	not_found: 'notFound',
	not_found_error: 'notFound',
	permission_denied: 'forbidden',
	permission_error: 'forbidden',
	unauthorized: 'invalidKey',
	authentication_error: 'invalidKey',
	invalid_api_key: 'invalidKey',
	rate_limit_error: 'rateLimited',
	rate_limit_exceeded: 'rateLimited',
	'404': 'notFound',
	'403': 'forbidden',
	'401': 'invalidKey',
};

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
	nowMs: number,
	request: RequestKind = 'read',
): Result<T, RequestError> {
	const error = errorIn(response, request, nowMs);
	if (error !== undefined) return err(error);
	const parsed = parse(response.body);
	return parsed === undefined
		? err(foreign(response, `The response is not ${expected}`))
		: ok(parsed);
}

/** @returns undefined for a success without an error in its body */
function errorIn(
	response: HttpResponse,
	request: RequestKind,
	nowMs: number,
): RequestError | undefined {
	const { status, headers, body } = response;
	const record = asRecord(Array.isArray(body) ? asArray(body)[0] : body);
	const bareMessage = nonEmptyString(record.message) ?? nonEmptyString(record.msg);
	const apiError =
		findApiError(record) ??
		(bareMessage && !isSuccess(status) ? { message: shorten(bareMessage) } : undefined);
	if (isSuccess(status) && isRecord(body) && apiError === undefined) return undefined;
	const isText = typeof body === 'string';
	const plainText = isText && !isSuccess(status) && !isWebPage(body) ? shorten(body) : '';
	const message = apiError?.message ?? (plainText || undefined);
	// With status 200, the error in the body can state the real status.
	const realStatus = isSuccess(status) ? (apiError?.status ?? status) : status;
	const reason = reasonFor({ ...response, status: realStatus }, apiError, message, request);
	const retryAfterMs = retryAfter(headers, realStatus, apiError, message, nowMs);
	const location = nonEmptyString(headers.location);
	const known = {
		reason,
		status: realStatus,
		...(apiError?.code !== undefined && { code: apiError.code }),
		...(apiError?.param !== undefined && { param: apiError.param }),
		...(retryAfterMs !== undefined && { retryAfterMs }),
		...(location !== undefined && { location: shorten(location, 200) }),
	};
	if (message !== undefined) return { ...known, message };
	return { ...foreign(response, defaultMessage(response)), ...known };
}

/** The error of a storage host, whose body says nothing about the task. */
export function storageError(
	{ status, headers }: Pick<HttpResponse, 'status' | 'headers'>,
	nowMs: number,
): RequestError {
	const message = 'The storage host rejected the video URL';
	const isRefusal = status >= 400 && status < 500 && !UNCLEAR_STATUSES.includes(status);
	const reason = STORAGE_REASONS[status] ?? (isRefusal ? 'invalid' : 'unclear');
	const retryAfterMs = retryAfter(headers, status, undefined, '', nowMs);
	return { reason, status, message, ...(retryAfterMs !== undefined && { retryAfterMs }) };
}

const STORAGE_REASONS: Readonly<Record<number, Reason | undefined>> = {
	403: 'forbidden',
	404: 'notFound',
	429: 'rateLimited',
};

function foreign({ status, body }: HttpResponse, message: string): RequestError {
	const text = typeof body === 'string' ? body.replace(/<[^>]*>/g, ' ') : JSON.stringify(body);
	const excerpt = shorten(text ?? '', 200);
	// An empty or truncated body can be complete the next time.
	const isForeign = typeof body !== 'string' || isWebPage(body);
	return {
		reason: 'unclear',
		message,
		status,
		...(isForeign && { isForeign }),
		...(excerpt && { excerpt }),
	};
}

function defaultMessage({ status, body }: HttpResponse): string {
	if (status >= 300 && status < 400) return 'The URL redirects to another one';
	if (body === '' || body === undefined || body === null) return 'The response is empty';
	if (typeof body !== 'string') {
		return `Unexpected response format: ${shorten(JSON.stringify(body), 200)}`;
	}
	return isWebPage(body)
		? 'Received a web page instead of an API response'
		: 'The response is not valid JSON';
}

function isSuccess(status: number): boolean {
	return status >= 200 && status < 300;
}

function isWebPage(body: unknown): boolean {
	return typeof body === 'string' && /<html|<!doctype|<head|<body/i.test(body);
}

const KEY_CODES = /^(invalid_api_key|key_(disabled|expired)|base_resp_(1004|2049))$/;

/** Codes that mean the same with any status. */
const CODE_REASONS: ReadonlyArray<[RegExp, Reason]> = [
	[/^insufficient_(\w+_)?(quota|balance|credits?|funds)(_error)?$/, 'noCredit'],
	[/^((key_)?quota_exhausted|base_resp_1008)$/, 'noCredit'],
	[KEY_CODES, 'invalidKey'],
	[/content_policy|moderation|sensitive|^base_resp_(1026|1027)$/, 'contentPolicy'],
	// MiniMax: rate limits of requests, tokens and connections.
	[/^base_resp_(1002|1039|1041)$/, 'rateLimited'],
	// MiniMax: unknown and internal errors, and a timeout.
	[/^base_resp_(1000|1001|1013|1024|1033)$/, 'unclear'],
];

/** How APIs say with status 200 that something is wrong with the request itself. */
const REFUSAL_WORDS =
	/invalid|must|required|missing|unsupported|exceed|flagged|forbidden|denied|violat|polic|bad[\s_-](model|prompt|request|param|image)|too[\s_-](long|large|many|short|small)|not[\s_-](allowed|supported|enough|valid)|unknown[\s_-](model|param|field)|参数|不支持|违规|敏感/i;

/** How gateways say that a request broke down on its way, even with words such as "invalid response". */
const BREAKDOWN_WORDS =
	/time[\s_-]?out|timed[\s_-]out|deadline|(internal|server|system|unknown)[\s_-]?(server|service)?[\s_-]?error|gateway|upstream|connect|network|unavailable|response|reset|retry|超时|系统|网络/i;

/** The request can have been accepted by another server, or by an earlier attempt. */
const UNCLEAR_STATUSES = [408, 409, 425, 499];

function reasonFor(
	response: HttpResponse,
	{ code = '', param = '' }: ApiError = {},
	message = '',
	request: RequestKind,
): Reason {
	const { status, body } = response;
	const byCode = CODE_REASONS.find(([codes]) => codes.test(code.toLowerCase()))?.[1];
	const isRefusal = status >= 400 && status < 500 && !UNCLEAR_STATUSES.includes(status);
	const isStated = isRefusal || isSuccess(status) || byCode === 'noCredit';
	if (byCode !== undefined && isStated) return byCode;
	// An earlier request with the same key may have created a task.
	if (/idempoten/i.test(`${message} ${code} ${param}`) && status !== 429) return 'unclear';
	if (isSuccess(status)) {
		// Only a create that is certainly refused; a read may be answered properly the next time.
		const text = `${code} ${message}`;
		const isRefused = param !== '' || REFUSAL_WORDS.test(text) || /^base_resp_/.test(code);
		const hasBrokenDown = param === '' && BREAKDOWN_WORDS.test(text);
		return isRefused && !hasBrokenDown && request === 'create' ? 'invalid' : 'unclear';
	}
	if (status >= 300 && status < 400) return 'redirected';
	if (!isRefusal) return 'unclear';
	// A proxy's page says nothing about a task, but its status proves that a create was not accepted.
	if (request === 'read' && isWebPage(body) && !FIRM_STATUSES.includes(status)) return 'unclear';
	return STATUS_REASONS[status] ?? notFoundReason(status, `${code} ${param} ${message}`, request);
}

/** A proxy that answers with one of these has also refused the request. */
const FIRM_STATUSES = [401, 402, 413, 429];

const STATUS_REASONS: Readonly<Record<number, Reason | undefined>> = {
	401: 'invalidKey',
	402: 'noCredit',
	403: 'forbidden',
	405: 'noSuchRoute',
	413: 'tooLarge',
	429: 'rateLimited',
};

/** How gateways say that a route does not exist. */
const ROUTE_WORDS =
	/invalid url|\b(route|endpoint|path|url|static resource)\b|\b(get|post) \/|cannot (get|post)\b/i;
/** How APIs say that a task, or a model, does not exist. */
const OBJECT_WORDS = /task|model|video|job|resource_not_found|not_found_error/i;

function notFoundReason(status: number, text: string, request: RequestKind): Reason {
	if (status === 400 && request === 'read' && /task_?id/i.test(text)) return 'notFound';
	if (status !== 404) return 'invalid';
	if (ROUTE_WORDS.test(text)) return 'noSuchRoute';
	// A message can repeat the path of the request, which contains these words.
	const words = text.replace(/\S*\/\S*/g, '');
	if (request === 'read') return OBJECT_WORDS.test(words) ? 'notFound' : 'unclear';
	return /model/i.test(words) ? 'invalid' : 'noSuchRoute';
}

const RETRY_AFTER_IN_PROSE =
	/\b(?:retry|try again)\b\W{0,3}(?:the request |later )?(?:after|in)\W{1,3}(\d+(?:\.\d+)?)\s*(ms|s|m|h)(?:ec(?:ond)?s?|in(?:ute)?s?|(?:ou)?rs?)?\b/i;
const UNIT_MS: Readonly<Record<string, number>> = {
	ms: 1,
	s: 1_000,
	m: 60_000,
	h: 3_600_000,
};

/**
 * How long the API asks to wait, ms: `Retry-After` in seconds or as a date; for 429 and 503 also its own
 * field, or a text such as "retry after 60 seconds". Other durations in a text are no request to wait.
 */
function retryAfter(
	headers: HttpResponse['headers'],
	status: number,
	apiError: ApiError | undefined,
	message = '',
	nowMs: number,
): number | undefined {
	const header = nonEmptyString(headers['retry-after']);
	if (header !== undefined) {
		const ms = Number.isFinite(Number(header)) ? Number(header) * 1000 : Date.parse(header) - nowMs;
		if (Number.isFinite(ms)) return Math.max(0, ms);
	}
	if (status !== 429 && status !== 503) return undefined;
	if (apiError?.retryAfterMs !== undefined) return apiError.retryAfterMs;
	const [, amount, unit] = RETRY_AFTER_IN_PROSE.exec(message) ?? [];
	return amount === undefined ? undefined : Number(amount) * UNIT_MS[unit.toLowerCase()];
}
