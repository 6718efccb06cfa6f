import { lacksRoute, type RequestError } from '../transport/evidence';
import { isTransient } from './retry';

/** The maximum number of tasks in one batch. Source: the provider's own client. */
export const MAX_BATCH = 50;
/** A trigger runs for months, and its provider may add the route, so batches are tried again after an hour. */
const EXPIRES_AFTER_MS = 3_600_000;

/**
 * What is known about the batch reads of one account. A trigger keeps it between polls.
 *
 * Batches are supported until the provider refuses one. Any refusal counts, since gateways answer an
 * unknown route with every status; transient errors do not.
 */
export class BatchSupport {
	/** Tasks whose last batch failed. The next read of each is a single GET. */
	readonly toReadAlone = new Set<string>();
	/** Whether a batch was ever answered. Until then, requests are not sent faster: it may be refused. */
	hasSucceeded = false;

	private refusedAtMs = -Infinity;

	/**
	 * The maximum number of tasks in one request.
	 *
	 * @param nowMs clock time
	 */
	maxTasks(nowMs: number): number {
		return nowMs - this.refusedAtMs < EXPIRES_AFTER_MS ? 1 : MAX_BATCH;
	}

	/** @param nowMs clock time */
	onRefused(nowMs: number): void {
		this.refusedAtMs = nowMs;
	}
}

/** Whether the provider has refused a batch. */
export function isBatchRefusal(error: RequestError): boolean {
	return lacksRoute(error) || !isTransient(error);
}
