import { isFinal, type KnownTask } from '../../domain/task';
import { ABORTED, type TaskResult } from '../../execution/itemResult';
import type { RunItem } from '../../execution/operation';
import type { RunContext } from '../../execution/runContext';
import { classifyReadError } from '../../transport/retryPolicy';
import { err, ok } from '../../utils/result';
import { readTaskOnce } from './readTaskOnce';
import { readFailure } from './waitForVideo';

/**
 * Reads what the list does not contain of finished tasks: the URL of the video, or why it failed.
 *
 * @returns in the order of the tasks; those that are unfinished, or no longer there, as they were
 */
export async function readDetails(
	run: RunContext,
	item: RunItem,
	tasks: readonly KnownTask[],
): Promise<TaskResult[]> {
	return await Promise.all(
		tasks.map(async (task) => (isFinal(task) ? await readOne(run, item, task) : ok(task))),
	);
}

async function readOne(run: RunContext, item: RunItem, task: KnownTask): Promise<TaskResult> {
	const reading = await readTaskOnce(run, item, task);
	if (reading.ok) return ok(reading.value.task);
	if (run.signal.aborted) return err(ABORTED);
	// The list may outlive the task.
	if (classifyReadError(reading.error) === 'notFound') return ok(task);
	run.abortOnFailure();
	return err(readFailure(task, reading.error));
}
