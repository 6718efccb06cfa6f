import type { Fault } from '../../../nodes/Hailuo/transport/responseError';

/** What a request can come to, in the words of the tests. */
export const refused = (status: number, more: Partial<Fault> = {}): { fault: Fault } => ({
	fault: { kind: 'refused', status, message: `HTTP ${status}`, ...more },
});

export const broken = (kind: Fault['kind']): { fault: Fault } => ({
	fault: { kind, message: kind },
});
