import type { KnownTask, Task } from '../domain/task';
import { isTaskId } from '../domain/taskId';
import { isDue, judgeTask, type EventRules, type PollTimes, type TaskMemory } from './judgeTask';
import type { Reading } from './readTasks';
import type { TaskTimes } from './state';

export interface WatchedIds extends EventRules {
	ids: readonly string[];
}

type TaskMemories = ReadonlyMap<string, TaskMemory>;

/** An emitted ID that is no longer watched is kept for a month, in case it is watched again, s. */
const RETENTION_S = 30 * 24 * 3_600;
/** The most IDs that are kept for that reason. */
const MAX_RETAINED = 1_000;

/** The watched tasks that are due, longest unread first. */
export function dueTasks(
	{ ids, event }: WatchedIds,
	emitted: TaskTimes,
	memories: TaskMemories,
	times: PollTimes,
): KnownTask[] {
	const memoryOf = (id: string) => memories.get(id) ?? { firstSeenMs: times.nowMs };
	return ids
		.filter((id) => isTaskId(id) && !emitted.has(id))
		.map((id) => ({ id, memory: memoryOf(id) }))
		.filter(({ memory }) => memory.skippedEvent !== event)
		.map(({ id, memory }) => ({ memory, task: memory.task ?? { taskId: id } }))
		.filter(({ memory, task }) => isDue(task, memory, times))
		.sort((a, b) => (a.memory.readMs ?? -Infinity) - (b.memory.readMs ?? -Infinity))
		.map(({ task }) => task);
}

/** Reduces the reads of the watched IDs to items, the emitted IDs, and what to remember of the others. */
export function reduceTaskIds(
	watch: WatchedIds,
	readings: ReadonlyMap<string, Reading>,
	emitted: TaskTimes,
	memories: TaskMemories,
	times: PollTimes,
): { items: Task[]; notes: string[]; emitted: TaskTimes; memories: TaskMemories } {
	const items: Task[] = [];
	const notes: string[] = [];
	const next = retained(emitted, watch.ids, times.wallMs / 1000);
	const after = new Map<string, TaskMemory>();
	const isApiUp = [...readings.values()].some(({ ok }) => ok);

	for (const id of watch.ids.filter((each) => !next.has(each))) {
		const before = memories.get(id) ?? { firstSeenMs: times.nowMs };
		const reading = readings.get(id);
		if (reading === undefined) {
			after.set(id, before);
			continue;
		}
		const known = before.task ?? { taskId: id };
		const absenceProof = isApiUp ? 'others' : 'age';
		const read = { known, reading, before, absenceProof, isApiUp } as const;
		const { verdict, after: memory } = judgeTask(read, watch, times);
		if (verdict === 'wait') after.set(id, memory);
		else if (verdict.item === undefined) {
			after.set(id, { ...memory, skippedEvent: watch.event });
			if (verdict.note !== undefined) notes.push(verdict.note);
		} else {
			items.push(verdict.item);
			next.set(id, Math.floor(times.wallMs / 1000));
		}
	}
	return { items, notes, emitted: next, memories: after };
}

function retained(emitted: TaskTimes, ids: readonly string[], nowS: number): Map<string, number> {
	const watched = new Set(ids);
	const others = [...emitted].filter(([id, atS]) => !watched.has(id) && nowS - atS < RETENTION_S);
	const newest = others.sort(([, a], [, b]) => b - a).slice(0, MAX_RETAINED);
	return new Map([...[...emitted].filter(([id]) => watched.has(id)), ...newest]);
}
