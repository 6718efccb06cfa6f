import type { INodeProperties } from 'n8n-workflow';

import { MAX_RECOMMENDED_COMMANDS, CAMERA_COMMANDS } from '../../domain/camera';
import { supports } from '../../domain/modelOptions';
import { MODELS, type Model, type ModelParameter } from '../../domain/models';
import { maxVideosOption, minimumCreditsOption } from '../common/createGuards';
import { outputBinaryOption } from '../common/sharedFields';
import { waitOptionFields } from '../common/waitForVideo';
import { imageFields } from './imageFields';
import { modeFields, modelField, promptFields } from './modelFields';
import { qualityAndDurationFields } from './qualityFields';

/**
 * The form of a create request, generated from the table of models. If the choices depend on model, mode
 * or quality, a field has several variants with the same name.
 */
export function createRequestFields(models: readonly Model[] = MODELS): INodeProperties[] {
	return [
		modelField(models),
		...modeFields(models),
		...imageFields(),
		...promptFields(models),
		...qualityAndDurationFields(models),
		cameraField,
	];
}

/** The entries of Options that are sent in `model_params`. */
function modelParamFields(models: readonly Model[] = MODELS): INodeProperties[] {
	const hiddenWithout = (parameter: ModelParameter) => {
		const without = models.filter((model) => !supports(model, parameter)).map(({ id }) => id);
		return without.length > 0 ? { displayOptions: { hide: { '/model': without } } } : {};
	};
	return [
		{
			displayName: 'Fast Pretreatment',
			name: 'fastPretreatment',
			type: 'boolean',
			default: false,
			description:
				'Whether to spend less time on rewriting the prompt before the video is generated',
			...hiddenWithout('fastPretreatment'),
		},
		{
			displayName: 'Prompt Optimizer',
			name: 'promptOptimizer',
			type: 'boolean',
			default: true,
			description:
				'Whether the provider may rewrite the prompt. Turn off to use the prompt verbatim.',
			...hiddenWithout('promptOptimizer'),
		},
	];
}

/** Longer than a video takes: providers state up to 9 minutes. */
export const DEFAULT_QUEUE_TIMEOUT_MINUTES = 30;

const whenWaitingOption = { '/waitForCompletion': [true] };

/** Entries of Options of Create. */
export const createOptionFields: INodeProperties[] = [
	...modelParamFields(),
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
		displayName: 'Queue Timeout (Minutes)',
		name: 'queueTimeoutMinutes',
		type: 'number',
		typeOptions: { minValue: 0.1, numberPrecision: 2 },
		default: DEFAULT_QUEUE_TIMEOUT_MINUTES,
		description:
			'How long to retry a create while the provider is too busy to accept any video of this run',
	},
	maxVideosOption,
	minimumCreditsOption,
	...waitOptionFields.map((option) => ({
		...option,
		displayOptions: { show: whenWaitingOption },
	})),
	{
		...outputBinaryOption,
		displayOptions: {
			...outputBinaryOption.displayOptions,
			show: { ...outputBinaryOption.displayOptions?.show, ...whenWaitingOption },
		},
	},
];

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
					options: CAMERA_COMMANDS.map(({ name, description }) => ({
						name,
						value: name,
						description,
					})),
					default: [],
					description: `Commands to perform at the same time. Up to ${MAX_RECOMMENDED_COMMANDS} are recommended.`,
				},
			],
		},
	],
};
