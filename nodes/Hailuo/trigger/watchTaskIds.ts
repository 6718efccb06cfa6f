import type { KnownTask, Task } from '../domain/task';
import type { ReadResult } from '../scheduling/batchSupport';
import {
	byAttempt,
	isDue,
	judgeTasks,
	taskMemory,
	type EventRules,
	type PollTimes,
	type TaskMemories,
} from './judgeTask';
import type { TaskTimes } from './state';

export interface WatchedIds extends EventRules {
	ids: readonly string[];
}

/** So many of the emitted IDs that are no longer watched are kept, in case they are watched again. */
const MAX_RETAINED = 1_000;

/** The watched tasks that are due, in the order of the last attempt. */
export function dueTasks(
	{ ids, event }: WatchedIds,
	emitted: TaskTimes,
	memories: TaskMemories,
	times: PollTimes,
): KnownTask[] {
	return ids
		.filter((taskId) => !emitted.has(taskId))
		.map((taskId) => ({ taskId, memory: taskMemory({ taskId }, memories, times) }))
		.filter(({ memory }) => memory.skippedEvent !== event)
		.map(({ taskId, memory }) => ({ memory, task: memory.task ?? { taskId } }))
		.filter(({ memory, task }) => isDue(task, memory, times))
		.sort((a, b) => byAttempt(a.memory, b.memory))
		.map(({ task }) => task);
}

/** Reduces the reads of the watched IDs to items, the emitted IDs, and what to remember of the others. */
export function reduceTaskIds(
	watch: WatchedIds,
	results: ReadonlyMap<string, ReadResult>,
	emitted: TaskTimes,
	memories: TaskMemories,
	times: PollTimes,
): { items: Task[]; notes: string[]; emitted: TaskTimes; memories: TaskMemories } {
	const items: Task[] = [];
	const notes: string[] = [];
	const next = retained(emitted, watch.ids);
	const tasks = watch.ids
		.filter((taskId) => !next.has(taskId))
		.map((taskId) => memories.get(taskId)?.task ?? { taskId });
	const isApiUp = [...results.values()].some(({ ok }) => ok);
	const evidence = { isApiUp, provesAbsence: isApiUp };
	const judged = judgeTasks(tasks, results, memories, evidence, watch, times);

	for (const [taskId, { item, note }] of judged.ended) {
		if (note !== undefined) notes.push(note);
		if (item === undefined) {
			judged.memories.set(taskId, { firstSeenMs: times.nowMs, skippedEvent: watch.event });
		} else {
			items.push(item);
			next.set(taskId, Math.floor(times.wallMs / 1000));
		}
	}
	return { items, notes, emitted: next, memories: judged.memories };
}

function retained(emitted: TaskTimes, ids: readonly string[]): Map<string, number> {
	const watched = new Set(ids);
	const newestFirst = [...emitted].sort(([, a], [, b]) => b - a);
	const others = newestFirst.filter(([id]) => !watched.has(id)).slice(0, MAX_RETAINED);
	return new Map([...newestFirst.filter(([id]) => watched.has(id)), ...others]);
}
