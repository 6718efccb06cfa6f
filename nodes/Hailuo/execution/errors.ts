import {
	NodeApiError,
	NodeOperationError,
	type FunctionsBase,
	type IDataObject,
	type IExecuteFunctions,
	type INodeExecutionData,
	type JsonObject,
} from 'n8n-workflow';

import type { KnownTask } from '../domain/task';
import type { ItemFailure } from './itemResult';
import type { ExecutionReport, IndeterminateCreate } from './storedItem';

/**
 * The output item of a failure with On Error = Continue. Only this shape reaches n8n's error output with
 * its data.
 *
 * @param indeterminate the item's create, if it may have been accepted
 */
export function errorItem(
	failure: ItemFailure,
	itemIndex: number,
	indeterminate?: IndeterminateCreate,
): INodeExecutionData {
	const suggestion = indeterminate ? indeterminateSuggestion([indeterminate]) : failure.suggestion;
	const error = fullMessage({ ...failure, suggestion });
	// Present, if empty, for every create of unknown outcome, so that a workflow can recognize it.
	const possibleTaskIds = indeterminate && (indeterminate.possibleTaskIds ?? []);
	const details = { ...failure.task, ...(possibleTaskIds && { possibleTaskIds }) };
	return { json: { error, details }, pairedItem: { item: itemIndex } };
}

/** What happened and what to do next, as one text. */
export function fullMessage({ message, suggestion, createOutcome }: ItemFailure): string {
	const isFree = isUncharged(createOutcome);
	const text = [suggestion, isFree && 'This item was not charged.'].filter(Boolean).join(' ');
	return [message, text].filter(Boolean).join('. ');
}

/** n8n starts a new execution of the sub-workflow, which does not know the tasks of the first. */
const RETRY_OF_SUB_WORKFLOW =
	'To continue, retry this execution of the sub-workflow: a retry of the calling workflow creates the videos again.';

/**
 * The error that ends a run, or one try of it. It lists everything that the execution has created or may
 * have created, since n8n keeps nothing else of a failed node.
 *
 * @param runIndex index of the run that ends
 */
export function runError(
	context: Pick<IExecuteFunctions, 'getNode' | 'getMode'>,
	failure: ItemFailure,
	report: ExecutionReport,
	runIndex: number,
): NodeApiError | NodeOperationError {
	const { message, suggestion, createOutcome } = failure;
	// The message has already named the only create.
	const indeterminate =
		createOutcome === 'indeterminate' && report.indeterminate.length === 1
			? indeterminateSuggestion([report.indeterminate[0].create])
			: describeIndeterminate(report.indeterminate, runIndex);
	const hasCreatedNothing = report.tasks.length + report.indeterminate.length === 0;
	const others = report.tasks.filter(
		({ taskId }) => taskId !== failure.task?.taskId || !message.includes(taskId),
	);
	const retry = !hasCreatedNothing && context.getMode() === 'integrated' && RETRY_OF_SUB_WORKFLOW;
	const description = [
		indeterminate,
		suggestion,
		chargeOf(createOutcome, hasCreatedNothing),
		listTasks(others),
		retry,
	]
		.filter(Boolean)
		.join(' ');
	const error = failureError(context, { ...failure, suggestion: description });
	Object.assign(error.context, contextOf(report));
	return error;
}

/**
 * The report as data, for error workflows: `$json.execution.error.context`. `item` is the index of the
 * item, from 0; absent for a task of another call of an agent.
 */
function contextOf({ tasks, indeterminate }: ExecutionReport): IDataObject {
	return {
		tasks: tasks.map(({ taskId, status, itemIndex }) => ({
			taskId,
			...(status && { status }),
			item: itemIndex,
		})),
		indeterminate: indeterminate.map(({ itemIndex, create: { cause, possibleTaskIds = [] } }) => ({
			item: itemIndex,
			cause,
			possibleTaskIds,
		})),
	};
}

function chargeOf(
	outcome: ItemFailure['createOutcome'],
	hasCreatedNothing: boolean,
): string | undefined {
	if (hasCreatedNothing && isUncharged(outcome)) return 'Nothing was charged.';
	return outcome === 'notCreated' ? 'This item was not charged.' : undefined;
}

function isUncharged(outcome: ItemFailure['createOutcome']): boolean {
	return outcome === 'runRefused' || outcome === 'notCreated';
}

/** A failure as the error that n8n shows. */
export function failureError(
	context: Pick<FunctionsBase, 'getNode'>,
	{ message, suggestion: description, httpStatus }: ItemFailure,
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

/**
 * The indeterminate creates by item, grouped by cause, and what to do about them; empty if there are
 * none.
 *
 * @param runIndex index of the reporting run; items of other runs are listed with their run
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
function indeterminateSuggestion(creates: readonly IndeterminateCreate[]): string {
	const notRetried = 'Not retried automatically, to avoid a double charge.';
	const candidates = [...new Set(creates.flatMap(({ possibleTaskIds = [] }) => possibleTaskIds))];
	if (candidates.length > 0) {
		return `${notRetried} Tasks in the account that it may have created: ${candidates.join(', ')}. Check them with Get Status before you run again.`;
	}
	const noNewTask = creates.every(({ hasNoNewTask }) => hasNoNewTask)
		? ' The account shows no new task.'
		: '';
	return `${notRetried}${noNewTask} Check your provider account: if the task exists, use Get Status or Wait with its ID; otherwise run again.`;
}

function listIndeterminate(
	indeterminate: ExecutionReport['indeterminate'],
	runIndex: number,
): string {
	const groups = new Map<string, string[]>();
	for (const { runIndex: createRun, itemIndex, create } of indeterminate) {
		const run = createRun === runIndex ? '' : ` of run ${createRun}`;
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
