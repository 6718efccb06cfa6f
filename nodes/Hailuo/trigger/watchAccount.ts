import { isFinal, type KnownTask, type Task } from '../domain/task';
import { createdAtMsFromId } from '../domain/taskId';
import { isOfModel } from '../domain/modelOptions';
import { isOlderThan, type ListedTask, type TaskPage } from '../domain/taskList';
import { matches, type PollTimes, type WatchRules } from './judgeTask';
import type { TaskListing } from './pollRequests';
import type { AccountState } from './state';

/** Which account is watched, and which of its tasks. */
export interface AccountWatch extends WatchRules {
	/** Default: all models. */
	model?: string;
}

type ListedAt = ListedTask & { createdS: number };

/** A task may be listed late, so the list is always read down to this long before the newest task, s. */
const MAX_LATE_S = 3_600;
/** In a large account the list is read down to this many tasks instead, to leave time for the reads. */
const LATE_TASKS = 500;
/** In a large account, too, the list is read down to this long before the newest task, s. */
const MIN_LATE_S = 600;
/** At the start, running tasks are looked for among those of the last day. */
const START_DEPTH_S = 24 * 3_600;
/** The clocks of n8n and the provider may differ by this much, s. */
const CLOCK_SKEW_S = 300;

/**
 * Starts watching, also again. Waiting tasks are kept.
 *
 * @param failingSinceMs when watching should have started, but the account could not be listed
 * @returns also the time before which tasks are history if they have finished by the first list: they are
 * not emitted
 */
export function startWatching(
	before: AccountState | undefined,
	scope: string,
	{ nowMs, wallMs }: PollTimes,
	failingSinceMs?: number,
): { account: AccountState; historyS: number } {
	const { seen = new Map(), waiting = new Map() } = before ?? {};
	const startMs = wallMs - (nowMs - (failingSinceMs ?? nowMs));
	const floorS = Math.floor(startMs / 1000) - CLOCK_SKEW_S;
	const historyS = failingSinceMs === undefined ? Infinity : floorS;
	return { account: { scope, floorS, seen, waiting }, historyS };
}

/**
 * Which page is the last one to list: the list is read down to the floor, at the start for a day.
 *
 * @param account undefined at the start
 */
export function isLastPage(account: AccountState | undefined): (page: TaskPage) => boolean {
	let downToS = account?.floorS;
	return (page) => {
		downToS ??= newestS(page.entries) - START_DEPTH_S;
		return isOlderThan(page, downToS);
	};
}

/** The state after a list, and the tasks on it by ID. */
export interface Listed {
	account: AccountState;
	listed: ReadonlyMap<string, ListedAt>;
	/** For n8n's log: tasks that no poll will list. */
	note?: string;
}

/**
 * Adds the listed tasks to the state. Each is now waiting, or seen, or was created before the floor.
 *
 * @param historyS from `startWatching`, if watching starts with this list
 */
export function addListed(
	account: AccountState,
	{ pages, end }: TaskListing,
	watch: AccountWatch,
	{ wallMs }: PollTimes,
	historyS?: number,
): Listed {
	const nowS = wallMs / 1000;
	const listed = datedTasks(pages, nowS);
	if (listed.size === 0) return { account, listed };
	const { scope, floorS } = account;
	const isStart = historyS !== undefined;
	const seen = new Map(account.seen);
	const waiting = new Map(account.waiting);
	for (const task of listed.values()) {
		const { taskId, createdS, status } = task;
		if (!isOfModel(task.model, watch.model)) continue;
		const isUnwanted = status === 'completed' && !matches(watch.event, task);
		const belongsToHistory = isFinal(task) && isHistory(task, account, historyS ?? floorS);
		const isOverdue = !isFinal(task) && (nowS - createdS) * 1000 >= watch.giveUpMs;
		const mayHaveFinished = task.isStatusUnknown && createdS < floorS && !isStart;
		if (seen.has(taskId) || isUnwanted || belongsToHistory) {
			waiting.delete(taskId);
			seen.set(taskId, Math.max(createdS, seen.get(taskId) ?? 0));
		} else if (waiting.has(taskId) || !(isOverdue || mayHaveFinished)) {
			waiting.set(taskId, createdS);
		}
	}
	const isKept = end === 'failed' || end === 'rejected';
	if (isKept && !isStart) return { account: { ...account, seen, waiting }, listed };

	// The middle of the last page, since a single time can be wrong.
	const oldest = end === 'complete' ? [] : sortedTimes(pages.at(-1)?.tasks ?? []);
	const oldestS = oldest[Math.floor(oldest.length / 2)] ?? 0;
	const nextFloorS = Math.max(isStart ? 0 : floorS, floorOf([...listed.values()], nowS), oldestS);
	const seenAboveFloor = new Map([...seen].filter(([, doneS]) => doneS >= nextFloorS));
	const hasGap = ![...listed.keys()].some((id) => account.seen.has(id) || account.waiting.has(id));
	return {
		account: { scope, floorS: nextFloorS, seen: seenAboveFloor, waiting },
		listed,
		...(!isStart && hasGap && oldestS > floorS && { note: skippedNote(floorS, oldestS) }),
	};
}

