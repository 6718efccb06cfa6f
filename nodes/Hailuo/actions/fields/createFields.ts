import type { INodeProperties } from 'n8n-workflow';

import {
	durationsByQuality,
	findModel,
	permissiveModel,
	modesOf,
	needsPrompt,
	qualitiesIn,
	supports,
	union,
} from '../../domain/modelOptions';
import {
	DURATIONS,
	MAX_PROMPT_CHARACTERS,
	MODE_NAMES,
	MODELS,
	MODES,
	QUALITIES,
	type DurationsByQuality,
	type Duration,
	type ModelParameter,
	type Mode,
	type Model,
} from '../../domain/models';
import { cameraField } from './cameraField';
import { imageFields } from './imageFields';
import { groupByAnswer, groupBy } from './groupByAnswer';
import { EXPRESSION, displayFor, type DisplayCondition } from '../common/displayOptions';

/**
 * The fields that say what video is wanted, made from the table of models: where the choices differ
 * from one model, mode or quality to the next, a field has one variant for each, under one name.
 */
export function createRequestFields(models: readonly Model[] = MODELS): INodeProperties[] {
	return [
		modelField(models),
		...modeFields(models),
		...promptFields(models),
		cameraField,
		...imageFields(),
		...qualityAndDurationFields(models),
	];
}

/** The entries of Options that go into `model_params`. */
export function modelParamFields(models: readonly Model[] = MODELS): INodeProperties[] {
	const hiddenWithout = (extra: ModelParameter) => {
		const without = models.filter((model) => !supports(model, extra)).map(({ id }) => id);
		return without.length > 0 ? { displayOptions: { hide: { '/model': without } } } : {};
	};
	return [
		{
			displayName: 'Fast Pretreatment',
			name: 'fastPretreatment',
			type: 'boolean',
			default: false,
			description: 'Whether to shorten the prompt optimization step',
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

/** The API's default. */
const USUAL_QUALITY = '768p';

const MODE_DESCRIPTIONS: Readonly<Record<Mode, string>> = {
	textToVideo: 'Create a video from a prompt',
	imageToVideo: 'Create a video from a first frame',
	firstLastFrame: 'Transition from a first to a last frame',
	auto: 'Select the mode by the number of image URLs',
};

function modelField(models: readonly Model[]): INodeProperties {
	const defaultModel = models[0].id;
	return {
		displayName: 'Model',
		name: 'model',
		type: 'options',
		options: models.map(({ id, name, description }) => ({ name, value: id, description })),
		default: defaultModel,
		description: 'Model to use. Determines the available modes, qualities and durations.',
	};
}

function modeFields(models: readonly Model[]): INodeProperties[] {
	const rows = rowsOf(models);
	const modesFor = (row: string) => modesOf(modelAt(row, models));
	return groupBy(rows, (row) => modesFor(row).join()).map((sameModels) => {
		const modes = modesFor(sameModels[0]);
		const [defaultMode] = modes;
		return {
			displayName: 'Mode',
			name: 'mode',
			type: 'options',
			options: modes.map((mode) => ({
				name: MODE_NAMES[mode],
				value: mode,
				description: MODE_DESCRIPTIONS[mode],
			})),
			default: defaultMode,
			description: 'What to create the video from. Determines the fields below.',
			displayOptions: displayFor({ model: { values: sameModels, allValues: rows } }),
		};
	});
}

function promptFields(models: readonly Model[]): INodeProperties[] {
	const isRequired = (row: string, mode: string) => needsPrompt(modelAt(row, models), mode as Mode);
	return variantsBy(models, isRequired).map(({ displayOptions, answer: required }) => ({
		displayName: 'Prompt',
		name: 'prompt',
		type: 'string',
		typeOptions: { rows: 4 },
		default: '',
		required,
		placeholder: 'e.g. A paper boat sails down a rainy street [Push in]',
		description: `Description of the video, up to ${MAX_PROMPT_CHARACTERS} characters. ${
			required ? '' : 'Optional with images. '
		}Camera commands in square brackets are supported, e.g. [Pan left].`,
		displayOptions,
	}));
}

/** Quality, and Duration within each quality. */
function qualityAndDurationFields(models: readonly Model[]): INodeProperties[] {
	const outOf: string[] = [...QUALITIES, EXPRESSION];
	const clipsAt = (row: string, column: string) => {
		const model = modelAt(row, models);
		const clips =
			column === EXPRESSION
				? union(modesOf(model).map((mode) => durationsByQuality(model, mode)))
				: durationsByQuality(model, column as Mode);
		return qualitiesIn(clips).length > 0 ? clips : undefined;
	};
	return variantsBy(models, clipsAt).flatMap(({ conditions, answer: clips }) => {
		const byDuration = groupBy(outOf, (quality) => durationsAt(clips, quality).join());
		return [
			qualityField(clips, conditions),
			...byDuration.map((values) =>
				durationField(durationsAt(clips, values[0]), {
					...conditions,
					quality: { values, allValues: outOf },
				}),
			),
		];
	});
}

function qualityField(
	clips: DurationsByQuality,
	conditions: Record<string, DisplayCondition>,
): INodeProperties {
	const qualities = qualitiesIn(clips);
	const usual = qualities.find((quality) => quality === USUAL_QUALITY) ?? qualities[0];
	return {
		displayName: 'Quality',
		name: 'quality',
		type: 'options',
		options: qualities.map((quality) => ({ name: quality, value: quality })),
		default: usual,
		description: [
			'Resolution of the generated video.',
			...qualities.flatMap((at) => onlyLengthAt(clips, at)),
		].join(' '),
		displayOptions: displayFor(conditions),
	};
}

function durationField(
	durations: readonly Duration[],
	conditions: Record<string, DisplayCondition>,
): INodeProperties {
	const [shortest] = durations;
	return {
		displayName: 'Duration',
		name: 'duration',
		type: 'options',
		options: durations.map((seconds) => ({ name: `${seconds} Seconds`, value: seconds })),
		default: shortest,
		description:
			durations.length > 1
				? 'Length of the video. The longer one takes about twice as long to generate.'
				: 'Length of the video. Fixed at this quality.',
		displayOptions: displayFor(conditions),
	};
}

function onlyLengthAt(clips: DurationsByQuality, quality: string): string[] {
	const [length, another] = durationsAt(clips, quality);
	return another === undefined ? [`${quality} videos are always ${length} seconds long.`] : [];
}

/** For a quality that is not known here (an expression, or one left over from another mode): all there are. */
function durationsAt(clips: DurationsByQuality, quality: string): readonly Duration[] {
	return clips[quality as keyof DurationsByQuality] ?? DURATIONS;
}

/** One variant of a field for each block of models × modes with the same answer. */
function variantsBy<T>(
	models: readonly Model[],
	answer: (row: string, column: string) => T | undefined,
) {
	const [rows, cols] = [rowsOf(models), columns()];
	return groupByAnswer(rows, cols, answer).map((block) => {
		const conditions: Record<string, DisplayCondition> = {
			model: { values: block.rows, allValues: rows },
			mode: { values: block.columns, allValues: cols },
		};
		return { conditions, displayOptions: displayFor(conditions), answer: block.answer };
	});
}

function rowsOf(models: readonly Model[]): string[] {
	return [...models.map(({ id }) => id), EXPRESSION];
}

function columns(): string[] {
	return [...MODES, EXPRESSION];
}

function modelAt(row: string, models: readonly Model[]): Model {
	return findModel(row, models) ?? permissiveModel(row, models);
}
