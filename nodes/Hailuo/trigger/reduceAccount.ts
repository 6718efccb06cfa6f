import { isFinal, type KnownTask, type Task } from '../domain/task';
import type { ListedTask } from '../domain/taskList';
import { judge, matches, type Reading, type Rules } from './evaluateTask';
import type { AccountState } from './state';

/** An account of which all open tasks are known. */
export type OpenAccount = Required<Pick<AccountState, 'open'>> & AccountState;

/** What a poll has learned from the list, before it reads any task. */
export interface Listed {
	settled: ReadonlyMap<string, number>;
	account: OpenAccount;
	/** The tasks on the pages read. */
	seen: ReadonlyMap<string, ListedTask>;
	/** From which page on the list is still unread. */
	behindPage: number | undefined;
	/** Every unfinished task of the account with its creation, where some open ones were not seen. */
	unfinished?: ReadonlyMap<string, number>;
	rules: Rules;
	nowMs: number;
}

/**
 * A task may appear in the list a while after it was made; for so long, s, tasks are told apart by
 * their ID and not by their creation.
 */
const LATE_S = 3_600;

/** The state from which an account is watched: what is unfinished counts, what is finished is history. */
export function startOfAccount(
	scope: string,
	unfinished: ReadonlyMap<string, number>,
	newest: readonly ListedTask[],
): { account: OpenAccount; settled: Map<string, number> } {
	const sinceS = Math.max(0, ...newest.map(({ createdS }) => createdS));
	const open = new Map(unfinished);
	const settled = new Map<string, number>();
	for (const task of newest) {
		if (!isFinal(task)) open.set(task.taskId, task.createdS);
		// The tasks of that last second could be taken for new ones.
		else if (task.createdS === sinceS && !open.has(task.taskId)) settled.set(task.taskId, sinceS);
	}
	return { account: { scope, sinceS, open }, settled };
}

/** The open tasks that the pages read did not show: too old for them, or finished long ago. */
export function hiddenTasks({ open }: OpenAccount, seen: Listed['seen']): string[] {
	return [...open.keys()].filter((id) => !seen.has(id));
}

/** The tasks whose details are wanted, oldest first: newly finished ones, and those to be given up. */
export function tasksToRead(listed: Listed): KnownTask[] {
	const { account, seen, unfinished, rules, nowMs } = listed;
	const open = openTasks(listed);
	const hidden = new Set(hiddenTasks(account, seen));
	return [...open]
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
export function decideAccount(
	listed: Listed,
	readings: ReadonlyMap<string, Reading>,
): { items: Task[]; notes: string[]; account: OpenAccount; settled: Map<string, number> } {
	const { account, seen, behindPage, rules, nowMs } = listed;
	const open = openTasks(listed);
	const settled = new Map(listed.settled);
	const items: Task[] = [];
	const notes: string[] = [];

	for (const { taskId, createdS, status } of newlySeen(listed)) {
		if (isFinal({ taskId, status }) && !open.has(taskId)) settled.set(taskId, createdS);
	}
	for (const [taskId, reading] of readings) {
		const createdS = open.get(taskId) ?? 0;
		const known = { taskId, createdAt: isoOf(createdS) };
		const existedMs = seen.has(taskId) ? nowMs : undefined;
		const verdict = judge(known, reading, rules, { nowMs, firstSeenMs: nowMs, existedMs });
		if (verdict === 'wait') continue;
		open.delete(taskId);
		settled.set(taskId, createdS);
		if (verdict.item !== undefined) items.push(verdict.item);
		if (verdict.note !== undefined) notes.push(verdict.note);
	}

	// Only after a list that was read to its end can older tasks be forgotten.
	const newestS = Math.max(0, ...[...seen.values()].map(({ createdS }) => createdS));
	const sinceS =
		behindPage === undefined ? Math.max(account.sinceS, newestS - LATE_S) : account.sinceS;
	const { scope } = account;
	return {
		items,
		notes,
		account: { scope, sinceS, open, ...(behindPage !== undefined && { behindPage }) },
		settled: new Map([...settled].filter(([, createdS]) => createdS >= sinceS)),
	};
}

/** All that is known and not done with: open before, unfinished now, or finished and to be read. */
function openTasks(listed: Listed): Map<string, number> {
	const { account, rules } = listed;
	const open = new Map(account.open);
	for (const { taskId, createdS, status } of newlySeen(listed)) {
		if (!isFinal({ taskId, status }) || matches(rules.event, status)) open.set(taskId, createdS);
		else open.delete(taskId);
	}
	return open;
}

/** The seen tasks that count: neither history nor done with. */
function newlySeen({ account, settled, seen }: Listed): ListedTask[] {
	const { sinceS, open } = account;
	return [...seen.values()].filter(
		({ taskId, createdS }) => (createdS >= sinceS || open.has(taskId)) && !settled.has(taskId),
	);
}

function isoOf(createdS: number): string {
	return new Date(createdS * 1000).toISOString();
}
