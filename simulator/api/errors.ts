import { jsonAnswer, type Answer } from '../http/answer';

/** An error of the API. Its code, type and message are by default the usual ones of the status. */
export interface ApiError {
	readonly status: number;
	readonly code?: string;
	readonly type?: string;
	readonly message?: string;
	/** The invalid field. */
	readonly param?: string;
}

/** In the older documentation, the usual code is the HTTP status (`numeric`), in the newer one a word (`text`). */
export type ErrorShape = 'numeric' | 'text';

/** What the documented API says with each status: code, type and message. */
const USUAL: Readonly<Record<number, readonly [code: string, type: string, message: string]>> = {
	400: ['invalid_request', 'invalid_request_error', 'The request is invalid.'],
	401: ['unauthorized', 'authentication_error', 'The API key is missing or unknown.'],
	402: ['insufficient_quota', 'insufficient_quota', 'The account has not enough credits.'],
	403: ['model_access_denied', 'permission_error', 'The API key may not do this.'],
	404: ['not_found', 'not_found_error', 'There is nothing at this address.'],
	413: ['request_too_large', 'request_too_large_error', 'The request body is too large.'],
	429: ['rate_limit_exceeded', 'rate_limit_error', 'Too many requests.'],
	500: ['internal_error', 'api_error', 'Something broke inside.'],
	502: ['upstream_error', 'api_error', 'The service behind this one failed.'],
	503: ['service_unavailable', 'api_error', 'The service is not available for the moment.'],
};

/** Other codes when a task is read. */
const TASK_CODES: Readonly<Record<number, string>> = {
	400: 'invalid_task_id',
	402: 'quota_exceeded',
	403: 'permission_denied',
	404: 'task_not_found',
};

/** Other types in the older documentation. */
const OLDER_TYPES: Readonly<Record<number, string>> = {
	402: 'insufficient_quota_error',
	500: 'internal_server_error',
	502: 'upstream_error',
	503: 'service_unavailable_error',
};

/** Thrown when the API rejects a request. */
export class Refusal extends Error {
	constructor(readonly error: ApiError) {
		super(error.message);
	}
}

/** The usual message of a status. */
export function meaningOf(status: number): string {
	return USUAL[status]?.[2] ?? `HTTP ${status}`;
}

export function errorAnswer(
	shape: ErrorShape,
	{ status, ...given }: ApiError,
	readingTask = false,
): Answer {
	const known = status in USUAL ? status : status < 500 ? 400 : 500;
	const [code, type] = USUAL[known];
	const usual =
		shape === 'numeric'
			? { code: status, type: OLDER_TYPES[known] ?? type }
			: { code: (readingTask && TASK_CODES[known]) || code, type };
	return jsonAnswer(status, { error: { ...usual, message: meaningOf(status), ...given } });
}
