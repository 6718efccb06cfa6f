import type { Credits } from '../../domain/credits';
import type { KnownTask, Task } from '../../domain/task';
import {
	isOlderThan,
	matchesTaskFilter,
	type ListedTask,
	type TaskFilter,
} from '../../domain/taskList';
import type { Account } from '../../execution/accounts';
import type { ItemFailure } from '../../execution/itemResult';
import type { RunItem } from '../../execution/operation';
import { missingRoute, readFailure } from '../../execution/readFailures';
import type { RunContext } from '../../execution/runContext';
import { isTransient, retry } from '../../scheduling/retry';
import { lacksRoute, type RequestError } from '../../transport/evidence';
import { MAX_PAUSE_MS } from '../../transport/retryPolicy';
import { readPages } from '../../transport/taskPager';
import { err, ok, type Result } from '../../utils/result';

/** Reads a task once, now, with up to four attempts. */
export async function readTaskOnce(
	run: RunContext,
	{ account }: Pick<RunItem, 'account'>,
	task: KnownTask,
): Promise<Result<Task, RequestError>> {
	return await retry(async () => {
		const now = run.clock.now();
		return await account.reader.read({ task, dueAt: now, deadline: now + MAX_PAUSE_MS });
	}, run);
}

/**
 * Lists the account's tasks that match, newest first, page by page. A page is requested only when the
 * previous one has been consumed, and none after the last task that can match.
 */
export async function* listAccountTasks(
	run: RunContext,
	account: Account,
	filter: TaskFilter,
): AsyncGenerator<Result<ListedTask[], ItemFailure>, void> {
	const { createdAfterMs = -Infinity } = filter;
	const seen = new Set<string>();
	const pages = readPages(
		async (page) =>
			await readOptionalRoute(
				run,
				account,
				async () => await account.client.listTasks(page, filter),
			),
	);
	for await (const result of pages) {
		if (!result.ok) {
			yield err(listFailure(result.error, seen.size));
			return;
		}
		const { tasks } = result.value;
		// Tasks can move to later pages during the read, so a task may be listed twice.
		const matching = tasks.filter(
			(task) => matchesTaskFilter(task, filter) && !seen.has(task.taskId),
		);
		for (const { taskId } of matching) seen.add(taskId);
		if (matching.length > 0) yield ok(matching);
		if (isOlderThan(result.value, createdAfterMs / 1000)) return;
	}
}

/** @param listed number of tasks that were listed before the error */
function listFailure(error: RequestError, listed: number): ItemFailure {
	if (listed === 0 && lacksRoute(error)) {
		const alternative = 'Use Get Status with the task IDs: that works with every provider.';
		return missingRoute('taskList', 'Get Many', alternative, error);
	}
	const problem =
		listed === 0
			? 'The tasks of the account could not be listed'
			: `Only ${listed} tasks of the account could be listed`;
	return readFailure(problem, error);
}

/**
 * Reads the credits of an account; transient errors are retried.
 *
 * @param requiredBy display name of what requires them, e.g. "Get Credits"
 * @param alternative what to do if the provider does not report credits: a sentence
 */
export async function readCredits(
	run: RunContext,
	account: Account,
	requiredBy: string,
	alternative: string,
): Promise<Result<Credits, ItemFailure>> {
	const credits = await readOptionalRoute(
		run,
		account,
		async () => await account.client.getCredits(),
	);
	if (credits.ok) return credits;
	const { error } = credits;
	if (lacksRoute(error)) {
		return err(missingRoute('credits', requiredBy, alternative, error));
	}
	return err(readFailure(`The credits could not be read, which ${requiredBy} requires`, error));
}

/** Sends a free request to an optional route. Transient errors are retried, unless they mean that it is missing. */
async function readOptionalRoute<T>(
	run: RunContext,
	{ readLimiter }: Account,
	send: () => Promise<Result<T, RequestError>>,
): Promise<Result<T, RequestError>> {
	return await retry(
		async () => await readLimiter.send(send, run.signal),
		run,
		(error) => isTransient(error) && !lacksRoute(error),
	);
}
