import type { KnownTask, Task } from '../domain/task';
import type { ReadResult } from '../scheduling/taskReader';
import {
	byAttempt,
	isDue,
	judgeTasks,
	matches,
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
	watch: WatchedIds,
	emitted: TaskTimes,
	memories: TaskMemories,
	times: PollTimes,
): KnownTask[] {
	return unemitted(watch, emitted, memories)
		.filter((task) => {
			const memory = taskMemory(task, memories, times);
			const { end } = memory;
			return end ? matches(watch.event, end.task) : isDue(task, memory, times);
		})
		.sort(byAttempt(memories));
}

/** Reduces the reads of the watched IDs to items, the emitted IDs, and what to remember of the others. */
export function reduceTaskIds(
	watch: WatchedIds,
	results: ReadonlyMap<string, ReadResult>,
	emitted: TaskTimes,
	memories: TaskMemories,
	times: PollTimes,
): { items: Task[]; notes: string[]; emitted: TaskTimes; memories: TaskMemories } {
	const tasks = unemitted(watch, emitted, memories);
	const isApiUp = [...results.values()].some(({ ok }) => ok);
	const evidence = { isApiUp, provesAbsence: isApiUp };
	const { items, notes, ...judged } = judgeTasks(tasks, results, memories, evidence, watch, times);
	const nowS = Math.floor(times.wallMs / 1000);
	const next = retained(emitted, watch.ids);
	for (const { taskId } of items) next.set(taskId, nowS);
	return { items, notes, emitted: next, memories: judged.memories };
}

function unemitted({ ids }: WatchedIds, emitted: TaskTimes, memories: TaskMemories): KnownTask[] {
	return ids
		.filter((taskId) => !emitted.has(taskId))
		.map((taskId) => memories.get(taskId)?.task ?? { taskId });
}

function retained(emitted: TaskTimes, ids: readonly string[]): Map<string, number> {
	const watched = new Set(ids);
	const newestFirst = [...emitted].sort(([, a], [, b]) => b - a);
	const others = newestFirst.filter(([id]) => !watched.has(id)).slice(0, MAX_RETAINED);
	return new Map([...newestFirst.filter(([id]) => watched.has(id)), ...others]);
}
