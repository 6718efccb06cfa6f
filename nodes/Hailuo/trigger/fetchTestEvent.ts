import { isFinal, type Task } from '../domain/task';
import { isTaskId } from '../domain/taskId';
import { evaluateTask, matches } from './evaluateTask';
import type { WatchOptions } from './poll';
import type { PollSession } from './pollSession';
import type { PollError } from './pollErrors';

/** The newest finished video is looked for on so many pages. */
const MAX_PAGES = 5;

/**
 * What "Fetch Test Event" shows: the watched tasks that have finished already, or the newest
 * finished video of the account. Nothing is remembered.
 */
export async function findTestEvent(
	watching: WatchOptions,
	tick: PollSession,
): Promise<{ items: Task[]; troubles: PollError[] }> {
	const { what } = watching;
	if ('ids' in what) return await readAll(what.ids.filter(isTaskId), watching, tick);

	for (let page = 1; page <= MAX_PAGES; page += 1) {
		const answer = await tick.list({ page, model: what.account.model });
		if (answer === undefined) break;
		if ('fault' in answer) return { items: [], troubles: [{ fault: answer.fault }] };
		const newest = answer.tasks.find(({ status }) => matches(watching.event, status));
		if (newest !== undefined) return await readAll([newest.taskId], watching, tick);
		if (answer.entries === 0) break;
	}
	return { items: [], troubles: [] };
}

async function readAll(
	ids: readonly string[],
	rules: WatchOptions,
	tick: PollSession,
): Promise<{ items: Task[]; troubles: PollError[] }> {
	const readings = await tick.read(ids.map((taskId) => ({ taskId })));
	const time = { nowMs: tick.nowMs, firstSeenMs: tick.nowMs };
	const items: Task[] = [];
	const troubles: PollError[] = [];
	for (const [taskId, reading] of readings) {
		const verdict = evaluateTask({ taskId }, reading, rules, time);
		if (verdict !== 'wait' && verdict.item && isFinal(verdict.item)) items.push(verdict.item);
		else if ('fault' in reading) troubles.push({ fault: reading.fault, taskId });
	}
	return { items, troubles };
}
