import { asRecord, isRecord } from '../utils/json';

/** Unix seconds by task ID. */
export type TaskTimes = ReadonlyMap<string, number>;

/**
 * What a trigger must not forget. n8n saves it with emitted items and at activation, and not otherwise, so
 * it changes only then. What may be lost is in `memory.ts`.
 */
export interface TriggerState {
	/** Number of states that n8n was asked to save: tells an old state from a new one. */
	revision: number;
	/** With Watch = Task IDs: the emitted tasks, with the time of emission. */
	emitted: TaskTimes;
	/** With Watch = Account. */
	account?: AccountState;
}

/** How far the account's list is processed. Times are those of creation, by the provider's clock, unless noted. */
export interface AccountState {
	/** Model filter, Base URL and key (`AccountWatch`). With another one, watching starts again. */
	scope: string;
	/** Tasks created before this second are done, except those that are waiting. */
	floorS: number;
	/**
	 * Tasks that are done: of another event, or finished before the start; or emitted or given up, with the
	 * time of that. Forgotten once the floor has passed their time.
	 */
	seen: TaskTimes;
	/** Tasks to emit when they finish. */
	waiting: TaskTimes;
}

/** Parses the saved state. Without one, or with another value, the state is empty. */
export function readState(saved: unknown): TriggerState {
	const { revision, emitted, account } = asRecord(saved);
	return {
		revision: Number(revision) || 0,
		emitted: toTimes(emitted),
		...(isRecord(account) && {
			account: {
				...(account as unknown as AccountState),
				seen: toTimes(account.seen),
				waiting: toTimes(account.waiting),
			},
		}),
	};
}

/** The state as plain JSON. */
export function writeState({ revision, emitted, account }: TriggerState) {
	return {
		revision,
		emitted: Object.fromEntries(emitted),
		...(account && {
			account: {
				...account,
				seen: Object.fromEntries(account.seen),
				waiting: Object.fromEntries(account.waiting),
			},
		}),
	};
}

function toTimes(value: unknown): TaskTimes {
	const entries = Object.entries(asRecord(value));
	return new Map(entries.flatMap(([id, time]) => (typeof time === 'number' ? [[id, time]] : [])));
}
