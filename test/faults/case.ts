import type { Effect, Endpoint, TaskBehavior } from '../../simulator';

/**
 * Where the fault occurs: at a request of a Create, at the list that the trigger reads, or at a
 * request that concerns the account.
 */
export type Place =
	| 'create'
	| 'read'
	| 'download'
	| 'upload'
	| 'list'
	| 'get many'
	| 'get credits'
	| 'minimum credits';

/** Which of an item's requests at that place get the fault. */
export type When = 'first' | 'middle' | 'at completion' | 'always';

/** The expected result of the item with the fault. */
export type Outcome =
	| 'video'
	/** From the trigger: each task once, at the latest in a later poll. */
	| 'emitted'
	/** From Get Credits. */
	| 'credits'
	/** Patterns of the error's message and suggestion. */
	| { error: RegExp; suggestion: RegExp };

/** One row of the fault matrix: a fault and its expected result. Pure data. */
export interface FaultCase {
	where: Place;
	/** The fault as described in the table; with `where` and `when` it is the case's title. */
	what: string;
	/** Absent if the task itself is unusual and no request gets a fault. */
	when?: When;
	/** Effects on consecutive requests; with `always`, the last one is repeated. */
	faults?: readonly Effect[];
	/** The endpoint of the fault, if it is not the one of `where`. */
	on?: Endpoint;
	/** Behavior of the item's task, if the fault is in the task. */
	behavior?: TaskBehavior;
	/** The API is served over TLS, with a certificate that n8n trusts. */
	tls?: true;
	/** Timeout of the item with the fault, minutes. Default 300. */
	timeoutMinutes?: number;
	out: Outcome;
	/** Number of requests of the item with the fault, by endpoint. Endpoints that are missing are not checked. */
	requests: Partial<Record<Endpoint, number>>;
	/** The fault affects the whole run: the other items have the same result. */
	affectsAllItems?: true;
	/** It takes up to a minute, since a response never arrives. */
	isSlow?: true;
}

export function titleOf({ where, what, when }: FaultCase): string {
	return [where, what, when].filter(Boolean).join(' · ');
}

/** A function that completes the rows of one place with what they have in common. */
export const rowsOf =
	(common: Pick<FaultCase, 'where'> & Partial<FaultCase>) =>
	(what: string, row: Partial<FaultCase>): FaultCase => ({
		what,
		out: 'video',
		requests: {},
		...common,
		...row,
	});
