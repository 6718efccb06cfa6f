import { suggestionFor, formatError } from '../../transport/errorMessages';
import type { RequestError } from '../../transport/responseError';
import { pollTask } from '../../scheduling/pollTask';
import type { TaskResult, ItemFailure } from '../../execution/itemResult';
import type { ParameterReader } from '../../execution/parameterReader';
import type { RunContext } from '../../execution/runContext';
import type { RunItem } from '../../execution/executeItems';
import type { KnownTask } from '../../domain/task';
import type { CreatedTask } from './createOrResumeTask';

/** How long to wait for a video, and what then. */
export interface WaitOptions {
	timeoutMs: number;
	onTimeout: 'error' | 'returnTask';
}

export function readWaitOptions(parameters: ParameterReader): WaitOptions {
	return {
		timeoutMs: parameters.positiveNumber('options.timeoutMinutes', 30) * 60_000,
		onTimeout: parameters.oneOf('options.onTimeout', ['error', 'returnTask']),
	};
}

/** Waits until the task ends well; every other end becomes a failure that names it. */
export async function waitForVideo(
	run: RunContext,
	start: CreatedTask,
	{ timeoutMs, onTimeout }: WaitOptions,
	{ client, itemIndex }: RunItem,
): Promise<TaskResult> {
	const { task, estimateMs, isResumed: readAtOnce } = start;
	const result = await pollTask(
		{ task, estimateMs, timeoutMs, readAtOnce },
		{
			clock: run.clock,
			rateLimiter: run.rateLimiter,
			signal: run.signal,
			getTask: async (known) => await client.getTask(known),
			onTask: (read) => run.store.track(itemIndex, read),
		},
	);
	switch (result.end) {
		case 'final':
			return { task: result.task };
		case 'stopped':
			return { stopped: true };
		case 'refused':
			return { failure: readFailure(result.task, result.fault) };
		case 'timedOut':
			return onTimeout === 'returnTask'
				? { task: { ...result.task, timedOut: true } }
				: { failure: timeoutFailure(result.task, timeoutMs, result.fault) };
	}
}

/** For a task that cannot be read, whether waited for or not. */
export function readFailure(task: KnownTask, fault: RequestError): ItemFailure {
	return {
		message: `Task ${task.taskId} could not be read: ${formatError(fault)}`,
		suggestion: suggestionFor(fault, 'read'),
		httpStatus: fault.status,
		task,
	};
}

function timeoutFailure(
	task: KnownTask,
	timeoutMs: number,
	fault: RequestError | undefined,
): ItemFailure {
	const minutes = Number((timeoutMs / 60_000).toFixed(2));
	const progress = task.progress === undefined ? '' : `, ${task.progress} %`;
	const lastRead = fault === undefined ? '' : `; the last read failed: ${formatError(fault)}`;
	return {
		message: `Task ${task.taskId} was not ready after ${minutes} min (last status: ${task.status ?? 'not read yet'}${progress}${lastRead})`,
		suggestion:
			'It goes on at the vendor. Wait or Get Status with this task ID fetches the video, without paying again.',
		task: { ...task, timedOut: true },
	};
}
