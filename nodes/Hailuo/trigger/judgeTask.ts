import { isFinal, type KnownTask, type Task, type TaskStatus } from '../domain/task';
import { parseFailure } from '../domain/taskFailure';
import { createdAtMsFromId } from '../domain/taskId';
import type { ReadResult } from '../scheduling/batchSupport';
import { formatError } from '../transport/advice';

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
	/** The selected event that it did not match when it finished. */
	skippedEvent?: TriggerEvent;
}

export type TaskMemories = ReadonlyMap<string, TaskMemory>;

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

/** Why watching a task ends: the item to emit, if any, and a text for n8n's log. */
export interface WatchEnd {
	item?: Task;
	note?: string;
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
 * Judges what the reads of a poll prove about the watched tasks.
 *
 * @returns the tasks whose watching ends, and what to remember of the others
 */
export function judgeTasks(
	tasks: readonly KnownTask[],
	results: ReadonlyMap<string, ReadResult>,
	memories: TaskMemories,
	evidence: PollEvidence,
	rules: EventRules,
	times: PollTimes,
): { ended: Map<string, WatchEnd>; memories: Map<string, TaskMemory> } {
	const ended = new Map<string, WatchEnd>();
	const after = new Map<string, TaskMemory>();
	for (const task of tasks) {
		const memory = { ...taskMemory(task, memories, times) };
		const result = results.get(task.taskId);
		const end = result && judgeTask(task, result, memory, evidence, rules, times);
		if (end === undefined) after.set(task.taskId, memory);
		else ended.set(task.taskId, end);
	}
	return { ended, memories: after };
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
		if (hasNoUrl && withoutUrlMs < URL_LAG_MS) return undefined;
		return matches(rules.event, result.value.task.status) ? { item: result.value.task } : {};
	}
	if (!result.ok && isAbsent) {
		const isProven = provesAbsence ? ageMs >= NEW_MS : overdueMs >= APART_MS;
		return isProven && absentMs >= APART_MS ? absent(known, result, rules) : undefined;
	}
	// One that cannot be read may be completed, so it is watched for another Give Up After.
	const hasGivenUp = overdueMs >= (result.ok ? APART_MS : rules.giveUpMs);
	return hasGivenUp && isApiUp ? unfinished(task, rules) : undefined;
}

export function matches(event: TriggerEvent, status: TaskStatus): boolean {
	if (status === 'completed') return event !== 'failed';
	return event !== 'completed' && (status === 'failed' || status === 'cancelled');
}

/** What is remembered of a task, or the beginning of that. */
export function taskMemory(
	{ taskId }: KnownTask,
	memories: TaskMemories,
	{ nowMs }: PollTimes,
): TaskMemory {
	return memories.get(taskId) ?? { firstSeenMs: nowMs };
}

/** The age of a task, ms: since its creation by the answer or its ID, else since it was seen first. */
export function ageOf(
	{ taskId, createdAt }: KnownTask,
	{ firstSeenMs }: TaskMemory,
	{ nowMs, wallMs }: PollTimes,
): number {
	const createdMs = createdAt === undefined ? createdAtMsFromId(taskId) : Date.parse(createdAt);
	return createdMs === undefined ? nowMs - firstSeenMs : wallMs - createdMs;
}

/** For `sort`: those whose last read was sent longest ago first, so that none that fails delays others for long. */
export function byAttempt(a: TaskMemory, b: TaskMemory): number {
	const [first = -Infinity, second = -Infinity] = [a.attemptedMs, b.attemptedMs];
	return first === second ? 0 : first - second;
}

/** Whether an unfinished task is to be read again; old ones are read less often. */
export function isDue(task: KnownTask, memory: TaskMemory, times: PollTimes): boolean {
	const { readMs = -Infinity, withoutUrlSinceMs } = memory;
	const intervalMs = Math.min(MAX_READ_INTERVAL_MS, ageOf(task, memory, times) / 60);
	return withoutUrlSinceMs !== undefined || times.nowMs - readMs >= intervalMs - SLACK_MS;
}

function absent(known: KnownTask, result: ReadResult & { ok: false }, rules: EventRules): WatchEnd {
	const message = formatError(result.error);
	const failure = parseFailure('failed', { code: 'resource_not_found', message });
	const note = `Task ${known.taskId} is no longer watched: ${message}`;
	return unlessCompleted({ ...known, status: 'failed', failure }, note, rules);
}

function unfinished(task: KnownTask, rules: EventRules): WatchEnd {
	const hours = Number((rules.giveUpMs / 3_600_000).toFixed(2));
	const note = `Task ${task.taskId} is unfinished after ${hours} h and is no longer watched`;
	return unlessCompleted({ status: 'processing', ...task, timedOut: true }, note, rules);
}

/** A task that did not complete is emitted, or only logged if Event is Video Completed. */
function unlessCompleted(item: Task, note: string, { event }: EventRules): WatchEnd {
	return event === 'completed' ? { note } : { item };
}
