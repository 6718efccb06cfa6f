import { isFinal, type KnownTask, type Task } from '../domain/task';
import type { ListedTask } from '../domain/taskList';
import { evaluateTask, matches, type Reading, type EventRules } from './evaluateTask';
import type { AccountState } from './state';

/** An account of which all open tasks are known. */
export type WatchedAccount = Required<Pick<AccountState, 'pending'>> & AccountState;

/** What a poll has learned from the list, before it reads any task. */
export interface AccountListing {
	processed: ReadonlyMap<string, number>;
	account: WatchedAccount;
	/** The tasks on the pages read. */
	seen: ReadonlyMap<string, ListedTask>;
	/** From which page on the list is still unread. */
	resumePage: number | undefined;
	/** Every unfinished task of the account with its creation, where some open ones were not seen. */
	unfinished?: ReadonlyMap<string, number>;
	rules: EventRules;
	nowMs: number;
}

/**
 * A task may appear in the list a while after it was made; for so long, s, tasks are told apart by
 * their ID and not by their creation.
 */
const LATE_ARRIVAL_S = 3_600;

/** The state from which an account is watched: what is unfinished counts, what is finished is history. */
export function initialAccount(
	scope: string,
	unfinished: ReadonlyMap<string, number>,
	newest: readonly ListedTask[],
): { account: WatchedAccount; processed: Map<string, number> } {
	const watermarkS = Math.max(0, ...newest.map(({ createdS }) => createdS));
	const pending = new Map(unfinished);
	const processed = new Map<string, number>();
	for (const task of newest) {
		if (!isFinal(task)) pending.set(task.taskId, task.createdS);
		// The tasks of that last second could be taken for new ones.
		else if (task.createdS === watermarkS && !pending.has(task.taskId))
			processed.set(task.taskId, watermarkS);
	}
	return { account: { scope, watermarkS, pending }, processed };
}

/** The open tasks that the pages read did not show: too old for them, or finished long ago. */
export function hiddenTasks({ pending }: WatchedAccount, seen: AccountListing['seen']): string[] {
	return [...pending.keys()].filter((id) => !seen.has(id));
}

/** The tasks whose details are wanted, oldest first: newly finished ones, and those to be given up. */
export function tasksToRead(listed: AccountListing): KnownTask[] {
	const { account, seen, unfinished, rules, nowMs } = listed;
	const pending = openTasks(listed);
	const hidden = new Set(hiddenTasks(account, seen));
	return [...pending]
		.filter(([id, createdS]) => {
			const status = seen.get(id)?.status;
			const isFinished = status !== undefined && matches(rules.event, status);
			const hasLeft = hidden.has(id) && unfinished !== undefined && !unfinished.has(id);
			return isFinished || hasLeft || nowMs - createdS * 1000 >= rules.giveUpMs;
		})
		.sort(([, a], [, b]) => a - b)
		.map(([taskId, createdS]) => ({ taskId, createdAt: isoOf(createdS) }));
}

/** The decision over an account: what was listed and read makes items and the new state. */
export function reduceAccount(
	listed: AccountListing,
	readings: ReadonlyMap<string, Reading>,
): { items: Task[]; notes: string[]; account: WatchedAccount; processed: Map<string, number> } {
	const { account, seen, resumePage, rules, nowMs } = listed;
	const pending = openTasks(listed);
	const processed = new Map(listed.processed);
	const items: Task[] = [];
	const notes: string[] = [];

	for (const { taskId, createdS, status } of newlySeen(listed)) {
		if (isFinal({ taskId, status }) && !pending.has(taskId)) processed.set(taskId, createdS);
	}
	for (const [taskId, reading] of readings) {
		const createdS = pending.get(taskId) ?? 0;
		const known = { taskId, createdAt: isoOf(createdS) };
		const existedMs = seen.has(taskId) ? nowMs : undefined;
		const verdict = evaluateTask(known, reading, rules, { nowMs, firstSeenMs: nowMs, existedMs });
		if (verdict === 'wait') continue;
		pending.delete(taskId);
		processed.set(taskId, createdS);
		if (verdict.item !== undefined) items.push(verdict.item);
		if (verdict.note !== undefined) notes.push(verdict.note);
	}

	// Only after a list that was read to its end can older tasks be forgotten.
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

/** All that is known and not done with: open before, unfinished now, or finished and to be read. */
function openTasks(listed: AccountListing): Map<string, number> {
	const { account, rules } = listed;
	const pending = new Map(account.pending);
	for (const { taskId, createdS, status } of newlySeen(listed)) {
		if (!isFinal({ taskId, status }) || matches(rules.event, status)) pending.set(taskId, createdS);
		else pending.delete(taskId);
	}
	return pending;
}

/** The seen tasks that count: neither history nor done with. */
function newlySeen({ account, processed, seen }: AccountListing): ListedTask[] {
	const { watermarkS, pending } = account;
	return [...seen.values()].filter(
		({ taskId, createdS }) =>
			(createdS >= watermarkS || pending.has(taskId)) && !processed.has(taskId),
	);
}

function isoOf(createdS: number): string {
	return new Date(createdS * 1000).toISOString();
}
