import { concludeRead, type RequestError } from '../transport/evidence';
import { exceedsMaxRetryAfter, MAX_ATTEMPTS, retryDelayMs } from '../transport/retryPolicy';
import type { Clock } from '../utils/clock';
import { err, type Result } from '../utils/result';

/** The run was aborted before the request, or its next attempt, was sent. */
export const ABORTED_BEFORE_SENDING: RequestError = {
	reason: 'aborted',
	message: 'The execution was stopped',
};

/**
 * Sends a request up to four times, with exponential backoff from 1 s, while `shouldRetry` allows it: by
 * default while the error is transient, which is safe only for free requests.
 * A `Retry-After` of more than 2 minutes ends the attempts.
 *
 * @param send makes one attempt
 * @returns the last error, or `ABORTED_BEFORE_SENDING`
 */
export async function retry<T>(
	send: () => Promise<Result<T, RequestError>>,
	{ clock, signal }: { clock: Clock; signal: AbortSignal },
	shouldRetry: (error: RequestError) => boolean = isTransient,
): Promise<Result<T, RequestError>> {
	for (let attempt = 1; ; attempt += 1) {
		if (signal.aborted) return err(ABORTED_BEFORE_SENDING);
		const result = await send();
		if (result.ok) return result;
		const { error } = result;
		const isLast = attempt === MAX_ATTEMPTS || exceedsMaxRetryAfter(error);
		if (isLast || !shouldRetry(error)) return result;
		await clock.sleep(
			retryDelayMs(attempt, error, () => clock.random()),
			signal,
		);
	}
}

export function isTransient(error: RequestError): boolean {
	return concludeRead(error) === 'retry';
}
