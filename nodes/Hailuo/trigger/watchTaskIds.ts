import type { KnownTask, Task } from '../domain/task';
import { isTaskId } from '../domain/taskId';
import { creationOf, judge, notFound, type Reading, type Rules, type Verdict } from './evaluateTask';
import type { Look } from './memory';
import { nextLookMs } from './watchInterval';
import type { TriggerState } from './state';
import type { Trouble } from './pollErrors';

/** What a poll found, and the state after it. */
export interface Decision {
	items: Task[];
	state: TriggerState;
	/** For the log. */
	notes: string[];
	troubles: Trouble[];
}

export interface Watched {
	ids: readonly string[];
	state: TriggerState;
	looks: ReadonlyMap<string, Look>;
	rules: Rules;
	nowMs: number;
}

/** A given ID is remembered for as long as it is watched, and for a day after. */
const KEPT_S = 24 * 3_600;
/** A poll that comes a little early must not cost a task a whole interval. */
const SLACK_MS = 1_000;
/** A task that this key may not read will hardly become readable. */
const FORBIDDEN_MS = 5 * 60_000;

/** The watched tasks that are worth a read now, those that have waited longest first. */
export function dueTasks({ ids, state, looks, rules, nowMs }: Watched): KnownTask[] {
	return ids
		.filter((id) => isTaskId(id) && !state.settled.has(id))
		.map((id) => ({ id, look: looks.get(id) ?? firstLook(nowMs) }))
		.filter(({ look }) => look.leftFor !== rules.event && look.dueMs <= nowMs + SLACK_MS)
		.sort((a, b) => a.look.dueMs - b.look.dueMs)
		.map(({ id, look }) => look.task ?? { taskId: id });
}

/** The decision over watched IDs: what was read makes items, the new state, and the next looks. */
export function decideTasks(
	{ ids, state, looks, rules, nowMs }: Watched,
	readings: ReadonlyMap<string, Reading>,
): Decision & { looks: Map<string, Look> } {
	const items: Task[] = [];
	const notes: string[] = [];
	const settled = keptSettled(state, ids, nowMs);
	const newLooks = new Map<string, Look>();

	for (const id of ids.filter((each) => !settled.has(each))) {
		const look = looks.get(id) ?? firstLook(nowMs);
		const known = look.task ?? { taskId: id };
		const reading = readings.get(id);
		const verdict = verdictOn(known, reading, look, rules, nowMs);
		if (verdict === 'wait') {
			newLooks.set(id, reading === undefined ? look : lookAgain(look, reading, nowMs));
		} else if (verdict.item === undefined) {
			newLooks.set(id, { ...look, leftFor: rules.event });
			if (verdict.note !== undefined) notes.push(verdict.note);
		} else {
			items.push(verdict.item);
			settled.set(id, Math.floor(nowMs / 1000));
		}
	}
	// Without the account: if it is watched again one day, it begins anew.
	const newState = { revision: state.revision, settled };
	return { items, state: newState, notes, troubles: troublesIn(readings), looks: newLooks };
}

function verdictOn(
	known: KnownTask,
	reading: Reading | undefined,
	look: Look,
	rules: Rules,
	nowMs: number,
): Verdict {
	if (look.leftFor === rules.event) return { settled: true };
	if (!isTaskId(known.taskId)) return notFound(known, 'This is no task ID', rules);
	if (reading === undefined) return 'wait';
	const { firstSeenMs, readMs: existedMs } = look;
	return judge(known, reading, rules, { nowMs, firstSeenMs, existedMs });
}

function keptSettled(
	{ settled }: TriggerState,
	ids: readonly string[],
	nowMs: number,
): Map<string, number> {
	const watched = new Set(ids);
	const oldestS = nowMs / 1000 - KEPT_S;
	return new Map([...settled].filter(([id, at]) => watched.has(id) || at >= oldestS));
}

function firstLook(nowMs: number): Look {
	return { firstSeenMs: nowMs, dueMs: nowMs };
}

/** A read that failed costs one tick, a good one as long as the task's pace says. */
function lookAgain(look: Look, reading: Reading, nowMs: number): Look {
	if ('fault' in reading) {
		return { ...look, dueMs: reading.fault.status === 403 ? nowMs + FORBIDDEN_MS : nowMs };
	}
	const { task, estimateMs } = reading;
	const ageMs = Math.max(0, nowMs - (creationOf(task) ?? look.firstSeenMs));
	const { progress } = task;
	const dueMs = nowMs + nextLookMs({ ageMs, estimateMs, progress });
	return { ...look, task, readMs: nowMs, dueMs };
}

function troublesIn(readings: ReadonlyMap<string, Reading>): Trouble[] {
	const isTasksOwn = [...readings.values()].some((reading) => 'task' in reading);
	return [...readings].flatMap(([taskId, reading]) =>
		'fault' in reading ? [{ fault: reading.fault, taskId, isTasksOwn }] : [],
	);
}
