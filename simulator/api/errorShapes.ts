/** One of several reasons of an error. */
export interface Reason {
	/** What it is about, such as `prompt` or `image 1`. */
	field?: string;
	message: string;
}

/** What an error says, whatever its format. */
export interface ErrorContent {
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
	/** With its reasons in `error.errors`, not in `error.details`. */
	nestedErrors: ({ reasons, ...error }: ErrorContent) => ({
		error: { ...inError(error), errors: reasons ?? [{ message: error.message }] },
	}),
	errorText: ({ message }: ErrorContent) => ({ error: message }),
	codeAndMessage: ({ code, message }: ErrorContent) => ({ code, message }),
	codeAndMsg: ({ code, message }: ErrorContent) => ({ code, msg: message }),
	/** With HTTP 200. */
	successFalse: ({ status, message }: ErrorContent) => ({
		success: false,
		code: status,
		msg: message,
	}),
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

/** The format of an error: JSON, its message as plain text, or a web page as from a proxy. */
export type ErrorShape = JsonErrorShape | 'plainText' | 'page';

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

/** Formats whose HTTP status is 200. */
export const SHAPES_IN_200: readonly ErrorShape[] = ['successFalse', 'baseResp'];
