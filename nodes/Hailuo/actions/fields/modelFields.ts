import type { INodeProperties } from 'n8n-workflow';

import { findModel, modesOf, needsPrompt, permissiveModel } from '../../domain/modelOptions';
import {
	MAX_PROMPT_CHARACTERS,
	MODE_NAMES,
	MODES,
	type Mode,
	type Model,
} from '../../domain/models';
import {
	displayFor,
	EXPRESSION,
	type DisplayCondition,
	groupBy,
	groupByResult,
} from '../common/displayOptions';
import { IN_EVERY_MODE } from './builderHints';

/** One variant of a field for each block of models × modes with the same result. */
export function variantsByModelAndMode<T>(
	models: readonly Model[],
	resultOf: (model: string, mode: string) => T | undefined,
) {
	const [rows, columns] = [modelRows(models), [...MODES, EXPRESSION]];
	return groupByResult(rows, columns, resultOf).map((block) => {
		const conditions: Record<string, DisplayCondition> = {
			model: { values: block.rows, allValues: rows },
			mode: { values: block.columns, allValues: columns },
		};
		return { conditions, displayOptions: displayFor(conditions), result: block.result };
	});
}

/** The IDs of the models, and `EXPRESSION`. */
function modelRows(models: readonly Model[]): string[] {
	return [...models.map(({ id }) => id), EXPRESSION];
}

/** The model of a row. For an expression, it allows everything that any known model allows. */
export function modelAt(row: string, models: readonly Model[]): Model {
	return findModel(row, models) ?? permissiveModel(row, models);
}

const MODE_DESCRIPTIONS: Readonly<Record<Mode, string>> = {
	textToVideo: 'Create a video from a prompt',
	imageToVideo: 'Create a video from a first frame',
	firstLastFrame: 'Transition from a first to a last frame',
	auto: 'Select the mode by the number of image URLs',
};

export function modelField(models: readonly Model[]): INodeProperties {
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

export function modeFields(models: readonly Model[]): INodeProperties[] {
	const rows = modelRows(models);
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

export function promptFields(models: readonly Model[]): INodeProperties[] {
	const isRequired = (row: string, mode: string) => needsPrompt(modelAt(row, models), mode as Mode);
	const variants = variantsByModelAndMode(models, isRequired);
	// n8n's AI builder uses only the first variant, so it must not be required.
	variants.sort((a, b) => Number(a.result) - Number(b.result));
	return variants.map(({ displayOptions, result: required }) => ({
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
		builderHint: IN_EVERY_MODE,
		displayOptions,
	}));
}
