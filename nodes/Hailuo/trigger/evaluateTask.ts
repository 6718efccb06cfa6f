import { formatError } from '../transport/errorMessages';
import type { RequestError } from '../transport/responseError';
import { parseFailure } from '../domain/taskFailure';
import {
	isFinal,
	type KnownTask,
	type Task,
	type TaskReading,
	type TaskStatus,
} from '../domain/task';
import { createdAtMsFromId } from '../domain/taskId';

export const EVENTS = ['completed', 'failed', 'finished'] as const;
export type TriggerEvent = (typeof EVENTS)[number];

/** What the user wants to hear of, and for how long. */
export interface EventRules {
	event: TriggerEvent;
	/** A task is given up when it is unfinished at this age, ms. */
	giveUpMs: number;
}

export type Reading = TaskReading | { fault: RequestError };

/** What one look at a task comes to; a settled task is never read again. */
export type Evaluation = 'wait' | { processed: true; item?: Task; note?: string };

/** Moments of a task, ms. */
export interface TaskTimes {
	nowMs: number;
	/** Stands in for the creation where nothing tells it. */
	firstSeenMs: number;
	/** When the API last knew it. */
	existedMs?: number;
}

/** A gateway can lag: a 404 means "no such task" only where it was made, and last known, before this. */
const NOT_FOUND_AFTER_MS = 10 * 60_000;

export function evaluateTask(
	known: KnownTask,
	reading: Reading,
	rules: EventRules,
	{ nowMs, firstSeenMs, existedMs = 0 }: TaskTimes,
): Evaluation {
	const task = 'task' in reading ? reading.task : known;
	const bornMs = createdAtMs(task) ?? firstSeenMs;
	const isOld = nowMs - bornMs >= rules.giveUpMs;

	if ('fault' in reading) {
		const { status } = reading.fault;
		const isLost = isOld || nowMs - Math.max(bornMs, existedMs) >= NOT_FOUND_AFTER_MS;
		const isMissing = status === 404 && isLost;
		return isMissing || status === 400
			? notFound(known, formatError(reading.fault), rules)
			: 'wait';
	}
	if (isFinal(task)) return matches(rules.event, reading.task.status) ? emit(reading.task) : SKIP;
	if (!isOld) return 'wait';
	return emitUnlessCompleted(
		{ ...reading.task, timedOut: true },
		rules,
		`Task ${task.taskId} is unfinished after ${hours(rules.giveUpMs)} h and no longer watched`,
	);
}

/** For an ID under which there is no task and will be none. */
export function notFound(known: KnownTask, reason: string, rules: EventRules): Evaluation {
	const failure = parseFailure({ code: 'resource_not_found', message: reason }, 'failed');
	const note = `Task ${known.taskId} is no longer watched: ${reason}`;
	return emitUnlessCompleted({ ...known, status: 'failed', failure }, rules, note);
}

export function matches(event: TriggerEvent, status: TaskStatus): boolean {
	if (status === 'completed') return event !== 'failed';
	return event !== 'completed' && (status === 'failed' || status === 'cancelled');
}

/** When a task was made, ms, as far as it or its ID tells. */
export function createdAtMs({ taskId, createdAt }: KnownTask): number | undefined {
	return createdAt === undefined ? createdAtMsFromId(taskId) : Date.parse(createdAt);
}

/** Finished, but not in the way that was asked for. */
const SKIP: Evaluation = { processed: true };

function emit(item: Task): Evaluation {
	return { processed: true, item };
}

/** A task that ended without an end of its own: told as failed, or only noted. */
function emitUnlessCompleted(task: Task, { event }: EventRules, note: string): Evaluation {
	return event === 'completed' ? { processed: true, note } : emit(task);
}

function hours(ms: number): number {
	return Number((ms / 3_600_000).toFixed(2));
}
