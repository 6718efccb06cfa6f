import type { RunContext } from '../../execution/runContext';
import { retry } from '../../scheduling/retry';
import { lacksRoute } from '../../transport/missingRoute';
import type { RequestError } from '../../transport/responseError';
import { classifyReadError } from '../../transport/retryPolicy';
import type { Result } from '../../utils/result';

/** Sends a free request to a route that not every provider has. Transient errors are retried, its absence is not. */
export async function readOptionalRoute<T>(
	run: RunContext,
	send: () => Promise<Result<T, RequestError>>,
): Promise<Result<T, RequestError>> {
	return await retry(
		send,
		(error) => classifyReadError(error) === 'retry' && !lacksRoute(error),
		run,
		async (signal) => await run.rateLimiter.acquire(signal),
	);
}
