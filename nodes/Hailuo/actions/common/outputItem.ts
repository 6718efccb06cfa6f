import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { describe } from '../../transport/errorMessages';
import type { Fault } from '../../transport/responseError';
import { afterRead } from '../../transport/retryPolicy';
import { downloadVideo } from '../../transport/download';
import { tryAgain } from '../../scheduling/retry';
import type { ItemFailure, Outcome } from '../../execution/itemResult';
import type { ItemParameters } from '../../execution/parameterReader';
import type { Run } from '../../execution/runContext';
import type { Failure } from '../../domain/taskFailure';
import type { KnownTask } from '../../domain/task';
import { quoted, text } from '../../utils/format';

/** A wish for the video as a file. */
export interface Download {
	/** The binary field it goes into. */
	field: string;
}

/** n8n leaves out fields of these names wherever it copies an item: the file would be gone. */
const LOST_FIELDS = ['__proto__', 'constructor', 'prototype'];

export function readDownload(parameters: ItemParameters, byDefault: boolean): Download | undefined {
	if (!parameters.boolean('downloadVideo', byDefault)) return undefined;
	const field = parameters.raw('options.outputBinaryField') ?? 'data';
	const name = text(field).trim();
	const isLost = LOST_FIELDS.includes(name);
	if (typeof field === 'string' && name !== '' && !isLost) return { field: name };
	const what = isLost ? `${quoted(name)}, which n8n does not keep` : 'empty or not text';
	parameters.complaints.push(`Put Output File in Field is ${what}. Give a name such as data`);
	return undefined;
}

/** The item of a task that ended or timed out: with its file where one is wanted, or why there is none. */
export async function withVideo(
	run: Run,
	task: KnownTask,
	download: Download | undefined,
): Promise<Outcome> {
	const failure = whyNoVideo(task);
	if (failure !== undefined) return { failure };
	if (task.videoUrl === undefined || download === undefined || run.isTool) {
		return { item: itemOf(task) };
	}

	const { videoUrl } = task;
	const result = await run.download(
		async () =>
			await tryAgain(
				async () =>
					await downloadVideo(run.context, videoUrl, `hailuo-${task.taskId}.mp4`, run.signal),
				(fault) => afterRead(fault) === 'again',
				{ clock: run.clock, gate: run.storageGate, signal: run.signal },
			),
	);
	if ('stopped' in result) return result;
	if ('fault' in result) return { failure: notDownloaded(task, result.fault) };
	return { item: { ...itemOf(task), binary: { [download.field]: result.binary } } };
}

/** @returns undefined where there is a video, or the task has not ended */
export function whyNoVideo(task: KnownTask): ItemFailure | undefined {
	if (task.failure !== undefined) return taskFailed(task, task.failure);
	return task.status === 'completed' && task.videoUrl === undefined ? noLink(task) : undefined;
}

export function itemOf(task: KnownTask): INodeExecutionData {
	return { json: { ...task } as unknown as IDataObject };
}

function taskFailed(task: KnownTask, { code, message, hint }: Failure): ItemFailure {
	return {
		message: `Task ${task.taskId} ${task.status === 'cancelled' ? 'was cancelled' : 'failed'}: ${message.trim()} (${code})`,
		advice: hint,
		task,
	};
}

function noLink(task: KnownTask): ItemFailure {
	return {
		message: `Task ${task.taskId} is completed, but the API gives no link to the video`,
		advice:
			'Get Status with this task ID asks again, without paying again. If there is still none, ask the vendor.',
		task,
	};
}

function notDownloaded(task: KnownTask, fault: Fault): ItemFailure {
	return {
		message: `The video of task ${task.taskId} is ready, but could not be downloaded: ${describe(fault)}`,
		advice: `Its link is ${task.videoUrl}. Get Status with Download Video tries again, without paying again.`,
		task,
	};
}
