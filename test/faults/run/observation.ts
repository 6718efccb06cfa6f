import { ENDPOINTS, type Endpoint, type RecordedRequest } from '../../../simulator/http/recording';
import type { ItemEnd } from './itemEnd';

/** The result of a run of one case. */
export interface RunObservation {
	faulted: ItemEnd;
	/** The items without a fault. */
	others: readonly ItemEnd[];
	/** Number of requests of the item with the fault. */
	requests: Record<Endpoint, number>;
	/** From the first request with a fault to the next one of the same item, ms. */
	pauseMs?: number;
	/** The API has created a task whose ID no response contains. */
	isIndeterminate: boolean;
	/** Violations of what must hold in every run. */
	violations: string[];
}

export function countByEndpoint(requests: readonly RecordedRequest[]): Record<Endpoint, number> {
	const counts = ENDPOINTS.map((endpoint) => [
		endpoint,
		requests.filter((request) => request.endpoint === endpoint).length,
	]);
	return Object.fromEntries(counts) as Record<Endpoint, number>;
}

/** @returns from the first request with a fault to the next of these requests, ms */
export function pauseAfterFault(requests: readonly RecordedRequest[]): number | undefined {
	const first = requests.findIndex(({ faulted }) => faulted);
	const next = requests[first + 1];
	return first < 0 || next === undefined ? undefined : next.at - requests[first].at;
}
