import { jsonAnswer, textAnswer, type Answer } from '../http/answer';

/** One of several reasons of an error. */
export interface Reason {
	/** What it is about, such as `prompt` or `image 1`. */
	field?: string;
	message: string;
}

/** What an error says, whatever its format. */
interface ErrorContent {
	readonly status: number;
	/** As a word. */
	readonly code: string;
	readonly type: string;
	readonly message: string;
	/** The invalid field. */
	readonly param?: string;
	/** The API's suggestion as text. */
	readonly fallbackSuggestion?: string;
	readonly reasons?: readonly Reason[];
}

/** An error of the API. */
export interface ApiError extends Partial<ErrorContent> {
	/** Its code, type and message are by default the usual ones of the status. */
	readonly status: number;
	/** Default: the one of the API. */
	readonly shape?: ErrorShape;
}

/** MiniMax's own code for a status. */
const BASE_RESP_CODES: Readonly<Record<number, number>> = {
	401: 1004,
	402: 1008,
	422: 1026,
	429: 1002,
};
const INVALID_PARAMETERS = 2013;

/** The formats in which providers send an error as JSON. */
const JSON_SHAPES = {
	/** The older documentation: the code is the HTTP status. */
	numeric: (error: ErrorContent) => ({ error: { ...inError(error), code: error.status } }),
	/** The newer documentation: the code is a word. */
	text: (error: ErrorContent) => ({ error: inError(error) }),
	detail: ({ message }: ErrorContent) => ({ detail: message }),
	/** As FastAPI reports invalid fields. */
	detailList: ({ message, param, reasons = [{ field: param, message }] }: ErrorContent) => ({
		detail: reasons.map(({ field, message: msg }) => ({
			loc: ['body', ...(field === undefined ? [] : [field])],
			msg,
			type: 'value_error',
		})),
	}),
	errors: ({ message, reasons = [{ message }] }: ErrorContent) => ({ errors: reasons }),
	/** MiniMax's own API, with HTTP 200. */
	baseResp: ({ status, message }: ErrorContent) => ({
		base_resp: { status_code: BASE_RESP_CODES[status] ?? INVALID_PARAMETERS, status_msg: message },
	}),
} satisfies Record<string, (error: ErrorContent) => object>;

export type JsonErrorShape = keyof typeof JSON_SHAPES;

/** The format of an error: JSON, or a web page as from a proxy. */
export type ErrorShape = JsonErrorShape | 'page';

function inError({ code, type, message, param, fallbackSuggestion, reasons }: ErrorContent) {
	return {
		code,
		type,
		message,
		...(param !== undefined && { param }),
		...(fallbackSuggestion !== undefined && { fallback_suggestion: fallbackSuggestion }),
		...(reasons !== undefined && { details: reasons }),
	};
}

/** The error in a JSON format, as fields of a body. */
export function errorFields(shape: JsonErrorShape, error: ErrorContent): object {
	return JSON_SHAPES[shape](error);
}

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

/** The error in the given format. */
export function errorAnswer(
	shape: ErrorShape,
	error: Omit<ApiError, 'shape'>,
	readingTask = false,
): Answer {
	const { status, message = meaningOf(status) } = error;
	if (shape === 'page') return textAnswer(status, `<html><h1>${message}</h1></html>`);
	const known = status in USUAL ? status : status < 500 ? 400 : 500;
	const [code, type] = USUAL[known];
	const fields = errorFields(shape, {
		...error,
		code: error.code ?? ((readingTask && TASK_CODES[known]) || code),
		type: error.type ?? ((shape === 'numeric' && OLDER_TYPES[known]) || type),
		message,
	});
	return jsonAnswer(shape === 'baseResp' ? 200 : status, fields);
}
