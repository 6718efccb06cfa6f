import type { ApiError } from '../domain/apiError';
import { nonEmptyString } from '../utils/json';
import { concludeRead, type RequestError } from './evidence';

/** A text such as "retry after 60 seconds". Other durations in a text are no request to wait. */
const IN_PROSE =
	/\b(?:retry|try again)\b\W{0,3}(?:the request |later )?(?:after|in)\W{1,3}(\d+(?:\.\d+)?)\s*(ms|s|m|h)(?:ec(?:ond)?s?|in(?:ute)?s?|(?:ou)?rs?)?\b/i;
const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };

/**
 * How long a response asks to wait, ms: `Retry-After` in seconds or as a date; for 429 and 503 also the
 * API's own field, or its text.
 *
 * @param nowMs current time, ms since 1970
 */
export function parseRetryAfter(
	headers: Readonly<Record<string, unknown>>,
	{ status = 0, retryAfterMs, message = '' }: ApiError,
	nowMs: number,
): number | undefined {
	const header = nonEmptyString(headers['retry-after']);
	if (header !== undefined) {
		const ms = Number.isFinite(Number(header)) ? Number(header) * 1000 : Date.parse(header) - nowMs;
		if (Number.isFinite(ms)) return Math.max(0, ms);
	}
	if (status !== 429 && status !== 503) return undefined;
	if (retryAfterMs !== undefined) return retryAfterMs;
	const [, amount, unit] = IN_PROSE.exec(message) ?? [];
	return amount === undefined ? undefined : Number(amount) * UNIT_MS[unit.toLowerCase()];
}

/** Whether all requests of this kind to the account must pause, not only the failed one. */
export function shouldPauseAll(error: RequestError): boolean {
	const hasRetryAfter = error.retryAfterMs !== undefined && concludeRead(error) === 'retry';
	return error.reason === 'rateLimited' || hasRetryAfter;
}

/** Whether `Retry-After` exceeds 2 minutes. The request is then not retried, and its error contains that time. */
export function exceedsMaxRetryAfter({ retryAfterMs = 0 }: RequestError): boolean {
	return retryAfterMs > MAX_RETRY_AFTER_MS;
}

/** Maximum attempts of a create that was not sent, a read, an upload or a download. */
export const MAX_ATTEMPTS = 4;

const MIN_BACKOFF_MS = 1_000;
/** Half the window of a per-minute limit. */
const MAX_BACKOFF_MS = 30_000;
/** A single request is not retried after a longer `Retry-After`. */
const MAX_RETRY_AFTER_MS = 120_000;
const RETRY_AFTER_JITTER = 0.1;
/** The longest pause that such a request waits for, with jitter, ms. */
export const MAX_PAUSE_MS = MAX_RETRY_AFTER_MS * (1 + RETRY_AFTER_JITTER);

/**
 * The delay before the next attempt, ms: `Retry-After` plus up to 10 % jitter, else the backoff. If
 * `Retry-After` is 0 or in the past, the backoff applies as well.
 *
 * @param attempts number of attempts so far, at least 1
 * @param random returns a number in [0, 1)
 */
export function retryDelayMs(attempts: number, error: RequestError, random: () => number): number {
	const retryAfterMs = error.retryAfterMs ?? 0;
	return retryAfterMs > 0
		? retryAfterMs * (1 + RETRY_AFTER_JITTER * random())
		: backoffMs(attempts, random);
}

/** Exponential backoff, ms: 1 s, 2 s, 4 s … at most 30 s, each ±25 %. */
export function backoffMs(attempts: number, random: () => number): number {
	const backoff = Math.min(MAX_BACKOFF_MS, MIN_BACKOFF_MS * 2 ** (attempts - 1));
	return backoff * (0.75 + 0.5 * random());
}
