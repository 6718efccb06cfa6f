import type { RequestError } from '../transport/responseError';
import {
	shouldPauseAll,
	MAX_ATTEMPTS,
	retryDelayMs,
	exceedsMaxRetryAfter,
} from '../transport/retryPolicy';
import type { Clock } from './clock';
import type { RateLimiter } from './rateLimiter';

/** What all repeated requests of one run share. */
export interface RetryContext {
	clock: Clock;
	rateLimiter: RateLimiter;
	signal: AbortSignal;
}

/**
 * Sends a request up to four times, with growing pauses, as long as its fault may be repeated.
 * A 429 holds up all requests of the run, and one that asks for more than 2 minutes ends the tries,
 * those of the others too: they would only wait for it.
 *
 * @param acquire waits until the request may be sent; status reads also wait for their slot
 * @returns `stopped` where the run ended while nothing was under way
 */
export async function retry<T extends object>(
	send: () => Promise<T | { fault: RequestError }>,
	mayRepeat: (fault: RequestError) => boolean,
	{ clock, rateLimiter, signal }: RetryContext,
	acquire: (signal: AbortSignal) => Promise<boolean> = async () =>
		await rateLimiter.waitUntilResumed(signal),
): Promise<T | { fault: RequestError } | { stopped: true }> {
	for (let tries = 1; ; tries += 1) {
		const isTurn = await acquire(signal);
		if (signal.aborted) return { stopped: true };
		if (!isTurn) return { fault: rateLimitedError(rateLimiter.pausedForMs) };
		const result = await send();
		if (!('fault' in result)) return result;

		const { fault } = result;
		const pause = retryDelayMs(tries, fault, () => clock.random());
		if (shouldPauseAll(fault)) rateLimiter.pauseFor(pause);
		if (tries >= MAX_ATTEMPTS || exceedsMaxRetryAfter(fault) || !mayRepeat(fault)) return result;
		await clock.sleep(pause, signal);
	}
}

function rateLimitedError(ms: number): RequestError {
	const message = 'The API has asked this run to leave it alone';
	return { kind: 'refused', status: 429, message, retryAfterMs: ms };
}
