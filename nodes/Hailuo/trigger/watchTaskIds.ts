import type { KnownTask, Task } from '../domain/task';
import { isTaskId } from '../domain/taskId';
import {
	createdAtMs,
	evaluateTask,
	notFound,
	type Reading,
	type EventRules,
	type Evaluation,
} from './evaluateTask';
import type { TrackedTask } from './memory';
import { nextWatchDelayMs } from './watchInterval';
import type { TriggerState } from './state';
import type { PollError } from './pollErrors';

/** What a poll found, and the state after it. */
export interface WatchResult {
	items: Task[];
	state: TriggerState;
	/** For the log. */
	notes: string[];
	troubles: PollError[];
}

export interface WatchedTasks {
	ids: readonly string[];
	state: TriggerState;
	looks: ReadonlyMap<string, TrackedTask>;
	rules: EventRules;
	nowMs: number;
}

/** A given ID is remembered for as long as it is watched, and for a day after. */
const RETENTION_S = 24 * 3_600;
/** A poll that comes a little early must not cost a task a whole interval. */
const SLACK_MS = 1_000;
/** A task that this key may not read will hardly become readable. */
const FORBIDDEN_RETRY_MS = 5 * 60_000;

/** The watched tasks that are worth a read now, those that have waited longest first. */
export function dueTasks({ ids, state, looks, rules, nowMs }: WatchedTasks): KnownTask[] {
	return ids
		.filter((id) => isTaskId(id) && !state.processed.has(id))
		.map((id) => ({ id, look: looks.get(id) ?? firstSeen(nowMs) }))
		.filter(
			({ look }) => look.skippedEvent !== rules.event && look.nextPollAtMs <= nowMs + SLACK_MS,
		)
		.sort((a, b) => a.look.nextPollAtMs - b.look.nextPollAtMs)
		.map(({ id, look }) => look.task ?? { taskId: id });
}

/** The decision over watched IDs: what was read makes items, the new state, and the next looks. */
export function reduceTasks(
	{ ids, state, looks, rules, nowMs }: WatchedTasks,
	readings: ReadonlyMap<string, Reading>,
): WatchResult & { looks: Map<string, TrackedTask> } {
	const items: Task[] = [];
	const notes: string[] = [];
	const processed = keptSettled(state, ids, nowMs);
	const newLooks = new Map<string, TrackedTask>();

	for (const id of ids.filter((each) => !processed.has(each))) {
		const look = looks.get(id) ?? firstSeen(nowMs);
		const known = look.task ?? { taskId: id };
		const reading = readings.get(id);
		const verdict = verdictOn(known, reading, look, rules, nowMs);
		if (verdict === 'wait') {
			newLooks.set(id, reading === undefined ? look : scheduleNextPoll(look, reading, nowMs));
		} else if (verdict.item === undefined) {
			newLooks.set(id, { ...look, skippedEvent: rules.event });
			if (verdict.note !== undefined) notes.push(verdict.note);
		} else {
			items.push(verdict.item);
			processed.set(id, Math.floor(nowMs / 1000));
		}
	}
	// Without the account: if it is watched again one day, it begins anew.
	const newState = { revision: state.revision, processed };
	return { items, state: newState, notes, troubles: troublesIn(readings), looks: newLooks };
}

function verdictOn(
	known: KnownTask,
	reading: Reading | undefined,
	look: TrackedTask,
	rules: EventRules,
	nowMs: number,
): Evaluation {
	if (look.skippedEvent === rules.event) return { processed: true };
	if (!isTaskId(known.taskId)) return notFound(known, 'This is no task ID', rules);
	if (reading === undefined) return 'wait';
	const { firstSeenMs, readMs: existedMs } = look;
	return evaluateTask(known, reading, rules, { nowMs, firstSeenMs, existedMs });
}

function keptSettled(
	{ processed }: TriggerState,
	ids: readonly string[],
	nowMs: number,
): Map<string, number> {
	const watched = new Set(ids);
	const oldestS = nowMs / 1000 - RETENTION_S;
	return new Map([...processed].filter(([id, at]) => watched.has(id) || at >= oldestS));
}

function firstSeen(nowMs: number): TrackedTask {
	return { firstSeenMs: nowMs, nextPollAtMs: nowMs };
}

/** A read that failed costs one tick, a good one as long as the task's pace says. */
function scheduleNextPoll(look: TrackedTask, reading: Reading, nowMs: number): TrackedTask {
	if ('fault' in reading) {
		return {
			...look,
			nextPollAtMs: reading.fault.status === 403 ? nowMs + FORBIDDEN_RETRY_MS : nowMs,
		};
	}
	const { task, estimateMs } = reading;
	const ageMs = Math.max(0, nowMs - (createdAtMs(task) ?? look.firstSeenMs));
	const { progress } = task;
	const dueMs = nowMs + nextWatchDelayMs({ ageMs, estimateMs, progress });
	return { ...look, task, readMs: nowMs, nextPollAtMs: dueMs };
}

function troublesIn(readings: ReadonlyMap<string, Reading>): PollError[] {
	const isTasksOwn = [...readings.values()].some((reading) => 'task' in reading);
	return [...readings].flatMap(([taskId, reading]) =>
		'fault' in reading ? [{ fault: reading.fault, taskId, isTasksOwn }] : [],
	);
}
