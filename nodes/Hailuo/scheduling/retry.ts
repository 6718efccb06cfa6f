import { concludeRead, RUN_ENDED, type RequestError } from '../transport/evidence';
import { exceedsMaxRetryAfter, MAX_ATTEMPTS, retryDelayMs } from '../transport/retryPolicy';
import type { Clock } from '../utils/clock';
import { err, type Result } from '../utils/result';

/**
 * Sends a request up to four times, with exponential backoff from 1 s, while `shouldRetry` allows it: by
 * default while the error is transient, which is safe only for free requests.
 * A `Retry-After` of more than 2 minutes ends the attempts.
 *
 * @param send makes one attempt
 * @param signal aborts when the run ends; the error is then `RUN_ENDED`
 */
export async function retry<T>(
	send: () => Promise<Result<T, RequestError>>,
	{ clock, signal }: { clock: Clock; signal: AbortSignal },
	shouldRetry: (error: RequestError) => boolean = isTransient,
): Promise<Result<T, RequestError>> {
	for (let attempt = 1; ; attempt += 1) {
		if (signal.aborted) return err(RUN_ENDED);
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
