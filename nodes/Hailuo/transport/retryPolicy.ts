import { concludeRead, type RequestError } from './evidence';

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
