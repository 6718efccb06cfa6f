import { isFinal, type KnownTask } from '../../domain/task';
import { ABORTED, type TaskResult } from '../../execution/itemResult';
import type { RunContext } from '../../execution/runContext';
import { retry } from '../../scheduling/retry';
import type { HailuoClient } from '../../transport/client';
import { classifyReadError } from '../../transport/retryPolicy';
import { err, ok } from '../../utils/result';
import { readFailure } from './waitForVideo';

/**
 * Reads what the list does not tell of finished tasks: the URL of the video, or why it failed. Each
 * is one request, at most five a second; a request for many tasks would replace `readOne` here.
 *
 * @returns in the order of the tasks; those that are unfinished, or no longer there, as they were
 */
export async function readDetails(
	run: RunContext,
	client: HailuoClient,
	tasks: readonly KnownTask[],
): Promise<TaskResult[]> {
	return await Promise.all(
		tasks.map(async (task) => (isFinal(task) ? await readOne(run, client, task) : ok(task))),
	);
}

async function readOne(
	run: RunContext,
	client: HailuoClient,
	task: KnownTask,
): Promise<TaskResult> {
	const reading = await retry(
		async () => await client.getTask(task),
		(error) => classifyReadError(error) === 'retry',
		run,
		async (signal) => await run.rateLimiter.acquire(signal),
	);
	if (reading.ok) return ok(reading.value.task);
	if (run.signal.aborted) return err(ABORTED);
	// The list may outlive the task.
	if (classifyReadError(reading.error) === 'notFound') return ok(task);
	run.abortOnFailure();
	return err(readFailure(task, reading.error));
}
