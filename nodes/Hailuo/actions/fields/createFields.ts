import { updateDisplayOptions, type INodeProperties } from 'n8n-workflow';

import { MODELS, type Model } from '../../domain/models';
import { mediaFields } from './mediaFields';
import {
	cameraField,
	modeField,
	modelField,
	modelParamFields,
	promptField,
	videoFields,
} from './modelFields';
import { downloadField, optionsField, outputFieldOption, waitOptions } from './sharedFields';

/** The form of Create, generated from the table of models. */
export function createFields(models: readonly Model[] = MODELS): INodeProperties[] {
	return [
		modelField(models),
		...modeField(models),
		...mediaFields,
		promptField(models),
		...videoFields(models),
		cameraField(models),
		{
			displayName: 'Wait for Completion',
			name: 'waitForCompletion',
			type: 'boolean',
			// So that the first execution ends with the video, not with a pending task.
			default: true,
			description:
				'Whether to wait until the video is ready, usually 1 to 10 minutes. If off, the task is returned immediately; get the video later with Wait, Get Status or the trigger.',
			builderHint: {
				propertyHint:
					'Waiting takes 1 to 10 minutes, and the execution runs for as long. Set to false only if the video is fetched later, with Wait, Get Status or the trigger.',
			},
		},
		...updateDisplayOptions({ show: { waitForCompletion: [true] } }, [
			{ ...downloadField, default: true },
		]),
		optionsField([
			...modelParamFields(models),
			...updateDisplayOptions({ show: { '/waitForCompletion': [true] } }, [
				...waitOptions,
				outputFieldOption,
			]),
			...runOptions,
		]),
	];
}

/** About many videos, and the rest. */
const runOptions: INodeProperties[] = [
	{
		displayName: 'Max Concurrency',
		name: 'maxConcurrency',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 10,
		description:
			'Maximum number of videos generated in parallel. Without this option, only the provider limits it. If Wait for Completion is off: maximum number of parallel requests.',
	},
	{
		displayName: 'Max Videos per Run',
		name: 'maxVideosPerRun',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 25,
		description: 'If a run would create more videos than this, nothing is sent',
	},
	{
		displayName: 'Minimum Credits',
		name: 'minimumCredits',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 100,
		description:
			'If fewer credits than this are left before the first create of a run, nothing is sent. The provider must support reading credits.',
	},
	{
		displayName: 'Queue Timeout (Minutes)',
		name: 'queueTimeoutMinutes',
		type: 'number',
		typeOptions: { minValue: 0.1 },
		// Longer than a video takes: providers state up to 9 minutes.
		default: 30,
		description: 'How long to retry if the provider is busy and accepts no video of this run',
	},
	{
		displayName: 'Additional Body Fields',
		name: 'additionalBodyFields',
		type: 'json',
		default: '{}',
		description:
			'JSON object to add to the request body, for parameters that this node does not have. The fields are sent without validation, at your own risk: they can change the video and its price.',
	},
];
