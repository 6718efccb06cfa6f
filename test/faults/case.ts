import type { Dialect, Effect, Endpoint, TaskLife } from '../../simulator';

/**
 * Where something goes wrong: at a request of a Create, at the list that the trigger reads, or at those
 * that concern the account.
 */
export const PLACES = [
	'create',
	'read',
	'download',
	'upload',
	'list',
	'get many',
	'get credits',
	'minimum credits',
] as const;
export type Place = (typeof PLACES)[number];

/** Which of an item's requests to that place are hit. */
export type When = 'first' | 'middle' | 'at completion' | 'always';

/** What the user must find in the place of the item hit. */
export type Outcome =
	| 'video'
	/** From the trigger: each task once, in a later poll where not in the one that was hit. */
	| 'emitted'
	/** From Get Credits. */
	| 'credits'
	/** What happened, and what to do next. */
	| { error: RegExp; advice: RegExp };

/** One row of the fault matrix: what goes wrong, and what must come out. Pure data. */
export interface FaultCase {
	where: Place;
	/** In the words of the table; with `where` and `when` the case's title. */
	what: string;
	/** Absent where the task itself is odd and no request is hit. */
	when?: When;
	/** The rules of CONTRIBUTING.md that it tests. */
	rules: readonly number[];
	/** What befalls the requests hit, one after the other; with `always`, the last again and again. */
	faults?: readonly Effect[];
	/** The requests hit, where they are not those that `where` names. */
	on?: Endpoint;
	/** How the task of the item hit lives, where that is the oddity. */
	life?: TaskLife;
	/** Form of the API's errors. Default: numeric. */
	dialect?: Dialect;
	/** How long the item hit is waited for, minutes. Default 30. */
	timeoutMinutes?: number;
	out: Outcome;
	/** How many requests the item hit costs; a place that is missing may be asked any number of times. */
	requests: Partial<Record<Endpoint, number>>;
	/** After the first request hit there is no other of the same item for so long at least, ms. */
	restMs?: number;
	/** The API makes, and counts, a task of whose ID it tells nobody. */
	isIndeterminate?: true;
	/** It concerns the whole run: items that are not hit share its fate. */
	hitsAll?: true;
	/** It is borne for minutes, so that the node's clock goes faster. */
	isRetriedForMinutes?: true;
	/** What it waits for is not stated here, so that the node's clock may go faster. */
	isAccelerated?: true;
	/** It takes up to a minute, since an answer is waited for in vain. */
	isSlow?: true;
}

export function titleOf({ where, what, when }: FaultCase): string {
	return [where, what, when].filter(Boolean).join(' · ');
}
