import { jsonAnswer, type Answer } from '../http/answer';

/** Error format: `code` is the HTTP status in the older documentation, and a word in the newer one. */
export type Dialect = 'numeric' | 'text';

/** An error of the API, independent of the format. */
export interface ApiError {
	readonly status: number;
	/** Default: the usual message of the status. */
	readonly message?: string;
	/** The invalid field. */
	readonly param?: string;
	/** The code in the newer format, if it is not the usual one of the status. */
	readonly code?: string;
	/** The API's suggestion as text. */
	readonly fallbackSuggestion?: string;
}

interface Wording {
	readonly older: { readonly type: string };
	/** `taskCode`: the code when a task is read. */
	readonly newer: { readonly code: string; readonly taskCode?: string; readonly type: string };
	readonly message: string;
}

const WORDINGS: Readonly<Record<number, Wording>> = {
	400: {
		older: { type: 'invalid_request_error' },
		newer: { code: 'invalid_request', taskCode: 'invalid_task_id', type: 'invalid_request_error' },
		message: 'The request is invalid.',
	},
	401: {
		older: { type: 'authentication_error' },
		newer: { code: 'unauthorized', type: 'authentication_error' },
		message: 'The API key is missing or unknown.',
	},
	402: {
		older: { type: 'insufficient_quota_error' },
		newer: { code: 'insufficient_quota', taskCode: 'quota_exceeded', type: 'insufficient_quota' },
		message: 'The account has not enough credits.',
	},
	403: {
		older: { type: 'permission_error' },
		newer: { code: 'model_access_denied', taskCode: 'permission_denied', type: 'permission_error' },
		message: 'The API key may not do this.',
	},
	404: {
		older: { type: 'not_found_error' },
		newer: { code: 'not_found', taskCode: 'task_not_found', type: 'not_found_error' },
		message: 'There is nothing at this address.',
	},
	413: {
		older: { type: 'request_too_large_error' },
		newer: { code: 'request_too_large', type: 'request_too_large_error' },
		message: 'The request body is too large.',
	},
	429: {
		older: { type: 'rate_limit_error' },
		newer: { code: 'rate_limit_exceeded', type: 'rate_limit_error' },
		message: 'Too many requests.',
	},
	500: {
		older: { type: 'internal_server_error' },
		newer: { code: 'internal_error', type: 'api_error' },
		message: 'Something broke inside.',
	},
	502: {
		older: { type: 'upstream_error' },
		newer: { code: 'upstream_error', type: 'api_error' },
		message: 'The service behind this one failed.',
	},
	503: {
		older: { type: 'service_unavailable_error' },
		newer: { code: 'service_unavailable', type: 'api_error' },
		message: 'The service is not available for the moment.',
	},
};

/** Thrown when the API rejects a request. */
export class Refusal extends Error {
	constructor(readonly error: ApiError) {
		super(error.message);
	}
}

/** The usual message of a status. */
export function meaningOf(status: number): string {
	return WORDINGS[status]?.message ?? `HTTP ${status}`;
}

/** The error body in the given format. */
export function errorAnswer(dialect: Dialect, error: ApiError, readingTask = false): Answer {
	const { status, message = meaningOf(status), param, fallbackSuggestion } = error;
	const { older, newer } = WORDINGS[status] ?? WORDINGS[status < 500 ? 400 : 500];
	const newerCode = error.code ?? ((readingTask && newer.taskCode) || newer.code);
	const words =
		dialect === 'numeric'
			? { code: status, type: older.type }
			: { code: newerCode, type: newer.type };
	return jsonAnswer(status, {
		error: {
			...words,
			message,
			...(param !== undefined && { param }),
			...(fallbackSuggestion !== undefined && { fallback_suggestion: fallbackSuggestion }),
		},
	});
}
