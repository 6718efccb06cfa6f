import type { RecordedRequest } from '../../simulator';
import { resolved, createsByItem, outcomeOf, returnedId } from './createOutcome';
import { requestsAfterFinal } from './requestsAfterFinal';
import {
	candidatesIn,
	freeOfChargeIn,
	itemsReportedIndeterminate,
	type VisibleText,
} from './visibleText';

/** The result of one run: the simulator's records and n8n's output. */
export interface LedgerInput {
	/** All requests that the simulator received, in order. */
	records: readonly RecordedRequest[];
	/** Number of input items. */
	items: number;
	/** All tasks that cost money, with their item. */
	paid: ReadonlyArray<{ id: string; item: number }>;
	/** IDs of the tasks whose videos were output. */
	delivered: readonly string[];
	/** All other texts that the user sees: errors and error items. */
	visibleTexts: readonly VisibleText[];
	/** The API key, and the hosts that may receive it. */
	key: string;
	keyHosts: readonly string[];
	/** Retry On Fail: the next try may continue what the last one ended. */
	isRetried?: boolean;
	/** The API creates one task for all creates with the same Idempotency-Key. */
	honorsKey?: boolean;
}

/**
 * Numbers of tasks, items and requests. `paid` is the sum of `delivered`, `named`, `indeterminate`,
 * `unnamed` and `lost`.
 */
export interface Ledger {
	paid: number;
	/** Tasks whose videos were output. */
	delivered: number;
	/** Other tasks whose ID is in an error or item. */
	named: number;
	/** No response contained the ID, and an error says that the create of the item may have been accepted. */
	indeterminate: number;
	/** A response contained the ID, but no error or item does. Must be 0, like all numbers below. */
	unnamed: number;
	/** No response contained the ID, and no error reports the item. */
	lost: number;
	/** Paid tasks of items that already had one. */
	twice: number;
	/** Items with an indeterminate create, charged or not, that no error reports. */
	unreported: number;
	/** Tasks named as possible results of indeterminate creates although they are known to be others. */
	misnamed: number;
	/** Texts that say that nothing was charged although this is wrong or unknown. */
	untrue: number;
	/** Requests after a final response. */
	afterFinal: number;
	/** Requests and texts that contain the key where it must not be. */
	keyElsewhere: number;
}

/** Computes the ledger of a run. Independent of the node's code: it decides again what is final or indeterminate. */
export function computeLedger(input: LedgerInput): Ledger {
	const { paid, delivered, visibleTexts, items } = input;
	const reported = itemsReportedIndeterminate(visibleTexts, items);
	const known = returnedIds(input);
	const isNamed = (id: string) => visibleTexts.some(({ text }) => text.includes(id));

	const undelivered = paid.filter(({ id }) => !delivered.includes(id));
	const [withId, withoutId] = split(undelivered, ({ id }) => known.has(id));
	const [named, unnamed] = split(withId, ({ id }) => isNamed(id));
	const [indeterminate, lost] = split(withoutId, ({ item }) => reported.has(item));
	return {
		paid: paid.length,
		delivered: paid.length - undelivered.length,
		named: named.length,
		indeterminate: indeterminate.length,
		unnamed: unnamed.length,
		lost: lost.length,
		twice: paid.length - new Set(paid.map(({ item }) => item)).size,
		unreported: [...indeterminateItems(input)].filter((item) => !reported.has(item)).length,
		misnamed: misnamed(input, known),
		untrue: untrue(input),
		afterFinal: requestsAfterFinal(input),
		keyElsewhere: keyElsewhere(input),
	};
}

/** The numbers that must be 0 in every ledger, with their names in the tables. */
export const VIOLATIONS = {
	lost: 'lost',
	unnamed: 'unnamed',
	twice: 'paid twice',
	unreported: 'unreported',
	misnamed: 'misnamed',
	untrue: 'untrue',
	afterFinal: 'after a final answer',
	keyElsewhere: 'key elsewhere',
} as const satisfies Partial<Record<keyof Ledger, string>>;

/** The sum of several ledgers. */
export function addLedgers(ledgers: readonly Ledger[]): Ledger {
	const [first, ...others] = ledgers;
	return others.reduce((total, each) => {
		const entries = Object.entries(total) as Array<[keyof Ledger, number]>;
		return Object.fromEntries(
			entries.map(([name, count]) => [name, count + each[name]]),
		) as unknown as Ledger;
	}, first);
}

function split<T>(all: readonly T[], isFirst: (one: T) => boolean): [T[], T[]] {
	return [all.filter(isFirst), all.filter((one) => !isFirst(one))];
}

/** The IDs that creates returned. */
function returnedIds({ records }: LedgerInput): Set<string> {
	const created = records.filter(
		(each) => each.endpoint === 'create' && outcomeOf(each) === 'created',
	);
	return new Set(created.map((record) => String(returnedId(record))));
}

/** The items with a create that is still indeterminate at the end of the run. */
export function indeterminateItems({ records, honorsKey }: LedgerInput): Set<number> {
	const items = new Set<number>();
	for (const [item, creates] of createsByItem(records)) {
		const known = honorsKey ? creates.map((create) => resolved(create, creates)) : creates;
		if (known.some((create) => outcomeOf(create) === 'indeterminate')) items.add(item);
	}
	return items;
}

function misnamed({ visibleTexts, records }: LedgerInput, known: ReadonlySet<string>): number {
	const created = new Set(
		records.flatMap(({ endpoint, taskId }) => (endpoint === 'create' ? taskId : [])),
	);
	return candidatesIn(visibleTexts).filter((id) => known.has(id) || !created.has(id)).length;
}

function untrue(input: LedgerInput): number {
	const costing = new Set([...input.paid.map(({ item }) => item), ...indeterminateItems(input)]);
	return freeOfChargeIn(input.visibleTexts, input.items).filter(({ item }) =>
		item === undefined ? costing.size > 0 : costing.has(item),
	).length;
}

function keyElsewhere({ records, visibleTexts, key, keyHosts }: LedgerInput): number {
	const leaks = records.filter(({ headers, path, query, server }) => {
		const isItsHost = server !== 'media' && keyHosts.includes(String(headers.host));
		return !isItsHost && JSON.stringify([headers, path, query]).includes(key);
	});
	return leaks.length + visibleTexts.filter(({ text }) => text.includes(key)).length;
}
