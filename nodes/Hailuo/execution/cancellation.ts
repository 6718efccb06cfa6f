import type { NodeApiError, NodeOperationError } from 'n8n-workflow';

import { describeIndeterminate, failureError, fullMessage, listTasks } from './errors';
import type { ItemResult } from './itemResult';
import type { RunContext } from './runContext';

/**
 * The error of a run that the user or the workflow timeout stopped. n8n keeps no output of a stopped
 * node, not even of finished items, so that all tasks are listed in its log.
 */
export function cancellationError(
	run: RunContext,
	results: readonly ItemResult[],
): NodeApiError | NodeOperationError {
	const { context } = run;
	const { tasks, indeterminate } = run.store.report();
	const report = [
		describeIndeterminate(indeterminate, run.runIndex),
		listTasks(tasks.filter(({ failure }) => failure === undefined)),
		...failures(results),
	]
		.filter(Boolean)
		.join(' ');
	if (report !== '') logOnce(run, report);
	// n8n recognizes a canceled execution by this word.
	const message = 'The execution was canceled';
	const why = 'Stopped by a user or by the workflow timeout.';
	return failureError(context, { message, suggestion: [why, report].filter(Boolean).join(' ') });
}

/** With Retry On Fail, n8n retries a stopped node. Nothing is sent then, and nothing new is logged. */
function logOnce({ context, nodeContext }: RunContext, report: string): void {
	const executionId = context.getExecutionId();
	if (nodeContext.stopLoggedFor === executionId) return;
	nodeContext.stopLoggedFor = executionId;
	context.logger.warn(`Node "${context.getNode().name}" was stopped. ${report}`);
}

/** Each failure once, with the number of its items. Indeterminate creates are described separately. */
function failures(results: readonly ItemResult[]): string[] {
	const counts = new Map<string, number>();
	for (const result of results) {
		if (result.ok || result.error.isAborted || result.error.indeterminate) continue;
		const message = fullMessage(result.error);
		counts.set(message, (counts.get(message) ?? 0) + 1);
	}
	return [...counts].map(([text, items]) => (items === 1 ? text : `${items} items: ${text}`));
}
