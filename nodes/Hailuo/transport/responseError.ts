import { parseTaskId } from '../domain/task';
import { isRecord, nonEmptyString } from '../utils/json';

/**
 * Why one request failed. One shape for both error formats of the API, its gateways and the network.
 * `retryPolicy.ts` decides whether to retry.
 */
export interface RequestError {
	/**
	 * - `rejected`: the API returned an error
	 * - `notSent`: the request never reached the API (connection refused, unknown host)
	 * - `connectionLost`: the connection broke or timed out; the request may have arrived
	 * - `unexpectedResponse`: the response is not from this API (a web page, truncated JSON)
	 * - `blocked`: nothing was sent because the URL is not allowed
	 * - `aborted`: the execution was stopped
	 */
	kind: 'rejected' | 'notSent' | 'connectionLost' | 'unexpectedResponse' | 'blocked' | 'aborted';
	/** The API's own message if there is one. */
	message: string;
	/** What the user can do, if that does not follow from the other fields. */
	suggestion?: string;
	/** HTTP status, if there was a response. */
	status?: number;
	/** The API's code, e.g. `insufficient_quota`; absent if it only repeats the status. */
	code?: string;
	/** The request field that the error is about. */
	param?: string;
	/** The body is a web page. */
	isWebPage?: true;
	/** How long to wait before the next request, ms. */
	retryAfterMs?: number;
}

/** An HTTP response; `body` is parsed JSON, or text. */
export interface HttpResponse {
	status: number;
	headers: Readonly<Record<string, unknown>>;
	body: unknown;
}

/**
 * Finds the error in a response.
 *
 * @param nowMs current time, ms since 1970, for a `Retry-After` that is a date
 * @returns undefined for a success response
 */
export function parseErrorResponse(
	response: HttpResponse,
	nowMs: number,
): RequestError | undefined {
	const { status, body } = response;
	const isSuccess = status >= 200 && status < 300;
	const error = findError(body, isSuccess);
	if (isSuccess && error === undefined && isRecord(body)) return undefined;

	const code = nonEmptyString(error?.code) ?? nonEmptyString(error?.type);
	const param = nonEmptyString(error?.param);
	const retryAfterMs = parseRetryAfterMs(response, error, nowMs);
	return {
		kind: isSuccess && error === undefined ? 'unexpectedResponse' : 'rejected',
		// The body of an error with status 200 contains the real status.
		status: isSuccess ? (statusInCode(error?.code) ?? status) : status,
		message: nonEmptyString(error?.message) ?? defaultMessage(response),
		...(code !== undefined && { code }),
		...(param !== undefined && { param }),
		...(isWebPage(body) && { isWebPage: true }),
		...(retryAfterMs !== undefined && { retryAfterMs }),
	};
}

type ErrorBody = Partial<Record<'code' | 'type' | 'message' | 'param' | 'suggestion', unknown>>;

/**
 * Finds the error in any of the known formats: `{error: {…}}`, `{error: "x", error_description}`,
 * `{success: false, code, msg}`, `{code, message}`.
 */
function findError(body: unknown, isSuccess: boolean): ErrorBody | undefined {
	if (!isRecord(body)) return undefined;
	// The body of a failed task also has an `error`, but the request succeeded. A body with an ID and an
	// error, but no status, counts as a success as well: a task that may be charged must not be lost.
	const isTask = nonEmptyString(body.status) ?? parseTaskId(body.id);
	if (isSuccess && isTask !== undefined) return undefined;

	const { error } = body;
	if (isRecord(error)) return { ...error, suggestion: error.fallback_suggestion };
	if (nonEmptyString(error)) return { code: error, message: body.error_description ?? error };
	if (!isSuccess || body.success === false || statusInCode(body.code) !== undefined) {
		return { code: body.code, message: body.msg ?? body.message };
	}
	return undefined;
}

function defaultMessage({ status, body }: HttpResponse): string {
	if (status >= 300 && status < 400) return 'The URL redirects to another one';
	if (body === '' || body === undefined || body === null) return 'The response is empty';
	if (typeof body !== 'string') return 'Unexpected response format';
	return isWebPage(body)
		? 'Received a web page instead of an API response'
		: 'The response is not valid JSON';
}

function isWebPage(body: unknown): boolean {
	return typeof body === 'string' && /<html|<!doctype/i.test(body);
}

const RETRY_AFTER_IN_PROSE =
	/\b(?:after|in)\s+(\d+)\s*(ms|s|m|h)(?:ec(?:ond)?s?|in(?:ute)?s?|(?:ou)?rs?)?\b/i;
const UNIT_MS: Readonly<Record<string, number>> = {
	ms: 1,
	s: 1_000,
	m: 60_000,
	h: 3_600_000,
};

/** The delay, ms, from `Retry-After` in seconds or as a date, or from text such as "retry after 60 seconds". */
function parseRetryAfterMs(
	{ headers }: HttpResponse,
	error: ErrorBody | undefined,
	nowMs: number,
): number | undefined {
	const header = nonEmptyString(headers['retry-after']);
	if (header !== undefined) {
		const ms = Number.isFinite(Number(header)) ? Number(header) * 1000 : Date.parse(header) - nowMs;
		if (Number.isFinite(ms)) return Math.max(0, ms);
	}
	const prose = `${nonEmptyString(error?.suggestion) ?? ''} ${nonEmptyString(error?.message) ?? ''}`;
	const [, amount, unit] = RETRY_AFTER_IN_PROSE.exec(prose) ?? [];
	if (amount === undefined) return undefined;
	return Number(amount) * UNIT_MS[unit.toLowerCase()];
}

function statusInCode(code: unknown): number | undefined {
	return typeof code === 'number' && code >= 400 && code < 600 ? code : undefined;
}

/** Codes for a success response that does not have the format of its undocumented or optional route. */
export const NOT_A_LIST_CODE = 'not_a_list';
export const NOT_CREDITS_CODE = 'not_credits';

/** Whether the provider lacks an optional route: the task list, or the credits. */
export function lacksRoute({ status = 0, isWebPage, code }: RequestError): boolean {
	const isOtherFormat = code === NOT_A_LIST_CODE || code === NOT_CREDITS_CODE;
	return status === 404 || status === 405 || (isWebPage === true && status < 500) || isOtherFormat;
}
