import type { Reason, RequestError } from '../../../nodes/Hailuo/transport/evidence';
import { err } from '../../../nodes/Hailuo/utils/result';

/** The result of a request that failed. */
export const failed = (reason: Reason, more: Partial<RequestError> = {}) =>
	err<RequestError>({ reason, message: reason, ...more });
