import type { INodeProperties } from 'n8n-workflow';

import { MAX_RECOMMENDED_COMMANDS, CAMERA_COMMANDS } from '../../domain/camera';
import { MODELS, type Model, type ModelParameter } from '../../domain/models';
import { maxVideosOption, minimumCreditsOption } from '../common/createGuards';
import { hiddenFor } from './displayOptions';
import { outputBinaryOption } from '../common/sharedFields';
import { waitOptionFields } from '../common/videoWaits';
import { mediaFields } from './mediaFields';
import { modeField, modelField, promptField, videoFields } from './modelFields';

/** The form of a create request, generated from the table of models. */
export function createRequestFields(models: readonly Model[] = MODELS): INodeProperties[] {
	const withoutCamera = models.filter(({ hasCameraCommands }) => !hasCameraCommands);
	return [
		modelField(models),
		...modeField(models),
		...mediaFields,
		promptField(models),
		...videoFields(models),
		{ ...cameraField, ...hiddenFor({ model: withoutCamera.map(({ value }) => value) }) },
	];
}

/** Steps in order, each with simultaneous commands: `{step: [{commands: ["Pan left"]}, …]}`. */
const cameraField: INodeProperties = {
	displayName: 'Camera Movements',
	name: 'cameraMovements',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true, sortable: true, multipleValueButtonText: 'Add Step' },
	placeholder: 'Add Step',
	default: {},
	description:
		'Camera movements in order. Each step is added to the end of the prompt in square brackets.',
	options: [
		{
			displayName: 'Step',
			name: 'step',
			values: [
				{
					displayName: 'Commands',
					name: 'commands',
					type: 'multiOptions',
					options: CAMERA_COMMANDS.map((command) => ({ ...command, value: command.name })),
					default: [],
					hint: 'All commands of one step happen at the same time. For the next movement, add a step.',
					description: `Commands to perform at the same time. Up to ${MAX_RECOMMENDED_COMMANDS} are recommended.`,
				},
			],
		},
	],
};

/** The entries of Options that are sent in `model_params`. */
export function modelParamFields(models: readonly Model[] = MODELS): INodeProperties[] {
	const hiddenWithout = (parameter: ModelParameter) => {
		const without = models.filter(({ modelParams }) => !modelParams.includes(parameter));
		return hiddenFor({ '/model': without.map(({ value }) => value) });
	};
	return [
		{
			displayName: 'Prompt Optimizer',
			name: 'promptOptimizer',
			type: 'boolean',
			default: true,
			description:
				'Whether the provider may rewrite the prompt. Turn off to use the prompt verbatim.',
			...hiddenWithout('promptOptimizer'),
		},
		{
			displayName: 'Fast Prompt Optimizer',
			name: 'fastPretreatment',
			type: 'boolean',
			default: false,
			description: 'Whether to rewrite the prompt in less time, so that the video starts earlier',
			...hiddenWithout('fastPretreatment'),
		},
	];
}

/** Longer than a video takes: providers state up to 9 minutes. */
export const DEFAULT_QUEUE_TIMEOUT_MINUTES = 30;

/** Entries of Options of Create: about the video, about waiting, about many videos, and the rest. */
export const createOptionFields: INodeProperties[] = [
	...modelParamFields(),
	...[...waitOptionFields, outputBinaryOption].map((option) => ({
		...option,
		displayOptions: {
			...option.displayOptions,
			show: { ...option.displayOptions?.show, '/waitForCompletion': [true] },
		},
	})),
	{
		displayName: 'Max Concurrency',
		name: 'maxConcurrency',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 10,
		description:
			'Maximum number of videos generated in parallel. Without this option, only the provider limits it. If Wait for Completion is off: maximum number of parallel requests.',
	},
	maxVideosOption,
	minimumCreditsOption,
	{
		displayName: 'Queue Timeout (Minutes)',
		name: 'queueTimeoutMinutes',
		type: 'number',
		typeOptions: { minValue: 0.1 },
		default: DEFAULT_QUEUE_TIMEOUT_MINUTES,
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
