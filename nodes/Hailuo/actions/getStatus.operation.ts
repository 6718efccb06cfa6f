import type { INodeProperties } from 'n8n-workflow';

import { classifyReadError } from '../transport/retryPolicy';
import { retry } from '../scheduling/retry';
import type { Operation } from '../execution/executeItems';
import type { KnownTask } from '../domain/task';
import {
	toItem,
	readDownloadOptions,
	toOutputItem,
	type DownloadOptions,
} from './common/outputItem';
import { downloadField, outputBinaryOption } from './fields/downloadFields';
import { taskIdField } from './fields/taskIdField';
import { toolDescriptionField } from './fields/toolDescriptionField';
import { forOperation } from './fields/displayOptions';
import { readTaskId } from './common/taskIdParameter';
import { readFailure } from './common/waitForVideo';

const getStatusFields: INodeProperties[] = forOperation('getStatus', [
	toolDescriptionField(
		'Get the status of an existing video by its task ID. Costs nothing and returns immediately. status is "pending" or "processing" while the video is being generated, which takes minutes: wait before calling this tool again. "completed" includes videoUrl, a link that expires after 24 hours. "failed" and "cancelled" include failure with the reason; failure.retryable is true if the same request can succeed later. A failed video is not charged.',
	),
	taskIdField,
	downloadField,
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		options: [outputBinaryOption],
		displayOptions: { hide: { '@tool': [true] }, show: { downloadVideo: [true] } },
	},
]);

interface GetStatusInput {
	task: KnownTask;
	download?: DownloadOptions;
}

/** Reads each task once. A failed task is a good answer here: the item tells why it failed. */
export const getStatus: Operation<GetStatusInput> = {
	fields: getStatusFields,

	validate(parameters) {
		const task = readTaskId(parameters);
		return task && { task, download: readDownloadOptions(parameters, false) };
	},

	createExecutor: (run) => async (wish, item) => {
		run.store.track(item.itemIndex, wish.task);
		const reading = await retry(
			async () => await item.client.getTask(wish.task),
			(fault) => classifyReadError(fault) === 'again',
			run,
			async (signal) => await run.rateLimiter.acquire(signal),
		);
		if ('stopped' in reading) return reading;
		if ('fault' in reading) return { failure: readFailure(wish.task, reading.fault) };

		const { task } = reading;
		run.store.track(item.itemIndex, task);
		const hasFile = task.status === 'completed' && wish.download !== undefined;
		return hasFile ? await toOutputItem(run, task, wish.download) : { item: toItem(task) };
	},
};
