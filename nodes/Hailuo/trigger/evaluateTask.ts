import {
	isFinal,
	type KnownTask,
	type Task,
	type TaskReading,
	type TaskStatus,
} from '../domain/task';
import { createdAtMsFromId } from '../domain/taskId';
import { parseFailure } from '../domain/taskFailure';
import { formatError } from '../transport/advice';
import type { RequestError } from '../transport/evidence';
import type { Result } from '../utils/result';

export const EVENTS = ['completed', 'failed', 'finished'] as const;
export type TriggerEvent = (typeof EVENTS)[number];

/** Which tasks to emit, and how long to watch them. */
export interface EventRules {
	event: TriggerEvent;
	/** A task that is unfinished at this age, ms, is no longer watched. */
	giveUpMs: number;
}

export type Reading = Result<TaskReading, RequestError>;

/** What a read means for a task: keep watching it, or it is processed and never read again. */
export type Evaluation = 'wait' | { processed: true; item?: Task; note?: string };

/** Times of a task, ms. Its age is by the wall clock, since the provider reports its creation; it may jump. */
export interface TaskTimes {
	/** Wall-clock time, ms since 1970. */
	wallMs: number;
	/** How long it has been watched. Used as its age if its creation time is unknown. */
	watchedForMs: number;
	/** Time since the API last returned the task. Default: it never did. */
	knownAgoMs?: number;
	/** How long its reads have failed without interruption. */
	failingForMs?: number;
}

/** A gateway can lag, so a 404 counts only if the task was created, and last returned, longer ago than this. */
export const NOT_FOUND_AFTER_MS = 10 * 60_000;

export function evaluateTask(
	known: KnownTask,
	reading: Reading,
	rules: EventRules,
	{ wallMs, watchedForMs, knownAgoMs = Infinity, failingForMs = 0 }: TaskTimes,
): Evaluation {
	const task = reading.ok ? reading.value.task : known;
	const createdMs = createdAtMs(task);
	const ageMs = createdMs === undefined ? watchedForMs : wallMs - createdMs;
	const isExpired = ageMs >= rules.giveUpMs;

	if (!reading.ok) {
		const { reason } = reading.error;
		const isLost = isExpired || Math.min(ageMs, knownAgoMs) >= NOT_FOUND_AFTER_MS;
		const isMissing = reason === 'notFound' && isLost;
		if (isMissing || reason === 'invalid')
			return notFound(known, formatError(reading.error), rules);
		const isGivenUp = isExpired && failingForMs >= rules.giveUpMs;
		if (!isGivenUp || !isTasksOwn(reading.error)) return 'wait';
		const note = `Task ${known.taskId} could not be read for ${hours(rules.giveUpMs)} h and is no longer watched: ${formatError(reading.error)}`;
		return emitUnlessCompleted({ status: 'processing', ...known, timedOut: true }, rules, note);
	}
	const read = reading.value.task;
	if (isFinal(read)) return matches(rules.event, read.status) ? emit(read) : SKIP;
	if (!isExpired) return 'wait';
	return emitUnlessCompleted(
		{ ...read, timedOut: true },
		rules,
		`Task ${read.taskId} is unfinished after ${hours(rules.giveUpMs)} h and is no longer watched`,
	);
}

/** Whether the error is about this task. A wrong key, missing credits and a lost connection affect all tasks. */
function isTasksOwn({ reason, status }: RequestError): boolean {
	return status !== undefined && !['invalidKey', 'noCredit', 'rateLimited'].includes(reason);
}

/** The evaluation of an ID without a task. */
export function notFound(known: KnownTask, reason: string, rules: EventRules): Evaluation {
	const failure = parseFailure({ code: 'resource_not_found', message: reason }, 'failed');
	const note = `Task ${known.taskId} is no longer watched: ${reason}`;
	return emitUnlessCompleted({ ...known, status: 'failed', failure }, rules, note);
}

export function matches(event: TriggerEvent, status: TaskStatus): boolean {
	if (status === 'completed') return event !== 'failed';
	return event !== 'completed' && (status === 'failed' || status === 'cancelled');
}

/** When a task was created, ms since 1970, by its `createdAt` or its ID. */
export function createdAtMs({ taskId, createdAt }: KnownTask): number | undefined {
	return createdAt === undefined ? createdAtMsFromId(taskId) : Date.parse(createdAt);
}

/** Finished, but not with the event that the user selected. */
const SKIP: Evaluation = { processed: true };

function emit(item: Task): Evaluation {
	return { processed: true, item };
}

/** Ends watching a task that did not complete: it is emitted, or only logged if Event is Video Completed. */
function emitUnlessCompleted(task: Task, { event }: EventRules, note: string): Evaluation {
	return event === 'completed' ? { processed: true, note } : emit(task);
}

function hours(ms: number): number {
	return Number((ms / 3_600_000).toFixed(2));
}
