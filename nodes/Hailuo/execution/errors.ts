import {
	NodeApiError,
	NodeOperationError,
	type FunctionsBase,
	type INodeExecutionData,
	type JsonObject,
} from 'n8n-workflow';

import { describeIndeterminate, indeterminateSuggestion, listTasks } from './executionReport';
import type { ItemFailure } from './itemResult';
import type { ExecutionReport } from './storedItem';

/** The output item of a failure with On Error = Continue: the only form that reaches n8n's error output with its data. */
export function errorItem(failure: ItemFailure, itemIndex: number): INodeExecutionData {
	const { possibleTaskIds = [] } = failure.indeterminate ?? {};
	const details = { ...failure.task, ...(possibleTaskIds.length > 0 && { possibleTaskIds }) };
	return { json: { error: fullMessage(failure), details }, pairedItem: { item: itemIndex } };
}

/** What happened and what to do next, in one text. */
export function fullMessage(failure: ItemFailure): string {
	const notCharged = failure.notCharged !== undefined && 'This item was not charged.';
	const suggestion = [suggestionOf(failure), notCharged].filter(Boolean).join(' ');
	return [failure.message, suggestion].filter(Boolean).join('. ');
}

function suggestionOf({ suggestion, indeterminate }: ItemFailure): string | undefined {
	return indeterminate ? indeterminateSuggestion([indeterminate]) : suggestion;
}

/** A failure as the error that n8n shows. */
export function failureError(
	context: Pick<FunctionsBase, 'getNode'>,
	failure: ItemFailure,
): NodeApiError | NodeOperationError {
	return nodeError(context, failure, suggestionOf(failure));
}

/**
 * The error that ends a run, or one try of it. It lists all that the execution has created or may have
 * created, since n8n keeps nothing else of a failed node.
 *
 * @param runIndex of the run that ends
 */
export function runError(
	context: Pick<FunctionsBase, 'getNode'>,
	failure: ItemFailure,
	report: ExecutionReport,
	runIndex: number,
): NodeApiError | NodeOperationError {
	const { message, indeterminate, notCharged } = failure;
	const isOnlyIndeterminate =
		report.indeterminate.length === 1 && report.indeterminate[0].create === indeterminate;
	const otherIndeterminate = isOnlyIndeterminate
		? ''
		: describeIndeterminate(report.indeterminate, runIndex);
	const suggestion =
		isOnlyIndeterminate || indeterminate === undefined ? suggestionOf(failure) : undefined;
	const isNothingCreated = report.tasks.length + report.indeterminate.length === 0;
	const charge = isNothingCreated
		? notCharged && 'Nothing was charged.'
		: notCharged === 'item' && 'This item was not charged.';
	const others = report.tasks.filter(
		({ taskId }) => taskId !== failure.task?.taskId || !message.includes(taskId),
	);
	const description = [otherIndeterminate, suggestion, charge, listTasks(others)]
		.filter(Boolean)
		.join(' ');
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
	// Set afterwards: n8n replaces a message that contains a network code, even inside a word.
	error.message = message;
	return error;
}
