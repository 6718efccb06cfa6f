import type { KnownTask } from '../../domain/task';
import { ABORTED, type ItemFailure, type TaskResult } from '../../execution/itemResult';
import type { RunItem } from '../../execution/operation';
import type { RunContext } from '../../execution/runContext';
import { pollTask } from '../../scheduling/pollTask';
import { formatError, suggestionFor } from '../../transport/errorMessages';
import type { RequestError } from '../../transport/responseError';
import { err, ok } from '../../utils/result';
import type { CreatedTask } from './createOrResumeTask';
import type { WaitOptions } from './waitOptions';

/** Waits until the task is final. A task that cannot be read, or is not ready in time, is a failure that names it. */
export async function waitForVideo(
	run: RunContext,
	{ task, estimateMs, isResumed }: CreatedTask,
	{ timeoutMs, onTimeout }: WaitOptions,
	{ reader, itemIndex }: RunItem,
): Promise<TaskResult> {
	const startedAt = run.clock.now();
	const polled = await pollTask(
		{ task, estimateMs, timeoutMs, readAtOnce: isResumed },
		{
			clock: run.clock,
			rateLimiter: run.rateLimiter,
			signal: run.signal,
			reader,
			onTask: (read) => run.store.track(itemIndex, read),
		},
	);
	switch (polled.outcome) {
		case 'finished':
			if (polled.task.status === 'completed') run.waitedMs.push(run.clock.now() - startedAt);
			return ok(polled.task);
		case 'aborted':
			return err(ABORTED);
		case 'rejected':
			return err(readFailure(polled.task, polled.error));
		case 'timedOut':
			return onTimeout === 'returnTask'
				? ok({ ...polled.task, timedOut: true })
				: err(timeoutFailure(polled.task, timeoutMs, polled.error));
	}
}

/** The failure of a task that cannot be read. */
export function readFailure(task: KnownTask, error: RequestError): ItemFailure {
	return {
		message: `Task ${task.taskId} could not be read: ${formatError(error)}`,
		suggestion: suggestionFor(error, 'read'),
		httpStatus: error.status,
		task,
	};
}

function timeoutFailure(
	task: KnownTask,
	timeoutMs: number,
	error: RequestError | undefined,
): ItemFailure {
	const minutes = Number((timeoutMs / 60_000).toFixed(2));
	const progress = task.progress === undefined ? '' : `, ${task.progress} %`;
	const lastRead = error === undefined ? '' : `; the last read failed: ${formatError(error)}`;
	return {
		message: `Task ${task.taskId} was not ready after ${minutes} min (last status: ${task.status ?? 'not read yet'}${progress}${lastRead})`,
		suggestion: 'The task is still running. Resume with Wait or Get Status at no extra cost.',
		task: { ...task, timedOut: true },
	};
}
