import type { NodeApiError, NodeOperationError } from 'n8n-workflow';

import { fullMessage, failureError } from './errors';
import type { ItemResult } from './itemResult';
import { describeIndeterminate, listTasks } from './executionReport';
import type { RunContext } from './runContext';

/**
 * The end of a run that the user or the workflow's time-out stopped. After a Stop n8n keeps nothing of
 * the run, not even what was delivered already, so its log is where all tasks are named.
 */
export function cancellationError(
	run: RunContext,
	outcomes: readonly ItemResult[],
): NodeApiError | NodeOperationError {
	const { context } = run;
	const { tasks, indeterminate } = run.store.report();
	const report = [
		describeIndeterminate(indeterminate, run.runIndex),
		listTasks(tasks.filter(({ failure }) => failure === undefined)),
		...failures(outcomes),
	]
		.filter(Boolean)
		.join(' ');
	if (report !== '') logOnce(run, report);
	// With this word in it, n8n counts the execution as canceled and not as failed.
	const message = 'The execution was canceled';
	const why = 'Stopped by a user or by the workflow timeout.';
	return failureError(context, { message, suggestion: [why, report].filter(Boolean).join(' ') });
}

/** With Retry On Fail n8n goes on trying after a stop. Nothing is sent then, and nothing is new. */
function logOnce({ context, nodeContext }: RunContext, report: string): void {
	const executionId = context.getExecutionId();
	if (nodeContext.toldOfStop === executionId) return;
	nodeContext.toldOfStop = executionId;
	context.logger.warn(`Node "${context.getNode().name}" was stopped. ${report}`);
}

/** What went wrong and what to do, each once with the number of its items; unclear creates are told apart. */
function failures(outcomes: readonly ItemResult[]): string[] {
	const counts = new Map<string, number>();
	for (const outcome of outcomes) {
		if (!('failure' in outcome) || outcome.failure.indeterminate) continue;
		const sentences = fullMessage(outcome.failure);
		counts.set(sentences, (counts.get(sentences) ?? 0) + 1);
	}
	return [...counts].map(([text, items]) => (items === 1 ? text : `${items} items: ${text}`));
}
