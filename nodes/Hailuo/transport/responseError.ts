import { isRecord, nonEmptyString } from '../utils/json';

/**
 * What went wrong with one request, in our words: both dialects of the API, its gateways, and the
 * network, turned into one shape. What to do about it is decided in `retry.ts`.
 */
export interface RequestError {
	/**
	 * - `refused`: the API answered with an error
	 * - `unreached`: the request never arrived (connection refused, no such host)
	 * - `interrupted`: the connection broke or timed out; the request may have arrived
	 * - `unreadable`: an answer came, but it is not one of this API (a web page, cut-off JSON)
	 * - `stopped`: the execution was stopped
	 */
	kind: 'refused' | 'unreached' | 'interrupted' | 'unreadable' | 'stopped';
	/** The API's own words where it has some. */
	message: string;
	/** HTTP status, where an answer came. */
	status?: number;
	/** The API's code, e.g. `insufficient_quota`; absent where it only repeats the status. */
	code?: string;
	/** The request field that the API complains about. */
	param?: string;
	/** A web page came instead of an answer of the API. */
	isWebPage?: true;
	/** How long the API asks to be left alone, ms. */
	retryAfterMs?: number;
}

/** An HTTP answer, its body parsed where it was JSON, else as text. */
export interface HttpResponse {
	status: number;
	headers: Readonly<Record<string, unknown>>;
	body: unknown;
}

/**
 * @param nowMs current time, for a `Retry-After` that is a date
 * @returns what is wrong with the answer, or undefined where it is a good one
 */
export function parseErrorResponse(answer: HttpResponse, nowMs: number): RequestError | undefined {
	const { status, body } = answer;
	const isGood = status >= 200 && status < 300;
	const error = findError(body, isGood);
	if (isGood && error === undefined && isRecord(body)) return undefined;

	const code = nonEmptyString(error?.code) ?? nonEmptyString(error?.type);
	const param = nonEmptyString(error?.param);
	const retryAfterMs = parseRetryAfterMs(answer, error, nowMs);
	return {
		kind: isGood && error === undefined ? 'unreadable' : 'refused',
		// A refusal inside a 200 tells its real status in the body.
		status: isGood ? (statusInCode(error?.code) ?? status) : status,
		message: nonEmptyString(error?.message) ?? defaultMessage(answer),
		...(code !== undefined && { code }),
		...(param !== undefined && { param }),
		...(isWebPage(body) && { isWebPage: true }),
		...(retryAfterMs !== undefined && { retryAfterMs }),
	};
}

type ErrorBody = Partial<Record<'code' | 'type' | 'message' | 'param' | 'suggestion', unknown>>;

/**
 * Finds the error in the shapes that are met: `{error: {…}}`, `{error: "x", error_description}`,
 * `{success: false, code, msg}`, `{code, message}`.
 */
function findError(body: unknown, isGood: boolean): ErrorBody | undefined {
	if (!isRecord(body)) return undefined;
	// A task that failed carries an `error` too, but that is a good answer about a bad task.
	if (isGood && nonEmptyString(body.status) !== undefined) return undefined;

	const { error } = body;
	if (isRecord(error)) return { ...error, suggestion: error.fallback_suggestion };
	if (nonEmptyString(error)) return { code: error, message: body.error_description ?? error };
	if (!isGood || body.success === false || statusInCode(body.code) !== undefined) {
		return { code: body.code, message: body.msg ?? body.message };
	}
	return undefined;
}

function defaultMessage({ status, body }: HttpResponse): string {
	if (status >= 300 && status < 400) return 'The address answers with a redirect to another one';
	if (body === '' || body === undefined || body === null) return 'The answer was empty';
	if (typeof body !== 'string') return 'The answer is not one of this API';
	return isWebPage(body) ? 'A web page answered' : 'The answer could not be read';
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

/** `Retry-After` in seconds or as a date, else prose such as "retry after 60 seconds"; ms. */
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
