import { toSentences } from '../domain/issue';
import type { ItemFailure } from '../execution/itemResult';
import { missingRoute, readFailure, unreadableTask } from '../execution/readFailures';
import { lacksRoute, concludeRead, type RequestError } from '../transport/evidence';

/** A failed request of a poll: the list, or the read of a task. */
export interface PollError {
	error: RequestError;
	/** Absent for the list. */
	taskId?: string;
}

/** Whether only the user can fix it, whatever the URL: key, credits, permissions. */
export function requiresUserAction({ error }: PollError): boolean {
	return concludeRead(error) === 'permanent';
}

/** Whether the API is probably not at this URL: no such host, a website, another API, no task list. */
export function isWrongAddress({ error, taskId }: PollError): boolean {
	const isElsewhere = ['notSent', 'noSuchRoute', 'unexpectedFormat'].includes(error.reason);
	return isElsewhere || (taskId === undefined && lacksRoute(error));
}

/** The first error that the user must fix, else the first error. */
export function mostActionable(errors: readonly PollError[]): PollError | undefined {
	return errors.find(requiresUserAction) ?? errors.find(isWrongAddress) ?? errors[0];
}

/** For n8n's log: each error once, even if it affects several tasks, without the one that the user is shown. */
export function errorLines(errors: readonly PollError[], shown?: PollError): string[] {
	const distinct = new Map(errors.map((one) => [one.error.message, one]));
	if (shown !== undefined) distinct.delete(shown.error.message);
	return [...distinct.values()].map((one) => toSentences(toFailure(one)));
}

/** The error as n8n shows or logs it. */
export function toFailure({ error, taskId }: PollError): ItemFailure {
	if (taskId !== undefined) return unreadableTask({ taskId }, error);
	if (lacksRoute(error)) {
		const alternative =
			'Set Watch to Task IDs and enter the task IDs: that works with every provider.';
		return missingRoute('taskList', 'All Videos of the Account', alternative, error);
	}
	return readFailure('The tasks of the account could not be listed', error);
}
