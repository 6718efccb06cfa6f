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

const OPTIONAL_ROUTES = {
	taskList: { lacks: 'has no task list', has: 'has one' },
	credits: { lacks: 'does not report credits', has: 'reports them' },
};

/**
 * The failure if the provider does not have an optional route. Without the HTTP status, for which n8n would
 * prepend a message of its own.
 *
 * @param requiredBy display name of what requires it, e.g. "Get Many"
 * @param alternative what to do instead: a sentence
 */
export function missingRoute(
	route: keyof typeof OPTIONAL_ROUTES,
	requiredBy: string,
	alternative: string,
	error: RequestError,
): ItemFailure {
	const { lacks, has } = OPTIONAL_ROUTES[route];
	return {
		message: `This API ${lacks}, which ${requiredBy} requires: ${formatError(error)}`,
		suggestion: `${alternative} If your provider ${has}, check Base URL in the credential.`,
	};
}
