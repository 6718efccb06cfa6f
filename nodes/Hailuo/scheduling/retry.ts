import type { RequestError } from '../transport/evidence';
import {
	exceedsMaxRetryAfter,
	MAX_ATTEMPTS,
	retryDelayMs,
	shouldPauseAll,
} from '../transport/retryPolicy';
import { err, type Result } from '../utils/result';
import type { Clock } from '../utils/clock';
import type { RateLimiter } from './rateLimiter';

/** Shared by all requests of one run. */
export interface RetryContext {
	clock: Clock;
	rateLimiter: RateLimiter;
	signal: AbortSignal;
}

/** The run was aborted before the request, or its next attempt, was sent. */
export const ABORTED_BEFORE_SENDING: RequestError = {
	reason: 'aborted',
	message: 'The execution was stopped',
};

/**
 * Sends a request up to four times, with exponential backoff, while its error is retryable. A 429 or
 * a `Retry-After` pauses all requests of the run; a `Retry-After` of more than 2 minutes ends the
 * attempts of all of them.
 *
 * @param send makes one attempt
 * @param acquire waits until the request may be sent; false if the pause is too long. Default: waits
 * until the rate limiter is not paused. Status reads also wait for a slot
 * @returns the last error, or `ABORTED_BEFORE_SENDING`
 */
export async function retry<T>(
	send: () => Promise<Result<T, RequestError>>,
	shouldRetry: (error: RequestError) => boolean,
	{ clock, rateLimiter, signal }: RetryContext,
	acquire: (signal: AbortSignal) => Promise<boolean> = async () =>
		await rateLimiter.waitUntilResumed(signal),
): Promise<Result<T, RequestError>> {
	for (let attempt = 1; ; attempt += 1) {
		const isAllowed = await acquire(signal);
		if (signal.aborted) return err(ABORTED_BEFORE_SENDING);
		if (!isAllowed) return err(rateLimitedError(rateLimiter.pausedForMs));
		const result = await send();
		if (result.ok) return result;

		const { error } = result;
		const delayMs = retryDelayMs(attempt, error, () => clock.random());
		if (shouldPauseAll(error)) rateLimiter.pauseFor(delayMs);
		const isLast = attempt >= MAX_ATTEMPTS || exceedsMaxRetryAfter(error);
		if (isLast || !shouldRetry(error)) return result;
		await clock.sleep(delayMs, signal);
	}
}

/** The error of a request that was not sent because the run is rate limited for too long. */
export function rateLimitedError(retryAfterMs: number): RequestError {
	const message = 'The run is rate limited';
	return { reason: 'rateLimited', status: 429, message, retryAfterMs };
}
