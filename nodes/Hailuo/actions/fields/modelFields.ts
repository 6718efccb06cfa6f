import type { INodeProperties } from 'n8n-workflow';

import { CAMERA_COMMANDS, MAX_RECOMMENDED_COMMANDS } from '../../domain/camera';
import {
	aspectRatiosOf,
	MODES,
	modesOf,
	qualitiesOf,
	sortedQualities,
} from '../../domain/modelOptions';
import { MODE_NAMES, type Mode, type Model, type ModelParameter } from '../../domain/models';
import { formatChoices } from '../../utils/format';
import { hiddenFor, listField } from './displayOptions';

const MODE_DESCRIPTIONS: Readonly<Record<Mode, string>> = {
	textToVideo: 'Create a video from a prompt',
	imageToVideo: 'Create a video from a first frame',
	firstLastFrame: 'Transition from a first to a last frame',
	lastFrame: 'Create a video that ends with a last frame',
	reference: 'Create a video from images, videos and audio that the prompt refers to',
	auto: 'Select the mode by the number of image URLs',
};

/** Valid for most models, so that they stay selected when the model changes. */
const PREFERRED_QUALITY = '768p';
const PREFERRED_SECONDS = 6;

const valuesWithout = (models: readonly Model[], has: (model: Model) => boolean) =>
	models.filter((model) => !has(model)).map(({ value }) => value);

export function modelField(models: readonly Model[]): INodeProperties {
	const defaultModel = models[0].value;
	return {
		displayName: 'Model',
		name: 'model',
		type: 'options',
		options: models.map(({ value, name, description }) => ({ name, value, description })),
		default: defaultModel,
		description: 'Model to use. Determines the available modes, qualities and durations.',
	};
}

export function modeField(models: readonly Model[]): INodeProperties[] {
	const offers = models.map((model) => ({ state: { model: model.value }, values: modesOf(model) }));
	return listField(offers, {
		displayName: 'Mode',
		name: 'mode',
		description: 'What to create the video from. Determines the fields below.',
		order: MODES,
		describe: (mode) => ({ name: MODE_NAMES[mode], description: MODE_DESCRIPTIONS[mode] }),
		defaultBy: 'model',
	});
}

export function promptField(models: readonly Model[]): INodeProperties {
	const lengths = [...new Set(models.map(({ maxPrompt }) => maxPrompt))];
	const namesOf = (some: readonly Model[]) => formatChoices(some.map(({ name }) => name));
	const withCamera = models.filter(({ hasCameraCommands }) => hasCameraCommands);
	const withoutPrompt = models.filter(({ modes }) =>
		Object.values(modes).some(({ prompt }) => prompt === 'optional'),
	);
	return {
		displayName: 'Prompt',
		name: 'prompt',
		type: 'string',
		typeOptions: { rows: 4 },
		default: '',
		placeholder: 'e.g. A paper boat sails down a rainy street',
		description: `Description of the video, up to ${formatChoices(lengths)} characters, depending on the model. Required, except in some modes of ${namesOf(withoutPrompt)}. Camera commands in square brackets, e.g. [Pan left], work with ${namesOf(withCamera)}.`,
	};
}

/** Quality, Duration within each quality, and Aspect Ratio where the model takes one. */
export function videoFields(models: readonly Model[]): INodeProperties[] {
	const perMode = <Value>(valuesIn: (model: Model, mode: Mode) => readonly Value[]) =>
		models.flatMap((model) =>
			modesOf(model).map((mode) => ({
				state: { model: model.value, mode },
				values: valuesIn(model, mode),
			})),
		);
	const durations = models.flatMap((model) =>
		Object.entries(model.durations)
			// The first determines the default.
			.sort(([a], [b]) => Number(b === PREFERRED_QUALITY) - Number(a === PREFERRED_QUALITY))
			.map(([quality, values]) => ({ state: { model: model.value, quality }, values })),
	);
	const seconds = new Set(durations.flatMap(({ values }) => values));
	const ratios = perMode(aspectRatiosOf);
	return [
		...listField(perMode(qualitiesOf), {
			displayName: 'Quality',
			name: 'quality',
			description: 'Resolution of the generated video',
			order: sortedQualities(models),
			describe: (name) => ({ name }),
			defaultBy: 'model',
			preferred: PREFERRED_QUALITY,
		}),
		...listField(durations, {
			displayName: 'Duration',
			name: 'duration',
			description: 'Length of the video. A longer one takes longer to generate and may cost more.',
			order: [...seconds].sort((a, b) => a - b),
			describe: (one) => ({ name: `${one} Seconds` }),
			defaultBy: 'model',
			preferred: PREFERRED_SECONDS,
		}),
		...listField(ratios, {
			displayName: 'Aspect Ratio',
			name: 'aspectRatio',
			description:
				'Aspect ratio of the generated video. With frames, the first frame determines it.',
			order: [...new Set(ratios.flatMap(({ values }) => values))],
			describe: (ratio) => ({ name: ratio === 'adaptive' ? 'Adaptive' : ratio }),
			defaultBy: 'mode',
		}),
	];
}

/** Steps in order, each with simultaneous commands: `{step: [{commands: ["Pan left"]}, …]}`. */
export function cameraField(models: readonly Model[]): INodeProperties {
	return {
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
		...hiddenFor({ model: valuesWithout(models, ({ hasCameraCommands }) => hasCameraCommands) }),
	};
}

/** The entries of Options that are sent in `model_params`. */
export function modelParamFields(models: readonly Model[]): INodeProperties[] {
	const hiddenWithout = (parameter: ModelParameter) =>
		hiddenFor({
			'/model': valuesWithout(models, ({ modelParams }) => modelParams.includes(parameter)),
		});
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
