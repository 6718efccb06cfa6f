import type { RequestError } from './responseError';

/**
 * Whether a failed create may be sent again. It costs money, so that everything depends on whether
 * the API may have accepted it.
 *
 * - `retry`: the API certainly never got it
 * - `rateLimited`: not accepted now; send it again later
 * - `rejected`: not accepted, and sending it again changes nothing
 * - `indeterminate`: may have been accepted and charged, so it must not be sent again
 */
export function classifyCreateError(
	error: RequestError,
): 'retry' | 'rateLimited' | 'rejected' | 'indeterminate' {
	const { kind, status = 0 } = error;
	if (kind === 'notSent') return 'retry';
	if (kind === 'blocked') return 'rejected';
	if (kind !== 'rejected') return 'indeterminate';
	if (status === 429) return exceedsMaxRetryAfter(error) ? 'rejected' : 'rateLimited';
	if (namesIdempotencyKey(error)) return 'indeterminate';
	// Hosts that know the idempotency key answer 409 while its first request is in progress.
	const isRejected = status >= 300 && status < 500 && status !== 408 && status !== 409;
	return isRejected ? 'rejected' : 'indeterminate';
}

/** Whether an error is about the key: then an earlier request with it may have created a task. */
function namesIdempotencyKey({ message, code = '', param = '' }: RequestError): boolean {
	return /idempoten/i.test(`${message} ${code} ${param}`);
}

/**
 * Whether a failed read, upload or download may be repeated; all of them are free.
 *
 * - `retry`: transient
 * - `notFound`: a 404, which a task that was just created can give for a while
 * - `rejected`: repeating it changes nothing
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

/** Whether all requests of the run must pause, and not only the one that failed. */
export function shouldPauseAll(error: RequestError): boolean {
	const hasRetryAfter = error.retryAfterMs !== undefined && classifyReadError(error) === 'retry';
	return error.status === 429 || hasRetryAfter;
}

/** Whether `Retry-After` is longer than a run waits; the item then fails with that time in its error. */
export function exceedsMaxRetryAfter({ retryAfterMs = 0 }: RequestError): boolean {
	return retryAfterMs > MAX_RETRY_AFTER_MS;
}

/** Attempts of a create that was not sent, a read, an upload or a download. */
export const MAX_ATTEMPTS = 4;

const MIN_BACKOFF_MS = 1_000;
/** Half of the window of a limit per minute. */
const MAX_BACKOFF_MS = 30_000;
/** A longer `Retry-After` is left to the user. */
const MAX_RETRY_AFTER_MS = 120_000;
const RETRY_AFTER_JITTER = 0.1;
/** The longest pause of a run, with jitter, ms. */
export const MAX_PAUSE_MS = MAX_RETRY_AFTER_MS * (1 + RETRY_AFTER_JITTER);

/**
 * The delay before the next attempt, ms: `Retry-After` plus up to 10 % jitter, else the backoff. A
 * `Retry-After` of 0, or one in the past, does not mean at once.
 *
 * @param attempts made so far, at least 1
 * @param random gives a number in [0, 1)
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