function skippedNote(fromS: number, untilS: number): string {
	const [from, until] = [fromS, untilS].map((time) => new Date(time * 1000).toISOString());
	return `More tasks were created than a poll can list. Those created from ${from} until ${until} are not watched`;
}

/**
 * Whether a task that has finished is history, which is not emitted.
 *
 * @param account before this poll
 * @param beforeS Unix seconds: what was created later is no history
 */
export function isHistory(
	{ taskId, createdS = 0 }: Pick<ListedTask, 'taskId' | 'createdS'>,
	{ waiting }: AccountState,
	beforeS: number,
): boolean {
	return createdS < beforeS && !waiting.has(taskId);
}

/** The waiting tasks, oldest first. */
export function waitingTasks({ waiting }: AccountState): KnownTask[] {
	return [...waiting]
		.sort(([, a], [, b]) => a - b)
		.map(([taskId, createdS]) => ({
			taskId,
			createdAt: new Date(createdS * 1000).toISOString(),
		}));
}

/** Moves the tasks that are no longer watched from `waiting` to `seen`. */
export function withoutEnded(
	account: AccountState,
	ended: readonly Task[],
	{ wallMs }: PollTimes,
): AccountState {
	const seen = new Map(account.seen);
	const waiting = new Map(account.waiting);
	for (const { taskId } of ended) {
		// Not only when it was created: a list that lags may show it as unfinished after its end.
		seen.set(taskId, Math.max(waiting.get(taskId) ?? 0, Math.floor(wallMs / 1000)));
		waiting.delete(taskId);
	}
	return { ...account, seen, waiting };
}

/**
 * All listed tasks, each as it was seen first in this poll. A time that is missing is replaced by the one
 * in the task's ID, or by the one of its neighbor in the list.
 */
function datedTasks(pages: readonly TaskPage[], nowS: number): Map<string, ListedAt> {
	const tasks = pages.flatMap((page) => page.tasks);
	const timeOf = ({ taskId, createdS }: ListedTask) => {
		const fromIdMs = createdAtMsFromId(taskId);
		return createdS ?? (fromIdMs === undefined ? undefined : fromIdMs / 1000);
	};
	let neighborS = tasks.map(timeOf).find((time) => time !== undefined) ?? nowS;
	const dated = new Map<string, ListedAt>();
	for (const task of tasks) {
		neighborS = timeOf(task) ?? neighborS;
		if (!dated.has(task.taskId)) dated.set(task.taskId, { ...task, createdS: neighborS });
	}
	return dated;
}

/** The floor that belongs to a list, Unix seconds. It applies once that has been read down to the current one. */
function floorOf(tasks: readonly ListedTask[], nowS: number): number {
	const newest = Math.min(nowS, newestS(tasks));
	const byCountS = sortedTimes(tasks)[LATE_TASKS] ?? -Infinity;
	return Math.floor(Math.max(newest - MAX_LATE_S, Math.min(newest - MIN_LATE_S, byCountS)));
}

/** When the tenth newest task was created, or the one in the middle of a short list: single times can be wrong. */
function newestS(tasks: readonly ListedTask[]): number {
	const times = sortedTimes(tasks);
	return times[Math.min(9, Math.floor(times.length / 2))] ?? 0;
}

function sortedTimes(tasks: readonly ListedTask[]): number[] {
	return tasks.flatMap(({ createdS }) => createdS ?? []).sort((a, b) => b - a);
}
