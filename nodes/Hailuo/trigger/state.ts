import { isRecord, asRecord, nonEmptyString } from '../utils/json';

/**
 * What a trigger remembers over restarts. n8n saves it only when items are given, so it changes
 * only then; all that may be lost without harm is in `memory.ts`.
 */
export interface TriggerState {
	/** Counts the polls that gave items: tells an old state from a new one. */
	revision: number;
	/**
	 * Tasks that are done with, by ID, and a Unix second: watched IDs with the moment they were given,
	 * tasks of the account with their creation.
	 */
	processed: ReadonlyMap<string, number>;
	/** Present once the account has been looked at. */
	account?: AccountState;
}

/** How far the account's list has been worked off. Seconds are Unix seconds by the API's clock. */
export interface AccountState {
	/** Of which account, seen through which filter; another one begins anew. */
	scope: string;
	/** All tasks made before this second are done with, except the open ones. */
	watermarkS: number;
	/** Tasks that were seen and are not done with, with their creation; undefined: not known yet. */
	pending?: ReadonlyMap<string, number>;
	/** The page from which on the list has not been read to its end yet. */
	resumePage?: number;
}

/** Reads what an earlier poll, perhaps of an earlier version, has left; what is not understood counts as nothing. */
export function readState(saved: unknown): TriggerState {
	const { revision, processed, account } = asRecord(saved);
	const state: TriggerState = { revision: wholeNumber(revision) ?? 0, processed: toMap(processed) };
	const readAccount = accountOf(account);
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
			},
		}),
	};
}

function accountOf(value: unknown): AccountState | undefined {
	const { scope, watermarkS, pending, resumePage } = asRecord(value);
	const since = wholeNumber(watermarkS);
	if (nonEmptyString(scope) === undefined || since === undefined) return undefined;
	const page = wholeNumber(resumePage);
	return {
		scope: String(scope),
		watermarkS: since,
		...(isRecord(pending) && { pending: toMap(pending) }),
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
