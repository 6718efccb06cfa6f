import type { KnownTask, Task } from '../domain/task';
import { isTaskId } from '../domain/taskId';
import {
	createdAtMs,
	evaluateTask,
	notFound,
	type Evaluation,
	type EventRules,
	type Reading,
	type TaskTimes,
} from './evaluateTask';
import type { TrackedTask } from './memory';
import type { PollError } from './pollErrors';
import type { TriggerState } from './state';
import { nextWatchDelayMs } from './watchInterval';

/** The items of a poll, and the state after it. */
export interface WatchResult {
	items: Task[];
	state: TriggerState;
	/** For n8n's log. */
	notes: string[];
}

export interface WatchedTasks {
	ids: readonly string[];
	state: TriggerState;
	trackedTasks: ReadonlyMap<string, TrackedTask>;
	/** When the reads of a task started to fail, by task ID. */
	failingSinceMs?: ReadonlyMap<string, number>;
	rules: EventRules;
	/** Time of the monotonic clock, ms, as in `trackedTasks` and `failingSinceMs`. */
	nowMs: number;
	/** Wall-clock time, ms since 1970. */
	wallMs: number;
}

/** An emitted ID is kept while it is watched, and at least for a day. */
const RETENTION_S = 24 * 3_600;
/** Tasks due this soon are read as well, so that a slightly early poll does not delay them by a whole interval. */
const SLACK_MS = 1_000;
/** A task that this key may not read is unlikely to become readable soon. */
const FORBIDDEN_RETRY_MS = 5 * 60_000;

/** The watched tasks that are due, longest overdue first. */
export function dueTasks({ ids, state, trackedTasks, rules, nowMs }: WatchedTasks): KnownTask[] {
	return ids
		.filter((id) => isTaskId(id) && !state.processed.has(id))
		.map((id) => ({ id, tracked: trackedTasks.get(id) ?? firstSeen(nowMs) }))
		.filter(({ tracked }) => tracked.skippedEvent !== rules.event)
		.filter(({ tracked }) => tracked.nextPollAtMs <= nowMs + SLACK_MS)
		.sort((a, b) => a.tracked.nextPollAtMs - b.tracked.nextPollAtMs)
		.map(({ id, tracked }) => tracked.task ?? { taskId: id });
}

/** Reduces the readings of the watched IDs to items, the next state, and when to read each ID again. */
export function reduceTasks(
	watched: WatchedTasks,
	readings: ReadonlyMap<string, Reading>,
): WatchResult & { trackedTasks: Map<string, TrackedTask>; errors: PollError[] } {
	const { ids, state, trackedTasks, failingSinceMs, rules, nowMs, wallMs } = watched;
	const items: Task[] = [];
	const notes: string[] = [];
	const processed = retained(state, ids, wallMs);
	const nextTracked = new Map<string, TrackedTask>();

	for (const id of ids.filter((each) => !processed.has(each))) {
		const tracked = trackedTasks.get(id) ?? firstSeen(nowMs);
		const reading = readings.get(id);
		const evaluation = evaluate(id, reading, tracked, rules, {
			wallMs,
			watchedForMs: nowMs - tracked.firstSeenMs,
			knownAgoMs: nowMs - (tracked.readMs ?? -Infinity),
			failingForMs: nowMs - (failingSinceMs?.get(id) ?? nowMs),
		});
		if (evaluation === 'wait') {
			const isRead = reading !== undefined;
			nextTracked.set(id, isRead ? scheduleNextPoll(tracked, reading, watched) : tracked);
		} else if (evaluation.item === undefined) {
			nextTracked.set(id, { ...tracked, skippedEvent: rules.event });
			if (evaluation.note !== undefined) notes.push(evaluation.note);
		} else {
			items.push(evaluation.item);
			processed.set(id, Math.floor(wallMs / 1000));
		}
	}
	// The state of the account is dropped, so that watching it later restarts.
	const nextState = { revision: state.revision, processed };
	return {
		items,
		state: nextState,
		notes,
		errors: errorsIn(readings),
		trackedTasks: nextTracked,
	};
}

function evaluate(
	id: string,
	reading: Reading | undefined,
	tracked: TrackedTask,
	rules: EventRules,
	times: TaskTimes,
): Evaluation {
	const known = tracked.task ?? { taskId: id };
	if (tracked.skippedEvent === rules.event) return { processed: true };
	if (!isTaskId(id)) return notFound(known, 'This is not a task ID', rules);
	if (reading === undefined) return 'wait';
	return evaluateTask(known, reading, rules, times);
}

function retained(
	{ processed }: TriggerState,
	ids: readonly string[],
	wallMs: number,
): Map<string, number> {
	const watched = new Set(ids);
	const oldestS = wallMs / 1000 - RETENTION_S;
	return new Map([...processed].filter(([id, at]) => watched.has(id) || at >= oldestS));
}

function firstSeen(nowMs: number): TrackedTask {
	return { firstSeenMs: nowMs, nextPollAtMs: nowMs };
}

/** After a failed read, the task is due at the next poll; after a successful one, by its interval. */
function scheduleNextPoll(
	tracked: TrackedTask,
	reading: Reading,
	{ nowMs, wallMs }: WatchedTasks,
): TrackedTask {
	if (!reading.ok) {
		const delayMs = reading.error.status === 403 ? FORBIDDEN_RETRY_MS : 0;
		return { ...tracked, nextPollAtMs: nowMs + delayMs };
	}
	const { task, estimateMs } = reading.value;
	const createdMs = createdAtMs(task);
	const ageMs = createdMs === undefined ? nowMs - tracked.firstSeenMs : wallMs - createdMs;
	const delayMs = nextWatchDelayMs({
		ageMs: Math.max(0, ageMs),
		estimateMs,
		progress: task.progress,
	});
	return { ...tracked, task, readMs: nowMs, nextPollAtMs: nowMs + delayMs };
}

function errorsIn(readings: ReadonlyMap<string, Reading>): PollError[] {
	const isTasksOwn = [...readings.values()].some(({ ok }) => ok);
	return [...readings].flatMap(([taskId, reading]) =>
		reading.ok ? [] : [{ error: reading.error, taskId, isTasksOwn }],
	);
}
