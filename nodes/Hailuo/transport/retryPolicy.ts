import type { RequestError } from './responseError';
import { namesIdempotencyKey } from './idempotency';

/**
 * What to do after a request went wrong. A create costs money and a read does not, so the same
 * fault means different things after each.
 */

/**
 * After a create: `again` where the API surely never got it, `later` where it takes no more for a
 * moment that can be waited for; `unclear` where it may have been accepted, and so paid: never sent again.
 */
export function classifyCreateError(
	fault: RequestError,
): 'again' | 'later' | 'refused' | 'unclear' {
	const { kind, status = 0 } = fault;
	if (kind === 'unreached') return 'again';
	if (kind !== 'refused') return 'unclear';
	if (status === 429) return exceedsMaxRetryAfter(fault) ? 'refused' : 'later';
	if (namesIdempotencyKey(fault)) return 'unclear';
	// 409 is what hosts answer that know the idempotency key and are still busy with its first request.
	const isRefused = status >= 300 && status < 500 && status !== 408 && status !== 409;
	return isRefused ? 'refused' : 'unclear';
}

/**
 * After a read or a download: `again` for whatever may pass, `missing` for a 404 (a task just
 * created can be unknown for a while), `final` where repeating changes nothing.
 */
export function classifyReadError({
	kind,
	status = 0,
}: RequestError): 'again' | 'missing' | 'final' {
	if (kind !== 'refused') return 'again';
	if (status === 404) return 'missing';
	const passes = status === 408 || status === 425 || status === 429 || status >= 500;
	const refusedInsideGoodAnswer = status >= 200 && status < 300;
	return passes || refusedInsideGoodAnswer ? 'again' : 'final';
}

/** Whether the API wants to be left alone by the whole run, and not only by this request. */
export function shouldPauseAll(fault: RequestError): boolean {
	const names = fault.retryAfterMs !== undefined && classifyReadError(fault) === 'again';
	return fault.status === 429 || names;
}

/** Whether the API asks for more rest than anybody waits for: it is told instead. */
export function exceedsMaxRetryAfter({ retryAfterMs = 0 }: RequestError): boolean {
	return retryAfterMs > MAX_RETRY_AFTER_MS;
}

/** How often a create that did not arrive, a status read, an upload or a download is tried in all. */
export const MAX_ATTEMPTS = 4;

/**
 * For so long creates are sent again while the API takes none of a run: ten times over where its limit
 * counts by the minute, and longer than a video takes (vendors name 9 min) where it counts unfinished ones.
 */
export const QUEUE_TIMEOUT_MS = 10 * 60_000;

const MIN_BACKOFF_MS = 1_000;
const MAX_BACKOFF_MS = 30_000;
/** Longer rests are the user's to plan: the item ends with an error that names the time. */
const MAX_RETRY_AFTER_MS = 120_000;
const RETRY_AFTER_JITTER = 0.1;
/** The longest pause that a rest within the bound can become, ms. */
export const MAX_PAUSE_MS = MAX_RETRY_AFTER_MS * (1 + RETRY_AFTER_JITTER);

/**
 * The pause before another try, ms: what the API asks for, else the usual one. An API
 * that asks for no pause at all (`Retry-After: 0`, or a moment that has passed) gets one all the same.
 *
 * @param tries how many tries have been made, at least 1
 */
export function retryDelayMs(tries: number, fault: RequestError, random: () => number): number {
	const asked = fault.retryAfterMs ?? 0;
	return asked > 0 ? asked * (1 + RETRY_AFTER_JITTER * random()) : backoffMs(tries, random);
}

/** The pause where the API asks for none, ms: doubling from 1 s to 30 s, a quarter more or less. */
export function backoffMs(tries: number, random: () => number): number {
	const backoff = Math.min(MAX_BACKOFF_MS, MIN_BACKOFF_MS * 2 ** (tries - 1));
	return backoff * (0.75 + 0.5 * random());
}
