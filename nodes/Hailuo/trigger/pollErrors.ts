import { suggestionFor, formatError } from '../transport/errorMessages';
import type { RequestError } from '../transport/responseError';
import { classifyReadError } from '../transport/retryPolicy';
import type { ItemFailure } from '../execution/itemResult';

/** What kept a poll from its work: the list, or the read of a task. */
export interface PollError {
	fault: RequestError;
	/** Absent: the list of tasks. */
	taskId?: string;
	/** It concerns this task alone, since others could be read. */
	isTasksOwn?: boolean;
}

/** Whether only the user can end it (key, rights, address); all else passes, and is borne. */
export function requiresUserAction({ fault, taskId }: PollError): boolean {
	return classifyReadError(fault) === 'final' || (taskId === undefined && lacksTaskList(fault));
}

/** Of several faults, the one that says most: what the user must end goes first. */
export function mostActionable(troubles: readonly PollError[]): PollError | undefined {
	return troubles.find(requiresUserAction) ?? troubles[0];
}

/** For the person who reads n8n's error or log. */
export function toFailure({ fault, taskId }: PollError): ItemFailure {
	const httpStatus = fault.status;
	if (taskId !== undefined) {
		return {
			message: `Task ${taskId} could not be read: ${formatError(fault)}`,
			suggestion: suggestionFor(fault, 'read'),
			httpStatus,
			task: { taskId },
		};
	}
	if (lacksTaskList(fault)) {
		return {
			message: `This API has no list of tasks, which All Tasks of the Account needs: ${formatError(fault)}`,
			suggestion:
				'Set Watch to Task IDs and name the tasks: that works with every host. If your host has the list, check Base URL in the credential.',
			// Not the status: n8n would put its own sentence about it in front.
		};
	}
	return {
		message: `The account’s tasks could not be listed: ${formatError(fault)}`,
		suggestion: suggestionFor(fault, 'read'),
		httpStatus,
	};
}

/** The list is undocumented: hosts without it answer like this. */
function lacksTaskList({ status = 0, isWebPage, code }: RequestError): boolean {
	return status === 404 || status === 405 || (isWebPage && status < 500) || code === 'not_a_list';
}
