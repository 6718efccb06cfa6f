import {
	NodeApiError,
	NodeOperationError,
	type FunctionsBase,
	type INodeExecutionData,
	type JsonObject,
} from 'n8n-workflow';

import type { KnownTask } from '../video/task';
import type { ItemFailure } from './outcome';

/** The item that goes on where On Error is set to continue: the one form that reaches the error output whole. */
export function errorItem(failure: ItemFailure, itemIndex: number): INodeExecutionData {
	return {
		json: { error: inSentences(failure), details: { ...failure.task } },
		pairedItem: { item: itemIndex },
	};
}

/** What happened and what to do next, where both stand in one text. */
export function inSentences({ message, advice }: ItemFailure): string {
	return [message, advice].filter(Boolean).join('. ');
}

/**
 * The error that ends a run, or a poll of the trigger.
 *
 * @param tasks the tasks of the run that the message does not name, so that none is lost with it
 */
export function runError(
	context: Pick<FunctionsBase, 'getNode'>,
	{ message, advice, httpStatus }: ItemFailure,
	tasks: readonly KnownTask[] = [],
): NodeApiError | NodeOperationError {
	const description = [advice, listTasks(tasks, OTHERS)].filter(Boolean).join(' ');
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

const OTHERS = ['Another task of this run', 'Other tasks of this run'] as const;

/**
 * The tasks that exist, with their last known status, and the way back to them.
 *
 * @param names what one task is called here, and several
 */
export function listTasks(
	tasks: readonly KnownTask[],
	[one, several]: readonly [one: string, several: string],
): string {
	if (tasks.length === 0) return '';
	const list = tasks
		.map(({ taskId, status }) => `${taskId} (${status ?? 'not read yet'})`)
		.join(', ');
	return `${tasks.length === 1 ? one : several}: ${list}. Get Status or Wait picks them up by their ID; nothing has to be paid again.`;
}
