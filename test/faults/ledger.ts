import type { RecordedRequest } from '../../simulator';
import { resolved, createsByItem, outcomeOf, idIn } from './createOutcome';
import { requestsAfterFinal } from './requestsAfterFinal';
import {
	candidatesIn,
	freeOfChargeIn,
	itemsReportedIndeterminate,
	type VisibleText,
} from './visibleText';

/** What one run came to, on both sides. */
export interface LedgerInput {
	/** Every request that the simulator has seen, in order. */
	records: readonly RecordedRequest[];
	/** So many items came in. */
	items: number;
	/** Every task that costs money, with the item that it was made for. */
	paid: ReadonlyArray<{ id: string; item: number }>;
	/** IDs of the items that came out well, with their videos. */
	delivered: readonly string[];
	/** Everything else the user gets to read: errors and error items. */
	visibleTexts: readonly VisibleText[];
	/** The API key, and the hosts that may see it. */
	key: string;
	keyHosts: readonly string[];
	/** Retry On Fail: what a try has given up, the next may take up again. */
	isRetried?: boolean;
	/** The API makes one task of creates with the same Idempotency-Key. */
	honorsKey?: boolean;
}

/**
 * Numbers of tasks, items and requests. `paid` is the sum of `delivered`, `named`, `unclear`, `unnamed`
 * and `lost`.
 */
export interface Ledger {
	paid: number;
	/** Came out with their videos. */
	delivered: number;
	/** Did not, but an error or item names their ID. */
	named: number;
	/** The API told nobody their ID, and an error says of their item that it may have been accepted. */
	indeterminate: number;
	/** The API told their ID, and no error or item names it. Must be 0, as all below. */
	unnamed: number;
	/** The API told nobody their ID, and nobody is told of their item. */
	lost: number;
	/** Paid for an item that had a paid task already. */
	twice: number;
	/** Items with an unclear create, paid or not, that no error tells of. */
	unreported: number;
	/** Tasks said to be of unclear creates perhaps, though they are known to be others. */
	misnamed: number;
	/** Texts that say that nothing was charged, where that is not so or not known. */
	untrue: number;
	/** Requests after an answer that settled the matter. */
	afterFinal: number;
	/** Requests and texts that show the key where it does not belong. */
	keyElsewhere: number;
}

/** Draws the balance of a run. Knows nothing of the node's code: what is final or unclear is said here once more. */
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

/** What must be 0 in every ledger, with the words of the tables. */
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

/** One ledger for several runs. */
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

/** The IDs that creates were answered with. */
function returnedIds({ records }: LedgerInput): Set<string> {
	const made = records.filter(
		(each) => each.endpoint === 'create' && outcomeOf(each) === 'created',
	);
	return new Set(made.map((record) => String(idIn(record))));
}

/** The items that have sent a create of which nobody knows what came of it, to the end of the run. */
export function indeterminateItems({ records, honorsKey }: LedgerInput): Set<number> {
	const items = new Set<number>();
	for (const [item, creates] of createsByItem(records)) {
		const known = honorsKey ? creates.map((create) => resolved(create, creates)) : creates;
		if (known.some((create) => outcomeOf(create) === 'indeterminate')) items.add(item);
	}
	return items;
}

function misnamed({ visibleTexts, records }: LedgerInput, known: ReadonlySet<string>): number {
	const made = new Set(
		records.flatMap(({ endpoint, taskId }) => (endpoint === 'create' ? taskId : [])),
	);
	return candidatesIn(visibleTexts).filter((id) => known.has(id) || !made.has(id)).length;
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
