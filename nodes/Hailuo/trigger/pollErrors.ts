import type { ItemFailure } from '../execution/itemResult';
import { formatError, adviceFor } from '../transport/advice';
import { lacksRoute, readConclusion, type RequestError } from '../transport/evidence';

/** A failed request of a poll: the list, or the read of a task. */
export interface PollError {
	error: RequestError;
	/** Absent for the list. */
	taskId?: string;
	/** It affects only this task, since others could be read. */
	isTasksOwn?: boolean;
}

/** Whether only the user can fix it (key, permissions, URL); all other errors are transient. */
export function requiresUserAction({ error, taskId }: PollError): boolean {
	const isListMissing = taskId === undefined && lacksRoute(error);
	return readConclusion(error) === 'permanent' || isListMissing;
}

/** Returns the first error that the user must fix, else the first error. */
export function mostActionable(errors: readonly PollError[]): PollError | undefined {
	return errors.find(requiresUserAction) ?? errors[0];
}

/** The error as n8n shows or logs it. */
export function toFailure({ error, taskId }: PollError): ItemFailure {
	const httpStatus = error.status;
	if (taskId !== undefined) {
		return {
			message: `Task ${taskId} could not be read: ${formatError(error)}`,
			suggestion: adviceFor(error, 'read'),
			httpStatus,
			task: { taskId },
		};
	}
	if (lacksRoute(error)) {
		return {
			message: `This API has no task list, which All Tasks of the Account requires: ${formatError(error)}`,
			suggestion:
				'Set Watch to Task IDs and enter the task IDs: that works with every provider. If your provider has the list, check Base URL in the credential.',
			// Without the HTTP status, for which n8n would prepend a message of its own.
		};
	}
	return {
		message: `The tasks of the account could not be listed: ${formatError(error)}`,
		suggestion: adviceFor(error, 'read'),
		httpStatus,
	};
}
