import type { KnownTask } from '../domain/task';
import type { Operation } from '../execution/operation';
import { unreadableTask } from '../execution/readFailures';
import { err } from '../utils/result';
import { readTaskOnce } from './common/readAccount';
import { VideoOutput } from './common/videoOutput';
import {
	downloadField,
	optionsField,
	outputFieldOption,
	readOutputField,
	readTaskId,
	taskIdField,
} from './fields/sharedFields';

interface GetStatusInput {
	task: KnownTask;
	/** The binary field of the video; absent if no file is requested. */
	outputField?: string;
}

/** Reads each task once. A failed task is a valid result; its item contains the reason. */
export const getStatus: Operation<GetStatusInput> = {
	option: {
		name: 'Get Status',
		value: 'getStatus',
		action: 'Get the status of a video',
		description: 'Get the status of a task, and optionally download the video',
	},
	toolDescription:
		'Get the status of an existing video by its task ID. Costs nothing and returns immediately. status is "pending" or "processing" while the video is being generated, which takes minutes: wait before calling this tool again. "completed" includes videoUrl, which expires after 24 hours. "failed" and "cancelled" include failure with the reason; failure.retryable is true if the same request can succeed later. A failed video is not charged.',
	fields: [
		taskIdField,
		downloadField,
		optionsField([outputFieldOption], {
			hide: { '@tool': [true] },
			show: { downloadVideo: [true] },
		}),
	],

	validate(parameters, item, run) {
		const task = readTaskId(parameters, item, run);
		return task && { task, outputField: readOutputField(parameters) };
	},

	start(run) {
		const output = new VideoOutput(run);
		return {
			async execute(item) {
				const { task: known, outputField } = item.input;
				run.store.track(item.itemIndex, known);
				const read = await readTaskOnce(run, item, known);
				if (!read.ok) return err(unreadableTask(known, read.error));
				run.store.track(item.itemIndex, read.value);
				return await output.toStatusItem(read.value, outputField, item);
			},

			hints: () => output.hints(),
		};
	},
};
