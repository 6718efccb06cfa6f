import { isFinal, type Task } from '../domain/task';
import { isTaskId } from '../domain/taskId';
import { evaluateTask, matches } from './evaluateTask';
import type { WatchOptions } from './poll';
import type { PollSession } from './pollSession';

/** Maximum number of pages searched for the newest finished video. */
const MAX_PAGES = 5;

/**
 * The items of "Fetch Test Event": the watched tasks that have finished, or the newest finished video
 * of the account. No state is saved.
 */
export async function fetchTestEvent(watch: WatchOptions, session: PollSession): Promise<Task[]> {
	const { what, event } = watch;
	if ('ids' in what) return await readFinished(what.ids.filter(isTaskId), watch, session);

	for await (const { page, result } of session.list({ model: what.account.model })()) {
		if (!result.ok) break;
		const newest = result.value.tasks.find(({ status }) => matches(event, status));
		if (newest !== undefined) return await readFinished([newest.taskId], watch, session);
		if (page === MAX_PAGES) break;
	}
	return [];
}

async function readFinished(
	ids: readonly string[],
	watch: WatchOptions,
	session: PollSession,
): Promise<Task[]> {
	const readings = await session.read(ids.map((taskId) => ({ taskId })));
	const times = { wallMs: session.wallMs, watchedForMs: 0 };
	const items: Task[] = [];
	for (const [taskId, reading] of readings) {
		const evaluation = evaluateTask({ taskId }, reading, watch, times);
		if (evaluation !== 'wait' && evaluation.item && isFinal(evaluation.item)) {
			items.push(evaluation.item);
		} else if (!reading.ok) session.errors.push({ error: reading.error, taskId });
	}
	return items;
}
