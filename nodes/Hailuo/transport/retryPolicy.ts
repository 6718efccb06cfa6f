import type { RequestError } from './responseError';

/**
 * Classifies the error of a create, which may be retried only if it was certainly not accepted, since it
 * costs money.
 *
 * - `retry`: the API certainly never received it
 * - `rateLimited`: not accepted now; retry later
 * - `rejected`: not accepted, and a retry would not help
 * - `indeterminate`: may have been accepted and charged, so it must not be retried
 */
export function classifyCreateError(
	error: RequestError,
): 'retry' | 'rateLimited' | 'rejected' | 'indeterminate' {
	const { kind, status = 0 } = error;
	if (kind === 'notSent') return 'retry';
	if (kind === 'blocked') return 'rejected';
	if (kind !== 'rejected') return 'indeterminate';
	if (status === 429) return 'rateLimited';
	if (namesIdempotencyKey(error)) return 'indeterminate';
	// Hosts that support idempotency keys return 409 while the first request with the key is in progress.
	const isRejected = status >= 300 && status < 500 && status !== 408 && status !== 409;
	return isRejected ? 'rejected' : 'indeterminate';
}

/** Whether an error is about the idempotency key. An earlier request with it may have created a task. */
function namesIdempotencyKey({ message, code = '', param = '' }: RequestError): boolean {
	return /idempoten/i.test(`${message} ${code} ${param}`);
}

/**
 * Classifies the error of a read, an upload or a download, all of which are free.
 *
 * - `retry`: transient
 * - `notFound`: a 404, which a task can return for a while after its creation
 * - `rejected`: a retry would not help
 */
export function classifyReadError({
	kind,
	status = 0,
}: RequestError): 'retry' | 'notFound' | 'rejected' {
	if (kind === 'blocked') return 'rejected';
	if (kind !== 'rejected') return 'retry';
	if (status === 404) return 'notFound';
	const isTransient = status === 408 || status === 425 || status === 429 || status >= 500;
	const isErrorInSuccess = status >= 200 && status < 300;
	return isTransient || isErrorInSuccess ? 'retry' : 'rejected';
}

/** Whether all requests of the run must pause, not only the failed one. */
export function shouldPauseAll(error: RequestError): boolean {
	const hasRetryAfter = error.retryAfterMs !== undefined && classifyReadError(error) === 'retry';
	return error.status === 429 || hasRetryAfter;
}

/** Whether `Retry-After` exceeds 2 minutes. The item then fails, and its error contains that time. */
export function exceedsMaxRetryAfter({ retryAfterMs = 0 }: RequestError): boolean {
	return retryAfterMs > MAX_RETRY_AFTER_MS;
}

/** Maximum attempts of a create that was not sent, a read, an upload or a download. */
export const MAX_ATTEMPTS = 4;

const MIN_BACKOFF_MS = 1_000;
/** Half the window of a per-minute limit. */
const MAX_BACKOFF_MS = 30_000;
/** A run does not wait for a longer `Retry-After`. */
const MAX_RETRY_AFTER_MS = 120_000;
const RETRY_AFTER_JITTER = 0.1;
/** The longest pause of a run, with jitter, ms. */
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
