import { isFinal, URL_LIFETIME_MS, type KnownTask, type Task } from '../domain/task';
import { parseFailure } from '../domain/taskFailure';
import { createdAtMsFromId } from '../domain/taskId';
import type { ListedTask } from '../domain/taskList';
import type { ReadResult } from '../scheduling/taskReader';
import { formatError } from '../transport/errorText';

export type TriggerEvent = 'completed' | 'failed' | 'finished';

/** Whose tasks to watch, which of them to emit, and how long to watch them. */
export interface WatchRules {
	/** Base URL, key and, for an account, model. With another one, watching the account starts again. */
	scope: string;
	event: TriggerEvent;
	/** A task that is unfinished at this age, ms, is no longer watched. */
	giveUpMs: number;
}

/** What this process remembers of a watched task. Times are from the monotonic clock, ms. */
export interface TaskMemory {
	firstSeenMs: number;
	/** When it was read last, whatever the result. */
	readMs?: number;
	/** As last read. */
	task?: Task;
	/** Since when the API has answered that there is no such task. */
	absentSinceMs?: number;
	/** Since when it has been unfinished, or unreadable, for longer than Give Up After. */
	overdueSinceMs?: number;
	/** Since when it has been completed without a video URL. */
	withoutUrlSinceMs?: number;
	/** How watching it has ended. */
	end?: WatchEnd;
}

export type TaskMemories = ReadonlyMap<string, TaskMemory>;

/** A task that is no longer watched: finished, unknown to the API (failed), or timed out. */
export interface WatchEnd {
	task: Task;
	/** Why it is no longer watched, if it has not finished. */
	note?: string;
}

export interface PollTimes {
	/** Of the monotonic clock, ms. */
	nowMs: number;
	/** Of the provider's clock, else of the system's, ms since 1970. */
	wallMs: number;
}

/** What a task is judged by, besides its own read. */
export interface Criteria {
	rules: WatchRules;
	times: PollTimes;
	evidence: PollEvidence;
}

/** What the other requests of the poll prove. */
export interface PollEvidence {
	/** The API answered at least one of them. */
	isApiUp: boolean;
	/**
	 * With Task IDs: one of them was read, so that the key is that of their account, and "no such task" is
	 * true. If false, such a task is watched until it is overdue.
	 */
	provesAbsence: boolean;
}

/** How long a completed task may lack its video URL: one minute minus the jitter of n8n's schedule. */
const URL_LAG_MS = 55_000;
/** What ends watching must hold in polls this far apart: one may have a wrong clock, or a wrong answer. */
const APART_MS = 2 * 60_000;
/** Until this age, a task can be unknown because it is new. */
const NEW_MS = 10 * 60_000;
/** An unfinished task is read again after 1/60 of its age, at most this. */
const MAX_READ_INTERVAL_MS = 5 * 60_000;
/** A slightly early poll must not delay a read by a whole interval. */
const SLACK_MS = 1_000;

/**
 * The waiting tasks to read, those first that were read longest ago, so that none that fails delays others
 * for long.
 *
 * @param listed tasks in the account's list. Those are read if they have finished by it or are overdue;
 * others, and those without a status, when they are due
 */
export function tasksToRead(
	waiting: readonly KnownTask[],
	listed: ReadonlyMap<string, ListedTask>,
	memories: TaskMemories,
	rules: WatchRules,
	times: PollTimes,
): KnownTask[] {
	const readMs = ({ taskId }: KnownTask) => memories.get(taskId)?.readMs ?? 0;
	return waiting
		.filter((task) => {
			const memory = memoryOf(task, memories, times);
			if (memory.end !== undefined) return matches(rules.event, memory.end.task);
			const { status, isStatusUnknown } = listed.get(task.taskId) ?? {};
			if (status === undefined || isStatusUnknown) return isDue(task, memory, times);
			return isFinal({ ...task, status }) || ageOf(task, memory, times) >= rules.giveUpMs;
		})
		.sort((a, b) => readMs(a) - readMs(b));
}

/** What the reads of a poll prove about the watched tasks. */
export interface Judgment {
	/** Those that are no longer watched, whatever the event. */
	ended: Task[];
	/** Those of them to emit. */
	items: Task[];
	/** For n8n's log: why others have not finished, and are not emitted either. */
	notes: string[];
	memories: TaskMemories;
}

/** @param results of the tasks that were read in this poll */
export function judgeTasks(
	tasks: readonly KnownTask[],
	results: ReadonlyMap<string, ReadResult>,
	memories: TaskMemories,
	criteria: Criteria,
): Judgment {
	const { rules, times } = criteria;
	const judged = new Map<string, TaskMemory>();
	const ends: WatchEnd[] = [];
	for (const known of tasks) {
		const before = memoryOf(known, memories, times);
		const result = results.get(known.taskId);
		const memory = result ? judgeTask(known, before, result, criteria) : before;
		judged.set(known.taskId, memory);
		if (result && memory.end) ends.push(memory.end);
	}
	const isWanted = ({ task }: WatchEnd) => matches(rules.event, task);
	return {
		ended: ends.map(({ task }) => task),
		items: ends.filter(isWanted).map(({ task }) => task),
		notes: ends.filter((end) => !isWanted(end)).flatMap(({ note }) => note ?? []),
		memories: judged,
	};
}

