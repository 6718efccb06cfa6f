import type { INodeProperties } from 'n8n-workflow';

import { MAX_RECOMMENDED_COMMANDS, CAMERA_COMMANDS } from '../../domain/camera';
import { MODELS, type Model } from '../../domain/models';
import { maxVideosOption, minimumCreditsOption } from '../common/createGuards';
import { hiddenFor } from '../common/displayOptions';
import { outputBinaryOption } from '../common/sharedFields';
import { waitOptionFields } from '../common/waitForVideo';
import { mediaFields } from './mediaFields';
import {
	aspectRatioField,
	modeField,
	modelField,
	promptField,
	qualityAndDurationFields,
} from './modelFields';

/**
 * The form of a create request, generated from the table of models. Entries of a list that depend on
 * model, mode or quality have display options of their own.
 */
export function createRequestFields(models: readonly Model[] = MODELS): INodeProperties[] {
	return [
		modelField(models),
		...modeField(models),
		...mediaFields,
		promptField(models),
		...qualityAndDurationFields(models),
		...aspectRatioField(models),
		{ ...cameraField, ...hiddenWithout(models, (model) => model.hasCameraCommands, 'model') },
	];
}

/** Hides a field for the models without a feature. */
function hiddenWithout(
	models: readonly Model[],
	hasFeature: (model: Model) => boolean,
	modelField: 'model' | '/model',
) {
	const without = models.filter((model) => !hasFeature(model));
	return hiddenFor({ [modelField]: without.map(({ value }) => value) });
}

/** The entries of Options that are sent in `model_params`. */
export function modelParamFields(models: readonly Model[] = MODELS): INodeProperties[] {
	return [
		{
			displayName: 'Fast Pretreatment',
			name: 'fastPretreatment',
			type: 'boolean',
			default: false,
			description:
				'Whether to spend less time on rewriting the prompt before the video is generated',
			...hiddenWithout(models, (model) => model.modelParams.includes('fastPretreatment'), '/model'),
		},
		{
			displayName: 'Prompt Optimizer',
			name: 'promptOptimizer',
			type: 'boolean',
			default: true,
			description:
				'Whether the provider may rewrite the prompt. Turn off to use the prompt verbatim.',
			...hiddenWithout(models, (model) => model.modelParams.includes('promptOptimizer'), '/model'),
		},
	];
}

/** Longer than a video takes: providers state up to 9 minutes. */
export const DEFAULT_QUEUE_TIMEOUT_MINUTES = 30;

const whenWaitingOption = { '/waitForCompletion': [true] };

/** Entries of Options of Create. */
export const createOptionFields: INodeProperties[] = [
	{
		displayName: 'Additional Body Fields',
		name: 'additionalBodyFields',
		type: 'json',
		default: '{}',
		description:
			'JSON object to add to the request body, for parameters that this node does not have. The fields are sent without validation, at your own risk: they can change the video and its price.',
	},
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
