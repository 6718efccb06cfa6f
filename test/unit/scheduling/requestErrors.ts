import type { Reason, RequestError } from '../../../nodes/Hailuo/transport/evidence';
import { err } from '../../../nodes/Hailuo/utils/result';

const REASONS: Readonly<Record<number, Reason | undefined>> = {
	401: 'invalidKey',
	402: 'noCredit',
	403: 'forbidden',
	404: 'notFound',
	405: 'noSuchRoute',
	501: 'unclearNotFound',
	408: 'unclear',
	429: 'rateLimited',
};

/** The API answers with this HTTP status, and with a body that proves nothing else. */
export function rejected(status: number, more: Partial<RequestError> = {}) {
	const isRefusal = status >= 400 && status < 500;
	const reason = REASONS[status] ?? (isRefusal ? 'invalid' : 'unclear');
	return err<RequestError>({ reason, status, message: `HTTP ${status}`, ...more });
}

/** There is no usable response. */
export const failed = (reason: Reason) => err<RequestError>({ reason, message: reason });
