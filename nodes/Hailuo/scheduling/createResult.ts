import { createConclusion, type RequestError } from '../transport/evidence';
import { exceedsMaxRetryAfter } from '../transport/retryPolicy';
import type { Result } from '../utils/result';
import { ABORTED_BEFORE_SENDING } from './retry';

/** The final result of a create, over all its attempts. */
export type CreateResult<T> =
	| { outcome: 'created'; value: T; attempts: number }
	/** Nothing was created or charged. */
	| { outcome: 'rejected'; error: RequestError; reason: 'refused' | 'queueTimeout' }
	/** It may have been accepted and charged. */
	| { outcome: 'indeterminate'; error: RequestError }
	/** Not sent, or rate limited, before the run ended. */
	| { outcome: 'aborted' };

/** Converts the last response to a create that is not retried. */
export function toCreateResult<T>(
	result: Result<T, RequestError>,
	attempts: number,
): CreateResult<T> {
	if (result.ok) return { outcome: 'created', value: result.value, attempts };
	const { error } = result;
	if (error === ABORTED_BEFORE_SENDING) return { outcome: 'aborted' };
	if (isIndeterminate(error)) return { outcome: 'indeterminate', error };
	const reason = isRateLimited(error) ? 'queueTimeout' : 'refused';
	return { outcome: 'rejected', error, reason };
}

export function isRateLimited(error: RequestError): boolean {
	return createConclusion(error) === 'rateLimited' && !exceedsMaxRetryAfter(error);
}

export function isIndeterminate(error: RequestError): boolean {
	return error !== ABORTED_BEFORE_SENDING && createConclusion(error) === 'indeterminate';
}
