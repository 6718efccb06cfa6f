import type { RequestError } from '../../../nodes/Hailuo/transport/evidence';
import { err } from '../../../nodes/Hailuo/utils/result';

/** The API rejects the request with this HTTP status. */
export const rejected = (status: number, more: Partial<RequestError> = {}) =>
	err<RequestError>({ kind: 'rejected', status, message: `HTTP ${status}`, ...more });

/** There is no usable response. */
export const failed = (kind: RequestError['kind']) => err<RequestError>({ kind, message: kind });
