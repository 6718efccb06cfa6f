import type { KnownTask } from '../domain/task';
import { suggestionFor, formatError } from '../transport/errorText';
import type { RequestError } from '../transport/evidence';
import type { ItemFailure } from './itemResult';

/** @param problem what could not be read, e.g. "The credits could not be read" */
export function readFailure(problem: string, error: RequestError): ItemFailure {
	return {
		message: `${problem}: ${formatError(error)}`,
		suggestion: suggestionFor(error, 'read'),
		httpStatus: error.status,
	};
}

export function unreadableTask(task: KnownTask, error: RequestError): ItemFailure {
	return { ...readFailure(`Task ${task.taskId} could not be read`, error), task };
}

/** The failure if the provider has no list of tasks. */
export function withoutList(
	requiredBy: string,
	alternative: string,
	error: RequestError,
): ItemFailure {
	return missingRoute(
		`This API has no task list, which ${requiredBy} requires`,
		`${alternative}: that works with every provider. If your provider has the list`,
		error,
	);
}

/**
 * The failure if the provider does not have an optional route. Without the HTTP status, for which n8n would
 * prepend a message of its own.
 *
 * @param otherwise an alternative, and what to check Base URL for
 */
export function missingRoute(problem: string, otherwise: string, error: RequestError): ItemFailure {
	return {
		message: `${problem}: ${formatError(error)}`,
		suggestion: `${otherwise}, check Base URL in the credential.`,
	};
}
