import type { KnownTask } from '../domain/task';
import type { ExecutionReport, IndeterminateCreate } from './storedItem';

/** Sentences about what an execution has created and may have created. */

/**
 * The indeterminate creates by item, grouped by cause, and what to do about them; empty if there are
 * none.
 *
 * @param runIndex of the run that reports; items of other runs are listed with their run
 */
export function describeIndeterminate(
	indeterminate: ExecutionReport['indeterminate'],
	runIndex: number,
): string {
	if (indeterminate.length === 0) return '';
	const suggestion = indeterminateSuggestion(indeterminate.map(({ create }) => create));
	return `${listIndeterminate(indeterminate, runIndex)} ${suggestion}`;
}

/** What to do about one or several indeterminate creates. */
export function indeterminateSuggestion(creates: readonly IndeterminateCreate[]): string {
	const notRetried = 'Not retried automatically, to avoid a double charge.';
	const candidates = [...new Set(creates.flatMap(({ possibleTaskIds = [] }) => possibleTaskIds))];
	if (candidates.length > 0) {
		return `${notRetried} Tasks in the account that it may have created: ${candidates.join(', ')}. Check them with Get Status before you run again.`;
	}
	const wasListed = creates.every(({ possibleTaskIds }) => possibleTaskIds !== undefined);
	const noNewTask = wasListed ? ' The account shows no new task.' : '';
	return `${notRetried}${noNewTask} Check your provider account: if the task exists, use Get Status or Wait with its ID; otherwise run again.`;
}

function listIndeterminate(
	indeterminate: ExecutionReport['indeterminate'],
	runIndex: number,
): string {
	const groups = new Map<string, string[]>();
	for (const { runIndex: ofRun, itemIndex, create } of indeterminate) {
		const run = ofRun === runIndex || ofRun < 0 ? '' : ` of run ${ofRun}`;
		groups.set(create.cause, [...(groups.get(create.cause) ?? []), `${itemIndex}${run}`]);
	}
	const list = [...groups].map(
		([cause, items]) => `${items.length === 1 ? 'item' : 'items'} ${items.join(', ')} (${cause})`,
	);
	return `May have been accepted without a task ID: ${list.join('; ')}.`;
}

/** The tasks with their last known status, and how to resume them; empty if there are none. */
export function listTasks(tasks: readonly KnownTask[]): string {
	if (tasks.length === 0) return '';
	const list = tasks.map(({ taskId, status }) => `${taskId} (${status ?? 'not read yet'})`);
	return `${tasks.length === 1 ? 'Task' : 'Tasks'} of this execution: ${list.join(', ')}. Resume with Get Status or Wait at no extra cost.`;
}
