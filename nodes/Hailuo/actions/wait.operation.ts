import type { INodeProperties } from 'n8n-workflow';

import type { Operation } from '../execution/executeItems';
import type { KnownTask } from '../domain/task';
import { readDownloadOptions, toOutputItem, type DownloadOptions } from './common/outputItem';
import { downloadField, outputBinaryOption } from './fields/downloadFields';
import { taskIdField } from './fields/taskIdField';
import { toolDescriptionField } from './fields/toolDescriptionField';
import { forOperation } from './fields/displayOptions';
import { waitOptions } from './fields/waitFields';
import { readTaskId } from './common/taskIdParameter';
import { readWaitOptions, waitForVideo, type WaitOptions } from './common/waitForVideo';

const waitFields: INodeProperties[] = forOperation('wait', [
	toolDescriptionField(
		'Wait until an existing video is finished, by its task ID. Returns videoUrl, a link that expires after 24 hours. Costs nothing, but can take many minutes. Errors contain the reason and what to do.',
	),
	taskIdField,
	{ ...downloadField, default: true },
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		options: [...waitOptions, outputBinaryOption],
	},
]);

interface WaitInput {
	task: KnownTask;
	patience: WaitOptions;
	download?: DownloadOptions;
}

/** Waits for tasks that exist already, all of them side by side. */
export const wait: Operation<WaitInput> = {
	fields: waitFields,

	validate(parameters) {
		const task = readTaskId(parameters);
		const patience = readWaitOptions(parameters);
		const download = readDownloadOptions(parameters, true);
		return task && { task, patience, download };
	},

	createExecutor: (run) => async (wish, item) => {
		run.store.track(item.itemIndex, wish.task);
		const start = { task: wish.task, isResumed: true };
		const ended = await waitForVideo(run, start, wish.patience, item);
		return 'task' in ended ? await toOutputItem(run, ended.task, wish.download) : ended;
	},
};
