import type { KnownTask, Task } from '../domain/task';
import type { PollTimes, TaskMemories, WatchRules } from './judgeTask';
import type { TaskTimes } from './state';

export interface WatchedIds extends WatchRules {
	ids: readonly string[];
}

/** So many of the emitted IDs are kept even if they are no longer watched, in case they are watched again. */
const MAX_RETAINED = 1_000;

/** The watched tasks that were not emitted yet, as last read. */
export function unemittedTasks(
	{ ids }: WatchedIds,
	emitted: TaskTimes,
	memories: TaskMemories,
): KnownTask[] {
	return ids
		.filter((taskId) => !emitted.has(taskId))
		.map((taskId) => memories.get(taskId)?.task ?? { taskId });
}

/** Adds the tasks that are emitted now, and forgets the oldest that are no longer watched. */
export function addEmitted(
	emitted: TaskTimes,
	items: readonly Task[],
	{ ids }: WatchedIds,
	{ wallMs }: PollTimes,
): TaskTimes {
	const watched = new Set(ids);
	const now = items.map(({ taskId }) => [taskId, Math.floor(wallMs / 1000)] as const);
	const newestFirst = [...emitted, ...now].sort(([, a], [, b]) => b - a);
	return new Map(newestFirst.filter(([id], index) => index < MAX_RETAINED || watched.has(id)));
}
