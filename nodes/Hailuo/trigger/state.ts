import { isRecord, asRecord, nonEmptyString } from '../utils/json';

/**
 * The state of a trigger that survives restarts. n8n saves it only with emitted items, so it changes only
 * then. State that may be lost is in `memory.ts`.
 */
export interface TriggerState {
	/** Number of polls that emitted items: distinguishes an old state from a new one. */
	revision: number;
	/**
	 * Processed tasks by ID, with a time in Unix seconds: for watched IDs when they were emitted, for tasks
	 * of the account when they were created.
	 */
	processed: ReadonlyMap<string, number>;
	/** Present once the account is watched. */
	account?: AccountState;
}

/** How far the account's list is processed. Seconds are Unix seconds by the provider's clock. */
export interface AccountState {
	/** Identifies account and filter (`accountScope`). When it changes, watching restarts. */
	scope: string;
	/** All tasks created before this second are processed, except the pending ones. */
	watermarkS: number;
	/** Tasks that were seen and are not processed, with their creation; undefined if not known yet. */
	pending?: ReadonlyMap<string, number>;
	/**
	 * Tasks that were pending when watching restarted with another key, with their creation. Those that
	 * also exist in this account become pending again.
	 */
	inherited?: ReadonlyMap<string, number>;
	/** The first page of the list that has not been read yet. */
	resumePage?: number;
}

/** Parses the state saved by an earlier poll, possibly of an earlier version. Unknown values are ignored. */
export function readState(saved: unknown): TriggerState {
	const { revision, processed, account } = asRecord(saved);
	const state: TriggerState = { revision: wholeNumber(revision) ?? 0, processed: toMap(processed) };
	const readAccount = parseAccount(account);
	return readAccount === undefined ? state : { ...state, account: readAccount };
}

/** The state as plain JSON. */
export function writeState({ revision, processed, account }: TriggerState) {
	return {
		revision,
		processed: Object.fromEntries(processed),
		...(account && {
			account: {
				...account,
				...(account.pending && { pending: Object.fromEntries(account.pending) }),
				...(account.inherited && { inherited: Object.fromEntries(account.inherited) }),
			},
		}),
	};
}

function parseAccount(value: unknown): AccountState | undefined {
	const { scope, watermarkS, pending, inherited, resumePage } = asRecord(value);
	const since = wholeNumber(watermarkS);
	if (nonEmptyString(scope) === undefined || since === undefined) return undefined;
	const page = wholeNumber(resumePage);
	return {
		scope: String(scope),
		watermarkS: since,
		...(isRecord(pending) && { pending: toMap(pending) }),
		...(isRecord(inherited) && { inherited: toMap(inherited) }),
		...(page !== undefined && { resumePage: page }),
	};
}

function toMap(value: unknown): Map<string, number> {
	const entries = Object.entries(asRecord(value));
	return new Map(entries.flatMap(([id, at]) => (typeof at === 'number' ? [[id, at]] : [])));
}

function wholeNumber(value: unknown): number | undefined {
	return Number.isInteger(value) && Number(value) >= 0 ? Number(value) : undefined;
}