/**
 * Judges the read of one task.
 *
 * @returns what to remember of it; with `end` if it is no longer watched
 */
export function judgeTask(
	known: KnownTask,
	before: TaskMemory,
	result: ReadResult,
	criteria: Criteria,
): TaskMemory {
	const { rules, times } = criteria;
	const task = result.ok ? result.value : known;
	const isFinished = result.ok && isFinal(task);
	const isAbsent = !result.ok && result.error.reason === 'notFound';
	const isOverdue = !isFinished && ageOf(task, before, times) >= rules.giveUpMs;
	const lacksUrl = isFinished && task.status === 'completed' && task.videoUrl === undefined;
	// A rate limit says nothing about the task, and may be that of another request.
	const isRead = result.ok || result.error.reason !== 'rateLimited';
	const memory: TaskMemory = {
		firstSeenMs: before.firstSeenMs,
		readMs: isRead ? times.nowMs : before.readMs,
		task: result.ok ? result.value : before.task,
		absentSinceMs: isAbsent ? (before.absentSinceMs ?? times.nowMs) : undefined,
		overdueSinceMs: isOverdue ? (before.overdueSinceMs ?? times.nowMs) : undefined,
		withoutUrlSinceMs: lacksUrl ? (before.withoutUrlSinceMs ?? times.nowMs) : undefined,
	};
	return { ...memory, end: endOf(known, memory, result, criteria) };
}

/** How watching a task ends with its last read, if it does. That needs proof that lasts, unless it has finished. */
function endOf(
	known: KnownTask,
	memory: TaskMemory,
	result: ReadResult,
	{ rules, times, evidence }: Criteria,
): WatchEnd | undefined {
	const { absentSinceMs, overdueSinceMs, withoutUrlSinceMs } = memory;
	/** Whether a condition has held for so long. */
	const lasts = (sinceMs: number | undefined, ms: number) =>
		sinceMs !== undefined && times.nowMs - sinceMs >= ms;

	if (result.ok && isFinal(result.value)) {
		const isWhole = withoutUrlSinceMs === undefined || lasts(withoutUrlSinceMs, URL_LAG_MS);
		return isWhole ? { task: result.value } : undefined;
	}
	if (!result.ok && absentSinceMs !== undefined) {
		const isOldEnough = evidence.provesAbsence
			? ageOf(known, memory, times) >= NEW_MS
			: lasts(overdueSinceMs, APART_MS);
		const isGone = isOldEnough && lasts(absentSinceMs, APART_MS);
		return isGone ? absent(known, formatError(result.error)) : undefined;
	}
	// One that cannot be read may be completed, so it is watched until the URL of its video has expired.
	const hasGivenUp =
		evidence.isApiUp && lasts(overdueSinceMs, result.ok ? APART_MS : URL_LIFETIME_MS);
	return hasGivenUp ? unfinished(result.ok ? result.value : known, rules) : undefined;
}

/** Whether a task that is no longer watched belongs to an event. Whatever has not completed counts as failed. */
export function matches(event: TriggerEvent, { status }: Partial<Task>): boolean {
	return event === 'finished' || event === (status === 'completed' ? 'completed' : 'failed');
}

/** What is remembered of a task, or the beginning of that. */
function memoryOf({ taskId }: KnownTask, memories: TaskMemories, { nowMs }: PollTimes): TaskMemory {
	return memories.get(taskId) ?? { firstSeenMs: nowMs };
}

/** The age of a task, ms: since its creation by the answer or its ID, else since it was seen first. */
function ageOf(
	{ taskId, createdAt }: KnownTask,
	{ firstSeenMs }: TaskMemory,
	{ nowMs, wallMs }: PollTimes,
): number {
	const createdMs = createdAt === undefined ? createdAtMsFromId(taskId) : Date.parse(createdAt);
	return createdMs === undefined ? nowMs - firstSeenMs : wallMs - createdMs;
}

/** Whether an unfinished task is to be read again; old ones are read less often. */
function isDue(task: KnownTask, memory: TaskMemory, times: PollTimes): boolean {
	const { readMs = -Infinity, withoutUrlSinceMs } = memory;
	const intervalMs = Math.min(MAX_READ_INTERVAL_MS, ageOf(task, memory, times) / 60);
	return withoutUrlSinceMs !== undefined || times.nowMs - readMs >= intervalMs - SLACK_MS;
}

function absent(known: KnownTask, message: string): WatchEnd {
	const failure = parseFailure('failed', { code: 'resource_not_found', message });
	const note = `Task ${known.taskId} is no longer watched: ${message}`;
	return { task: { ...known, status: 'failed', failure }, note };
}

function unfinished(task: KnownTask, { giveUpMs }: WatchRules): WatchEnd {
	const hours = Number((giveUpMs / 3_600_000).toFixed(2));
	const note = `Task ${task.taskId} is unfinished after ${hours} h and is no longer watched`;
	return { task: { status: 'processing', ...task, timedOut: true }, note };
}
