import type { INodeProperties } from 'n8n-workflow';

import { modesOf, needsPrompt } from '../../domain/modelOptions';
import { MAX_PROMPT_CHARACTERS, MODE_NAMES, type Mode, type Model } from '../../domain/models';
import { displayFor } from '../common/displayOptions';
import { IN_EVERY_MODE } from './builderHints';
import { groupBy } from './groupByAnswer';
import { modelAt, modelRows, variantsByModelAndMode } from './modelVariants';

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
	// For n8n's AI builder the first variant is the field: not required.
	variants.sort((a, b) => Number(a.answer) - Number(b.answer));
	return variants.map(({ displayOptions, answer: required }) => ({
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
