import { isFinal, type KnownTask, type Task } from '../domain/task';
import type { ListedTask } from '../domain/taskList';
import { evaluateTask, matches, type Reading, type EventRules } from './evaluateTask';
import type { AccountState } from './state';

/** An account whose pending tasks are all known. */
export type WatchedAccount = Required<Pick<AccountState, 'pending'>> & AccountState;

/** What a poll has found in the list, before it reads any task. */
export interface AccountListing {
	processed: ReadonlyMap<string, number>;
	account: WatchedAccount;
	/** The tasks on the pages read. */
	seen: ReadonlyMap<string, ListedTask>;
	/** The first unread page of the list. */
	resumePage: number | undefined;
	/** All unfinished tasks of the account with their creation time; listed if pending tasks were not seen. */
	unfinished?: ReadonlyMap<string, number>;
	rules: EventRules;
	/** Wall-clock time, ms since 1970. */
	wallMs: number;
	/** How long the reads of a task have failed, ms. */
	failingForMs?(taskId: string): number | undefined;
}

/** A task may be listed late. For this time after creation, s, tasks are identified by ID, not by creation time. */
const LATE_ARRIVAL_S = 3_600;

/**
 * The state in which watching an account starts: unfinished tasks are pending, finished ones are history.
 *
 * @param isWatched whether an unfinished task, with its creation in Unix seconds, becomes pending
 */
export function initialAccount(
	scope: string,
	unfinished: ReadonlyMap<string, number>,
	newest: readonly ListedTask[],
	isWatched: (taskId: string, createdS: number) => boolean,
): { account: WatchedAccount; processed: Map<string, number> } {
	const watermarkS = Math.max(0, ...newest.map(({ createdS }) => createdS));
	const listed = newest.filter((task) => !isFinal(task));
	const unfinishedTasks = new Map([
		...unfinished,
		...listed.map(({ taskId, createdS }) => [taskId, createdS] as const),
	]);
	const pending = new Map(
		[...unfinishedTasks].filter(([taskId, createdS]) => isWatched(taskId, createdS)),
	);
	// Otherwise the tasks of the last second would be treated as new.
	const history = newest.filter(
		({ taskId, createdS }) => createdS === watermarkS && !pending.has(taskId),
	);
	const processed = new Map(history.map(({ taskId }) => [taskId, watermarkS]));
	return { account: { scope, watermarkS, pending }, processed };
}

/** The pending tasks that are too old to be on the pages read. */
export function hiddenTasks({ pending }: WatchedAccount, seen: AccountListing['seen']): string[] {
	return [...pending.keys()].filter((id) => !seen.has(id));
}

/** The tasks to read, oldest first: newly finished ones, and those that are no longer watched. */
export function tasksToRead(listing: AccountListing): KnownTask[] {
	const { account, seen, unfinished, rules, wallMs } = listing;
	const pending = pendingTasks(listing);
	const hidden = new Set(hiddenTasks(account, seen));
	return [...pending]
		.filter(([id, createdS]) => {
			const status = seen.get(id)?.status;
			const isFinished = status !== undefined && matches(rules.event, status);
			const hasDisappeared = hidden.has(id) && unfinished !== undefined && !unfinished.has(id);
			return isFinished || hasDisappeared || wallMs - createdS * 1000 >= rules.giveUpMs;
		})
		.sort(([, a], [, b]) => a - b)
		.map(([taskId, createdS]) => ({ taskId, createdAt: isoFromS(createdS) }));
}

/** Reduces the list and the readings of an account to items and the next state. */
export function reduceAccount(
	listing: AccountListing,
	readings: ReadonlyMap<string, Reading>,
): { items: Task[]; notes: string[]; account: WatchedAccount; processed: Map<string, number> } {
	const { account, seen, resumePage, rules, wallMs } = listing;
	const pending = pendingTasks(listing);
	const processed = new Map(listing.processed);
	const items: Task[] = [];
	const notes: string[] = [];

	for (const { taskId, createdS, status } of unprocessed(listing)) {
		if (isFinal({ taskId, status }) && !pending.has(taskId)) processed.set(taskId, createdS);
	}
	for (const [taskId, reading] of readings) {
		const createdS = pending.get(taskId) ?? 0;
		const known = { taskId, createdAt: isoFromS(createdS) };
		const evaluation = evaluateTask(known, reading, rules, {
			wallMs,
			watchedForMs: 0,
			...(seen.has(taskId) && { knownAgoMs: 0 }),
			failingForMs: listing.failingForMs?.(taskId),
		});
		if (evaluation === 'wait') continue;
		pending.delete(taskId);
		processed.set(taskId, createdS);
		if (evaluation.item !== undefined) items.push(evaluation.item);
		if (evaluation.note !== undefined) notes.push(evaluation.note);
	}

	// Older tasks can be dropped only if the list was read to its end.
	const newestS = Math.max(0, ...[...seen.values()].map(({ createdS }) => createdS));
	const watermarkS =
		resumePage === undefined
			? Math.max(account.watermarkS, newestS - LATE_ARRIVAL_S)
			: account.watermarkS;
	const { scope } = account;
	return {
		items,
		notes,
		account: { scope, watermarkS, pending, ...(resumePage !== undefined && { resumePage }) },
		processed: new Map([...processed].filter(([, createdS]) => createdS >= watermarkS)),
	};
}

/** All tasks that are not processed: pending before, unfinished now, or finished but not read yet. */
function pendingTasks(listing: AccountListing): Map<string, number> {
	const { account, rules } = listing;
	const pending = new Map(account.pending);
	for (const { taskId, createdS, status } of unprocessed(listing)) {
		if (!isFinal({ taskId, status }) || matches(rules.event, status)) pending.set(taskId, createdS);
		else pending.delete(taskId);
	}
	return pending;
}

/** The seen tasks that are neither history nor processed. */
function unprocessed({ account, processed, seen }: AccountListing): ListedTask[] {
	const { watermarkS, pending } = account;
	return [...seen.values()].filter(
		({ taskId, createdS }) =>
			(createdS >= watermarkS || pending.has(taskId)) && !processed.has(taskId),
	);
}

function isoFromS(createdS: number): string {
	return new Date(createdS * 1000).toISOString();
}
