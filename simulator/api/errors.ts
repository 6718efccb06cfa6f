import { jsonAnswer, textAnswer, type Answer } from '../http/answer';
import { errorFields, SHAPES_IN_200, type ErrorContent, type ErrorShape } from './errorShapes';

/** An error of the API. */
export interface ApiError extends Partial<ErrorContent> {
	/** Its code, type and message are by default the usual ones of the status. */
	readonly status: number;
	/** Default: the one of the API. */
	readonly shape?: ErrorShape;
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

/** The error in the given format. */
export function errorAnswer(
	shape: ErrorShape,
	error: Omit<ApiError, 'shape'>,
	readingTask = false,
): Answer {
	const { status } = error;
	const { older, newer } = WORDINGS[status] ?? WORDINGS[status < 500 ? 400 : 500];
	const content: ErrorContent = {
		...error,
		code: error.code ?? ((readingTask && newer.taskCode) || newer.code),
		type: error.type ?? (shape === 'numeric' ? older.type : newer.type),
		message: error.message ?? meaningOf(status),
	};
	if (shape === 'page') return textAnswer(status, `<html><h1>${content.message}</h1></html>`);
	if (shape === 'plainText') return textAnswer(status, content.message);
	const httpStatus = SHAPES_IN_200.includes(shape) ? 200 : status;
	return jsonAnswer(httpStatus, errorFields(shape, content));
}
