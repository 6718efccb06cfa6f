import { isFinal, type KnownTask, type Task, type TaskStatus } from '../domain/task';
import { parseFailure } from '../domain/taskFailure';
import { createdAtMsFromId } from '../domain/taskId';
import { formatError } from '../transport/advice';
import type { Reading } from './readTasks';

export const EVENTS = ['completed', 'failed', 'finished'] as const;
export type TriggerEvent = (typeof EVENTS)[number];

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
	/** As last read. */
	task?: Task;
	/** Since when its reads have failed without interruption. */
	failingSinceMs?: number;
	/** Since when the API has answered that there is no such task. */
	absentSinceMs?: number;
	/** Since when it has been unfinished for longer than Give Up After. */
	overdueSinceMs?: number;
	/** Since when it has been completed without a video URL. */
	withoutUrlSinceMs?: number;
	/** The selected event that it did not match when it finished. */
	skippedEvent?: TriggerEvent;
}

/** What a read means: keep watching the task, or it is done, with or without an item. */
export type Verdict = 'wait' | { item?: Task; note?: string };

export interface PollTimes {
	/** Of the monotonic clock, ms. */
	nowMs: number;
	/** Of the provider's clock, else of the system's, ms since 1970. */
	wallMs: number;
}

/** How long a completed task may lack its video URL: one minute minus the jitter of n8n's schedule. */
const URL_LAG_MS = 55_000;
/** What ends watching must hold in polls this far apart: one may have a wrong clock, or a wrong answer. */
const APART_MS = 2 * 60_000;
/** An unfinished task is read again after 1/60 of its age, at most this. */
const MAX_READ_INTERVAL_MS = 5 * 60_000;
/** A slightly early poll must not delay a read by a whole interval. */
const SLACK_MS = 1_000;
/** A new task can be unknown for a while. */
const MIN_AGE_TO_BE_ABSENT_MS = 10 * 60_000;

/** The task, its read, and what is known besides. */
export interface TaskRead {
	known: KnownTask;
	reading: Reading;
	before: TaskMemory;
	/**
	 * What "no such task" needs to count: other watched tasks could be read in the same poll (`others`), or
	 * the task is overdue as well (`age`).
	 */
	absenceProof: 'others' | 'age';
	/** Whether the API answered any other request of the poll. */
	isApiUp: boolean;
}

/** Judges the read of one task. A conclusion that ends watching needs proof that lasts, or it is `wait`. */
export function judgeTask(
	{ known, reading, before, absenceProof, isApiUp }: TaskRead,
	rules: EventRules,
	times: PollTimes,
): { verdict: Verdict; after: TaskMemory } {
	const task = reading.ok ? reading.value.task : known;
	const isEnded = reading.ok && isFinal(task);
	const ageMs = ageOf(task, before, times);
	const isAbsent = !reading.ok && reading.error.reason === 'notFound';
	const after: TaskMemory = { ...before };
	if (reading.ok || isAbsent) after.readMs = times.nowMs;
	if (reading.ok) after.task = reading.value.task;

	/** For how long a condition has held over all reads, ms; -1 if it does not hold now. */
	const lasting = (since: `${string}SinceMs` & keyof TaskMemory, holds: boolean): number => {
		after[since] = holds ? (before[since] ?? times.nowMs) : undefined;
		return holds ? times.nowMs - (before[since] ?? times.nowMs) : -1;
	};
	const hasNoUrl = task.status === 'completed' && task.videoUrl === undefined;
	const withoutUrlMs = lasting('withoutUrlSinceMs', isEnded && hasNoUrl);
	const overdueMs = lasting('overdueSinceMs', !isEnded && ageMs >= rules.giveUpMs);
	const failingMs = lasting('failingSinceMs', !reading.ok);
	const absentMs = lasting('absentSinceMs', isAbsent);
	const isOverdue = overdueMs >= APART_MS;

	if (isEnded) {
		const isUrlLate = withoutUrlMs >= 0 && withoutUrlMs < URL_LAG_MS;
		return { verdict: isUrlLate ? 'wait' : finished(reading.value.task, rules), after };
	}
	if (!reading.ok && absentMs >= 0) {
		const isProven = absenceProof === 'others' ? ageMs >= MIN_AGE_TO_BE_ABSENT_MS : isOverdue;
		if (absentMs < APART_MS || !isProven) return { verdict: 'wait', after };
		return { verdict: absent(known, formatError(reading.error), rules), after };
	}
	const hasGivenUp = reading.ok || (isApiUp && failingMs >= rules.giveUpMs);
	if (!isOverdue || !hasGivenUp) return { verdict: 'wait', after };
	const unfinished: Task = { status: 'processing', ...task, timedOut: true };
	const note = `Task ${known.taskId} is unfinished after ${hours(rules.giveUpMs)} h and is no longer watched`;
	return { verdict: unlessCompleted(unfinished, note, rules), after };
}

export function matches(event: TriggerEvent, status: TaskStatus): boolean {
	if (status === 'completed') return event !== 'failed';
	return event !== 'completed' && (status === 'failed' || status === 'cancelled');
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

/** Whether an unfinished task is to be read again; old ones are read less often. */
export function isDue(task: KnownTask, memory: TaskMemory, times: PollTimes): boolean {
	const { readMs = -Infinity, failingSinceMs, absentSinceMs, withoutUrlSinceMs } = memory;
	const isFailing = failingSinceMs !== undefined && absentSinceMs === undefined;
	if (isFailing || withoutUrlSinceMs !== undefined) return true;
	const intervalMs = Math.min(MAX_READ_INTERVAL_MS, ageOf(task, memory, times) / 60);
	return times.nowMs - readMs >= intervalMs - SLACK_MS;
}

function finished(task: Task, { event }: EventRules): Verdict {
	return matches(event, task.status) ? { item: task } : {};
}

function absent(known: KnownTask, reason: string, rules: EventRules): Verdict {
	const failure = parseFailure({ code: 'resource_not_found', message: reason }, 'failed');
	const note = `Task ${known.taskId} is no longer watched: ${reason}`;
	return unlessCompleted({ ...known, status: 'failed', failure }, note, rules);
}

/** A task that did not complete is emitted, or only logged if Event is Video Completed. */
function unlessCompleted(item: Task, note: string, { event }: EventRules): Verdict {
	return event === 'completed' ? { note } : { item };
}

function hours(ms: number): number {
	return Number((ms / 3_600_000).toFixed(2));
}
