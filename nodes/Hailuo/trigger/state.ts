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
	/** Model filter and account (`accountDigest`). With another one, watching starts again. */
	scope: string;
	/** Watching started at this time, Unix seconds, and no task has been listed since. */
	startS?: number;
	/** `startS` is by the provider's clock. */
	hasProviderTime?: true;
	/** Tasks created before this second are done, except those that are waiting. */
	floorS: number;
	/** The pages already read by polls that had no time to read the list down to the floor. */
	listedPages?: number;
	/** The next floor, applied when that list has been read. */
	nextFloorS?: number;
	/**
	 * Tasks that are done: of another event, or finished before the start; or emitted or given up, with the
	 * time of that. Forgotten once the floor has passed their time.
	 */
	seen: TaskTimes;
	/** Tasks to emit when they finish. */
	waiting: TaskTimes;
}

/** Version 1 had no number, and was kept in the data of the node, which n8n loses if it is renamed. */
const VERSION = 2;

/**
 * Parses the saved state.
 *
 * @param formerly the state of version 1, which is continued
 */
export function readState(saved: unknown, formerly: unknown): TriggerState {
	const { version, revision, emitted, account } = asRecord(saved);
	if (version !== VERSION) return fromVersion1(asRecord(formerly));
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
		version: VERSION,
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

function fromVersion1({ revision, processed, account }: Record<string, unknown>): TriggerState {
	const emitted = toTimes(processed);
	const base = { revision: Number(revision) || 0, emitted };
	if (!isRecord(account)) return base;
	const { scope, watermarkS, pending, inherited } = account;
	const waiting = new Map([...toTimes(inherited), ...toTimes(pending)]);
	const floorS = Number(watermarkS) || 0;
	// The scope began with the ID of the credential.
	const [, ...rest] = String(scope).split(' ');
	return { ...base, account: { scope: rest.join(' '), floorS, seen: emitted, waiting } };
}

function toTimes(value: unknown): TaskTimes {
	const entries = Object.entries(asRecord(value));
	return new Map(entries.flatMap(([id, time]) => (typeof time === 'number' ? [[id, time]] : [])));
}
