import type { KnownTask } from '../domain/task';
import type { Operation } from '../execution/operation';
import { timeoutHints } from './common/unfinishedHints';
import { VideoOutput } from './common/videoOutput';
import { VideoWaits } from './common/videoWaits';
import {
	downloadField,
	optionsField,
	outputFieldOption,
	readOutputField,
	readTaskId,
	readWaitOptions,
	taskIdField,
	waitOptions,
	type WaitOptions,
} from './fields/sharedFields';

interface WaitInput {
	task: KnownTask;
	wait: WaitOptions;
	/** The binary field of the video; absent if no file is requested. */
	outputField?: string;
}

/** Waits for existing tasks, all of them in parallel. */
export const wait: Operation<WaitInput> = {
	option: {
		name: 'Wait',
		value: 'wait',
		action: 'Wait for a video',
		description: 'Wait for an existing task to finish',
	},
	toolDescription:
		'Wait until an existing video is finished, by its task ID. Returns videoUrl, which expires after 24 hours. Costs nothing, but can take many minutes. Errors contain the reason and what to do.',
	fields: [
		taskIdField,
		{ ...downloadField, default: true },
		optionsField([...waitOptions, outputFieldOption]),
	],

	validate(parameters, item, run) {
		const task = readTaskId(parameters, item, run);
		const options = readWaitOptions(parameters);
		const outputField = readOutputField(parameters);
		return task && { task, wait: options, outputField };
	},

	start(run) {
		const waits = new VideoWaits(run);
		const output = new VideoOutput(run);
		return {
			async execute(item) {
				const { task: known, wait: options, outputField } = item.input;
				run.store.track(item.itemIndex, known);
				const task = await waits.wait({ task: known, origin: 'given' }, options, item);
				return task.ok ? await output.finishItem(task.value, outputField, item) : task;
			},

			hints: (results) => [...output.hints(), ...timeoutHints(run, results), ...waits.hints()],
		};
	},
};
