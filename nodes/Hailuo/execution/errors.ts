import {
	NodeApiError,
	NodeOperationError,
	type FunctionsBase,
	type INodeExecutionData,
	type JsonObject,
} from 'n8n-workflow';

import type { ItemFailure } from './itemResult';
import { describeIndeterminate, indeterminateSuggestion, listTasks } from './executionReport';
import type { ExecutionReport } from './taskStore';

/** The item that goes on where On Error is set to continue: the one form that reaches the error output whole. */
export function errorItem(failure: ItemFailure, itemIndex: number): INodeExecutionData {
	const { possibleTaskIds = [] } = failure.indeterminate ?? {};
	const details = { ...failure.task, ...(possibleTaskIds.length > 0 && { possibleTaskIds }) };
	return { json: { error: fullMessage(failure), details }, pairedItem: { item: itemIndex } };
}

/** What happened and what to do next, where both stand in one text. */
export function fullMessage(failure: ItemFailure): string {
	const notCharged = failure.notCharged === 'item' && 'This item was not charged.';
	const advice = [suggestionOf(failure), notCharged].filter(Boolean).join(' ');
	return [failure.message, advice].filter(Boolean).join('. ');
}

function suggestionOf({ suggestion: advice, indeterminate }: ItemFailure): string | undefined {
	return indeterminate ? indeterminateSuggestion([indeterminate]) : advice;
}

/** A failure as the error that n8n shows. */
export function failureError(
	context: Pick<FunctionsBase, 'getNode'>,
	failure: ItemFailure,
): NodeApiError | NodeOperationError {
	return nodeError(context, failure, suggestionOf(failure));
}

/**
 * The error that ends a run or a try of it. It tells everything that the execution has created or
 * may have created, since n8n keeps nothing else of the run.
 *
 * @param runIndex of the run that ends
 */
export function runError(
	context: Pick<FunctionsBase, 'getNode'>,
	failure: ItemFailure,
	report: ExecutionReport,
	runIndex: number,
): NodeApiError | NodeOperationError {
	const { message, indeterminate, notCharged, task: named } = failure;
	const isToldAlready =
		report.indeterminate.length === 1 && report.indeterminate[0].create === indeterminate;
	const unclear = isToldAlready ? '' : describeIndeterminate(report.indeterminate, runIndex);
	const advice = isToldAlready || indeterminate === undefined ? suggestionOf(failure) : undefined;
	const isNothingCreated = report.tasks.length + report.indeterminate.length === 0;
	const charge = isNothingCreated
		? notCharged && 'Nothing was charged.'
		: notCharged === 'item' && 'This item was not charged.';
	const others = report.tasks.filter(
		({ taskId }) => taskId !== named?.taskId || !message.includes(taskId),
	);
	const description = [unclear, advice, charge, listTasks(others)].filter(Boolean).join(' ');
	return nodeError(context, failure, description);
}

function nodeError(
	context: Pick<FunctionsBase, 'getNode'>,
	{ message, httpStatus }: ItemFailure,
	description: string | undefined,
): NodeApiError | NodeOperationError {
	const node = context.getNode();
	const error =
		httpStatus === undefined
			? new NodeOperationError(node, message, { description })
			: new NodeApiError(node, { message } as JsonObject, {
					message,
					description,
					httpCode: String(httpStatus),
				});
	// n8n replaces a message in which it sees a network code, even inside a word of the vendor's.
	error.message = message;
	return error;
}
