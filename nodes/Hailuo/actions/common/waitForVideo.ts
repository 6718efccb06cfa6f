import { adviceFor, describe } from '../../transport/errorMessages';
import type { Fault } from '../../transport/responseError';
import { waitForTask } from '../../scheduling/pollTask';
import type { Ended, ItemFailure } from '../../execution/itemResult';
import type { ItemParameters } from '../../execution/parameterReader';
import type { Run } from '../../execution/runContext';
import type { RunItem } from '../../execution/executeItems';
import type { KnownTask } from '../../domain/task';
import type { MadeTask } from './createOrResumeTask';

/** How long to wait for a video, and what then. */
export interface Patience {
	timeoutMs: number;
	onTimeout: 'error' | 'returnTask';
}

export function readPatience(parameters: ItemParameters): Patience {
	return {
		timeoutMs: parameters.positive('options.timeoutMinutes', 30) * 60_000,
		onTimeout: parameters.choice('options.onTimeout', ['error', 'returnTask']),
	};
}

/** Waits until the task ends well; every other end becomes a failure that names it. */
export async function waitForVideo(
	run: Run,
	start: MadeTask,
	{ timeoutMs, onTimeout }: Patience,
	{ client, itemIndex }: RunItem,
): Promise<Ended> {
	const { task, estimateMs, isResumed: readAtOnce } = start;
	const result = await waitForTask(
		{ task, estimateMs, timeoutMs, readAtOnce },
		{
			clock: run.clock,
			gate: run.gate,
			signal: run.signal,
			read: async (known) => await client.readTask(known),
			onReading: (read) => run.store.track(itemIndex, read),
		},
	);
	switch (result.end) {
		case 'final':
			return { task: result.task };
		case 'stopped':
			return { stopped: true };
		case 'refused':
			return { failure: notReadable(result.task, result.fault) };
		case 'timedOut':
			return onTimeout === 'returnTask'
				? { task: { ...result.task, timedOut: true } }
				: { failure: timedOut(result.task, timeoutMs, result.fault) };
	}
}

/** For a task that cannot be read, whether waited for or not. */
export function notReadable(task: KnownTask, fault: Fault): ItemFailure {
	return {
		message: `Task ${task.taskId} could not be read: ${describe(fault)}`,
		advice: adviceFor(fault, 'read'),
		httpStatus: fault.status,
		task,
	};
}

function timedOut(task: KnownTask, timeoutMs: number, fault: Fault | undefined): ItemFailure {
	const minutes = Number((timeoutMs / 60_000).toFixed(2));
	const progress = task.progress === undefined ? '' : `, ${task.progress} %`;
	const lastRead = fault === undefined ? '' : `; the last read failed: ${describe(fault)}`;
	return {
		message: `Task ${task.taskId} was not ready after ${minutes} min (last status: ${task.status ?? 'not read yet'}${progress}${lastRead})`,
		advice:
			'It goes on at the vendor. Wait or Get Status with this task ID fetches the video, without paying again.',
		task: { ...task, timedOut: true },
	};
}
