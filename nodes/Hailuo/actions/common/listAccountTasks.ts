import { matchesTaskFilter, type ListedTask, type TaskFilter } from '../../domain/taskList';
import { ABORTED, type ItemFailure } from '../../execution/itemResult';
import type { RunContext } from '../../execution/runContext';
import type { HailuoClient } from '../../transport/client';
import { formatError, suggestionFor } from '../../transport/errorMessages';
import { lacksRoute } from '../../transport/missingRoute';
import type { RequestError } from '../../transport/responseError';
import { TaskPager } from '../../transport/taskPager';
import { err, ok, type Result } from '../../utils/result';
import { readOptionalRoute } from './readOptionalRoute';

const PAGE_SIZE = 100;

/**
 * Lists the account's tasks that match, newest first, page by page: a page is requested only when
 * the one before has been used, and none after the last task that can match.
 *
 * @param limit of all pages together
 */
export async function* listAccountTasks(
	run: RunContext,
	client: HailuoClient,
	filter: TaskFilter,
	limit: number,
): AsyncGenerator<Result<ListedTask[], ItemFailure>, void> {
	const { status, model, createdAfterMs = -Infinity } = filter;
	const seen = new Set<string>();
	const pager = new TaskPager(
		async (page) =>
			await readOptionalRoute(
				run,
				async () => await client.listTasks({ page, pageSize: PAGE_SIZE, status, model }),
			),
	);
	for await (const { result } of pager.pages()) {
		if (!result.ok) {
			yield err(run.signal.aborted ? ABORTED : listFailure(result.error, seen.size));
			return;
		}
		const { tasks } = result.value;
		// Pages move while they are read, so that a task may be listed twice.
		const matching = tasks
			.filter((task) => matchesTaskFilter(task, filter) && !seen.has(task.taskId))
			.slice(0, limit - seen.size);
		for (const { taskId } of matching) seen.add(taskId);
		if (matching.length > 0) yield ok(matching);
		const isTooOld = tasks.some(({ createdS }) => (createdS + 1) * 1000 <= createdAfterMs);
		if (isTooOld || seen.size >= limit) return;
	}
}

/** @param listed so many tasks have been listed before */
function listFailure(error: RequestError, listed: number): ItemFailure {
	if (listed === 0 && lacksRoute(error)) {
		return {
			message: `This API has no task list, which Get Many requires: ${formatError(error)}`,
			suggestion:
				'Use Get Status with the task IDs: that works with every provider. If your provider has the list, check Base URL in the credential.',
		};
	}
	return {
		message:
			listed === 0
				? `The tasks of the account could not be listed: ${formatError(error)}`
				: `Only ${listed} tasks of the account could be listed: ${formatError(error)}`,
		suggestion: suggestionFor(error, 'read'),
		httpStatus: error.status,
	};
}
