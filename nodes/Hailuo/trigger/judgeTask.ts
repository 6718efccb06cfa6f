import { isFinal, type KnownTask, type Task } from '../domain/task';
import { parseFailure } from '../domain/taskFailure';
import { createdAtMsFromId } from '../domain/taskId';
import type { ListedTask } from '../domain/taskList';
import type { ReadResult } from '../scheduling/taskReader';
import { formatError } from '../transport/errorText';

export type TriggerEvent = 'completed' | 'failed' | 'finished';

/** Which tasks to emit, and how long to watch them. */
export interface EventRules {
	event: TriggerEvent;
	/** A task that is unfinished at this age, ms, is no longer watched. */
	giveUpMs: number;
}

/** What this process remembers of a watched task. Times are from the monotonic clock, ms. */
export interface TaskMemory {
	firstSeenMs: number;
	/** When the API answered a read last. */
	readMs?: number;
	/** When a read was sent last, whatever its result. */
	attemptedMs?: number;
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

/** What the other requests of the poll prove. */
export interface PollEvidence {
	/** The API answered at least one of them. */
	isApiUp: boolean;
	/** That the API has no such task ends watching it; if false, only once it is overdue as well. */
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
 * The waiting tasks to read, those first whose last read was sent longest ago, so that none that fails
 * delays others for long.
 *
 * @param listed tasks in the account's list. Those are read if they have finished by it or are overdue;
 * others, and those without a status, when they are due
 */
export function tasksToRead(
	waiting: readonly KnownTask[],
	listed: ReadonlyMap<string, ListedTask>,
	memories: TaskMemories,
	rules: EventRules,
	times: PollTimes,
): KnownTask[] {
	const attemptedMs = ({ taskId }: KnownTask) => memories.get(taskId)?.attemptedMs ?? 0;
	return waiting
		.filter((task) => {
			const memory = memoryOf(task, memories, times);
			if (memory.end !== undefined) return matches(rules.event, memory.end.task);
			const { status, isStatusUnknown } = listed.get(task.taskId) ?? {};
			if (status === undefined || isStatusUnknown) return isDue(task, memory, times);
			return isFinal({ ...task, status }) || ageOf(task, memory, times) >= rules.giveUpMs;
		})
		.sort((a, b) => attemptedMs(a) - attemptedMs(b));
}

/** What the reads of a poll prove about the watched tasks. */
export interface Judgment {
	/** Those that are no longer watched, whatever the event. */
	ended: Task[];
	/** Those of them to emit. */
	items: Task[];
	/** For n8n's log: why others have not finished, and are not emitted either. */
	notes: string[];
	memories: Map<string, TaskMemory>;
}

export function judgeTasks(
	tasks: readonly KnownTask[],
	results: ReadonlyMap<string, ReadResult>,
	memories: TaskMemories,
	evidence: PollEvidence,
	rules: EventRules,
	times: PollTimes,
): Judgment {
	const judgment: Judgment = { ended: [], items: [], notes: [], memories: new Map() };
	for (const known of tasks) {
		const memory = { ...memoryOf(known, memories, times) };
		judgment.memories.set(known.taskId, memory);
		const result = results.get(known.taskId);
		if (result === undefined) continue;
		memory.end = judgeTask(known, result, memory, evidence, rules, times);
		if (memory.end === undefined) continue;
		const { task, note } = memory.end;
		judgment.ended.push(task);
		if (matches(rules.event, task)) judgment.items.push(task);
		else if (note !== undefined) judgment.notes.push(note);
	}
	return judgment;
}

/**
 * Judges the read of one task. What ends watching needs proof that lasts.
 *
 * @param memory of the task, which is updated
 * @returns undefined if it must be watched further
 */
function judgeTask(
	known: KnownTask,
	result: ReadResult,
	memory: TaskMemory,
	{ isApiUp, provesAbsence }: PollEvidence,
	rules: EventRules,
	times: PollTimes,
): WatchEnd | undefined {
	/** For how long a condition has held in all reads, ms; -1 if it does not hold now. */
	const lasting = (since: `${string}SinceMs` & keyof TaskMemory, holds: boolean): number => {
		const sinceMs = holds ? (memory[since] ?? times.nowMs) : undefined;
		memory[since] = sinceMs;
		return sinceMs === undefined ? -1 : times.nowMs - sinceMs;
	};
	const isAbsent = !result.ok && result.error.reason === 'notFound';
	const task = result.ok ? result.value.task : known;
	const isEnded = result.ok && isFinal(task);
	const ageMs = ageOf(task, memory, times);
	const hasNoUrl = isEnded && task.status === 'completed' && task.videoUrl === undefined;
	const withoutUrlMs = lasting('withoutUrlSinceMs', hasNoUrl);
	const overdueMs = lasting('overdueSinceMs', !isEnded && ageMs >= rules.giveUpMs);
	const absentMs = lasting('absentSinceMs', isAbsent);
	if (result.ok || isAbsent) memory.readMs = times.nowMs;
	// A rate limit says nothing about the task, and may be that of another request.
	if (result.ok || result.error.reason !== 'rateLimited') memory.attemptedMs = times.nowMs;
	if (result.ok) memory.task = result.value.task;

	if (result.ok && isEnded) {
		return hasNoUrl && withoutUrlMs < URL_LAG_MS ? undefined : { task: result.value.task };
	}
	if (!result.ok && isAbsent) {
		const isProven = provesAbsence ? ageMs >= NEW_MS : overdueMs >= APART_MS;
		return isProven && absentMs >= APART_MS ? absent(known, formatError(result.error)) : undefined;
	}
	// One that cannot be read may be completed, so it is watched for another Give Up After.
	const hasGivenUp = overdueMs >= (result.ok ? APART_MS : rules.giveUpMs);
	return hasGivenUp && isApiUp ? unfinished(task, rules) : undefined;
}

/** Whether a task that is no longer watched belongs to an event. Whatever has not completed counts as failed. */
export function matches(event: TriggerEvent, { status }: Partial<Task>): boolean {
	return event !== (status === 'completed' ? 'failed' : 'completed');
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

function unfinished(task: KnownTask, { giveUpMs }: EventRules): WatchEnd {
	const hours = Number((giveUpMs / 3_600_000).toFixed(2));
	const note = `Task ${task.taskId} is unfinished after ${hours} h and is no longer watched`;
	return { task: { status: 'processing', ...task, timedOut: true }, note };
}
