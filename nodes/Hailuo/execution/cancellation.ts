import type { NodeApiError, NodeOperationError } from 'n8n-workflow';

import { describeIndeterminate, failureError, fullMessage, listTasks } from './errors';
import type { FailedItem } from './itemResult';
import type { RunContext } from './runContext';

/**
 * The error of a run that was stopped by the user or the workflow timeout. n8n keeps no output of a
 * stopped node, not even of finished items, so all tasks are listed in its log.
 */
export function cancellationError(run: RunContext): NodeApiError | NodeOperationError {
	const { context } = run;
	const { tasks, indeterminate } = run.store.report();
	const paid = tasks.filter(({ failure }) => failure === undefined);
	const report = [
		describeIndeterminate(indeterminate, run.runIndex),
		listTasks(paid),
		paid.length > 0 && 'Get Many lists them, too.',
		...failures(run.failed),
	]
		.filter(Boolean)
		.join(' ');
	if (report !== '') logOnce(run, report);
	// n8n recognizes a canceled execution by the word "canceled".
	const message = 'The execution was canceled';
	const reason = 'Stopped by a user or by the workflow timeout.';
	return failureError(context, { message, suggestion: [reason, report].filter(Boolean).join(' ') });
}

/** With Retry On Fail, n8n retries a stopped node. The retry sends nothing, so it must not log again. */
function logOnce(run: RunContext, report: string): void {
	const executionId = run.context.getExecutionId();
	if (run.nodeContext.stopLoggedFor === executionId) return;
	run.nodeContext.stopLoggedFor = executionId;
	// Not a warning: n8n shows only errors if its log level is `error`.
	run.log('error', `Stopped. ${report}`);
}

/** Each distinct failure with its number of items. Indeterminate creates are described separately. */
function failures(failed: readonly FailedItem[]): string[] {
	const counts = new Map<string, number>();
	for (const { failure } of failed) {
		if (failure.createOutcome === 'indeterminate') continue;
		const message = fullMessage(failure);
		counts.set(message, (counts.get(message) ?? 0) + 1);
	}
	return [...counts].map(([text, items]) => (items === 1 ? text : `${items} items: ${text}`));
}
