import { shorten } from '../utils/format';
import { asArray, asRecord, isRecord, nonEmptyString } from '../utils/json';

/** The error in a response body, in the same few fields for every dialect. */
export interface ApiError {
	/** Absent if it only repeats the HTTP status. */
	code?: string;
	/** All reasons in one line. */
	message?: string;
	/** The request field that the error is about. */
	param?: string;
	/** The HTTP status that the body repeats, or states instead of the real one. */
	status?: number;
	/** From the API's own field, ms. */
	retryAfterMs?: number;
}

/**
 * Finds the error in one record of a response body. Known dialects: `error {…}`, `error: "…"`, a list of
 * errors, `base_resp {status_code, status_msg}`, `detail` (text, or FastAPI's list), `errors[]`,
 * `fail_reason`, `{success: false, …}` and `{code, message | msg}`.
 *
 * @returns undefined if there is none, or an empty one such as `error: {code: null}` or `code: 0`
 */
export function findApiError(body: unknown): ApiError | undefined {
	if (!isRecord(body)) return undefined;
	const { error, errors, detail, base_resp: baseResp, fail_reason: failReason } = body;
	if (isRecord(baseResp) && isFilledCode(baseResp.status_code)) {
		const code = baseResp.status_code;
		const isHttpStatus = statusIn(code) !== undefined;
		return toApiError(
			{ code: isHttpStatus ? code : `base_resp_${String(code)}` },
			baseResp.status_msg,
		);
	}
	if (isRecord(error)) {
		const filled = toApiError(error, error.message ?? error.msg);
		if (filled !== undefined) return filled;
	}
	const text = nonEmptyString(error);
	if (text !== undefined) {
		const described = nonEmptyString(body.error_description) ?? nonEmptyString(body.message);
		return toApiError({ ...body, code: described ? text : body.code }, described ?? text);
	}
	const list = [error, errors, detail].find((each) => asArray(each).length > 0);
	if (list !== undefined)
		return toApiError({ ...body, details: list, errors: undefined }, undefined);
	const reason = nonEmptyString(detail) ?? nonEmptyString(failReason);
	if (reason !== undefined) return toApiError(body, reason);
	const message = nonEmptyString(body.msg) ?? nonEmptyString(body.message);
	const hasErrorCode = isFilledCode(body.code) && !SUCCESS_MESSAGE.test(message ?? '');
	const isRefused = body.success === false || hasErrorCode;
	return isRefused ? (toApiError(body, message) ?? {}) : undefined;
}

function toApiError(error: Record<string, unknown>, mainMessage: unknown): ApiError | undefined {
	const details = [...asArray(error.details), ...asArray(error.errors)];
	const reasons = [...new Set(details.map(formatReason).filter(Boolean))].join('; ');
	const main = nonEmptyString(mainMessage);
	const suggestion = nonEmptyString(error.fallback_suggestion);
	const explained = main && reasons ? `${main} (${reasons})` : (main ?? reasons);
	const message = [explained, suggestion].filter(Boolean).join('. ');
	const status = statusIn(error.code) ?? statusIn(error.status);
	const code = [error.code, error.type].find(
		(each) => isFilledCode(each) && statusIn(each) === undefined,
	);
	if (message === '' && code === undefined && status === undefined) return undefined;
	const param =
		nonEmptyString(error.param) ?? (details.length === 1 ? fieldOf(details[0]) : undefined);
	return {
		message: message === '' ? undefined : shorten(message),
		code: code === undefined ? undefined : shorten(String(code), 100),
		param: param && shorten(param, 100),
		status,
		retryAfterMs: retryAfterIn(error),
	};
}

/** One of several reasons, e.g. "prompt: violence". */
function formatReason(entry: unknown): string {
	if (!isRecord(entry)) return nonEmptyString(entry) ?? '';
	const { message, msg, reason, description } = entry;
	const text = [message, msg, reason, description].map(nonEmptyString).find(Boolean) ?? '';
	const field = fieldOf(entry);
	return field && text ? `${field}: ${text}` : text;
}

/** The field that an entry names; FastAPI gives a path such as `["body", "duration"]`. */
function fieldOf(entry: unknown): string | undefined {
	const { field, param, loc, path } = asRecord(entry);
	const last = asArray(loc ?? path)
		.filter((part) => part !== 'body')
		.at(-1);
	return [field, param, path, last].map(nonEmptyString).find(Boolean);
}

/** Codes, and messages beside a code, that mean success. */
const SUCCESS_CODE = /^(|0|2\d\d|20000|ok|success)$/i;
const SUCCESS_MESSAGE = /^(ok|success|succeeded|accepted)\b/i;

function isFilledCode(code: unknown): boolean {
	const isCode = typeof code === 'string' || typeof code === 'number';
	return isCode && !SUCCESS_CODE.test(String(code).trim());
}

/** The HTTP status that some dialects put into the code; undefined for any other code. */
function statusIn(code: unknown): number | undefined {
	const number = typeof code === 'string' && /^\d{3}$/.test(code) ? Number(code) : code;
	return typeof number === 'number' && number >= 400 && number < 600 ? number : undefined;
}

function retryAfterIn({ retry_after: seconds, retry_after_ms: ms }: Record<string, unknown>) {
	if (typeof ms === 'number' && ms > 0) return ms;
	return typeof seconds === 'number' && seconds > 0 ? seconds * 1000 : undefined;
}
