import type { RequestError } from '../../../nodes/Hailuo/transport/responseError';

/** What a request can come to, in the words of the tests. */
export const refused = (
	status: number,
	more: Partial<RequestError> = {},
): { fault: RequestError } => ({
	fault: { kind: 'refused', status, message: `HTTP ${status}`, ...more },
});

export const broken = (kind: RequestError['kind']): { fault: RequestError } => ({
	fault: { kind, message: kind },
});
