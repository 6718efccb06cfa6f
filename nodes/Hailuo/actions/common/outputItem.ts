import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { formatError } from '../../transport/errorMessages';
import type { RequestError } from '../../transport/responseError';
import { classifyReadError } from '../../transport/retryPolicy';
import { downloadVideo } from '../../transport/download';
import { retry } from '../../scheduling/retry';
import type { ItemFailure, ItemResult } from '../../execution/itemResult';
import type { ParameterReader } from '../../execution/parameterReader';
import type { RunContext } from '../../execution/runContext';
import type { Failure } from '../../domain/taskFailure';
import type { KnownTask } from '../../domain/task';
import { formatValue, toText } from '../../utils/format';

/** A wish for the video as a file. */
export interface DownloadOptions {
	/** The binary field it goes into. */
	field: string;
}

/** n8n leaves out fields of these names wherever it copies an item: the file would be gone. */
const RESERVED_FIELDS = ['__proto__', 'constructor', 'prototype'];

export function readDownloadOptions(
	parameters: ParameterReader,
	byDefault: boolean,
): DownloadOptions | undefined {
	if (!parameters.boolean('downloadVideo', byDefault)) return undefined;
	const field = parameters.get('options.outputBinaryField') ?? 'data';
	const name = toText(field).trim();
	const isLost = RESERVED_FIELDS.includes(name);
	if (typeof field === 'string' && name !== '' && !isLost) return { field: name };
	const what = isLost ? `${formatValue(name)}, which n8n does not keep` : 'empty or not text';
	parameters.issues.push(`Put Output File in Field is ${what}. Give a name such as data`);
	return undefined;
}

/** The item of a task that ended or timed out: with its file where one is wanted, or why there is none. */
export async function toOutputItem(
	run: RunContext,
	task: KnownTask,
	download: DownloadOptions | undefined,
): Promise<ItemResult> {
	const failure = taskFailure(task);
	if (failure !== undefined) return { failure };
	if (task.videoUrl === undefined || download === undefined || run.isTool) {
		return { item: toItem(task) };
	}

	const { videoUrl } = task;
	const result = await run.downloadLimit(
		async () =>
			await retry(
				async () =>
					await downloadVideo(run.context, videoUrl, `hailuo-${task.taskId}.mp4`, run.signal),
				(fault) => classifyReadError(fault) === 'again',
				{ clock: run.clock, rateLimiter: run.storageRateLimiter, signal: run.signal },
			),
	);
	if ('stopped' in result) return result;
	if ('fault' in result) return { failure: downloadFailure(task, result.fault) };
	return { item: { ...toItem(task), binary: { [download.field]: result.binary } } };
}

/** @returns undefined where there is a video, or the task has not ended */
export function taskFailure(task: KnownTask): ItemFailure | undefined {
	if (task.failure !== undefined) return failedTask(task, task.failure);
	return task.status === 'completed' && task.videoUrl === undefined
		? missingUrlFailure(task)
		: undefined;
}

export function toItem(task: KnownTask): INodeExecutionData {
	return { json: { ...task } as unknown as IDataObject };
}

function failedTask(task: KnownTask, { code, message, hint }: Failure): ItemFailure {
	return {
		message: `Task ${task.taskId} ${task.status === 'cancelled' ? 'was cancelled' : 'failed'}: ${message.trim()} (${code})`,
		suggestion: hint,
		task,
	};
}

function missingUrlFailure(task: KnownTask): ItemFailure {
	return {
		message: `Task ${task.taskId} is completed, but the API gives no link to the video`,
		suggestion:
			'Get Status with this task ID asks again, without paying again. If there is still none, ask the vendor.',
		task,
	};
}

function downloadFailure(task: KnownTask, fault: RequestError): ItemFailure {
	return {
		message: `The video of task ${task.taskId} is ready, but could not be downloaded: ${formatError(fault)}`,
		suggestion: `Its link is ${task.videoUrl}. Get Status with Download Video tries again, without paying again.`,
		task,
	};
}
