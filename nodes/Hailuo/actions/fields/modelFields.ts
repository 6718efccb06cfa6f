import type { INodeProperties } from 'n8n-workflow';

import {
	aspectRatiosOf,
	durationsByQuality,
	MODES,
	modesOf,
	qualitiesIn,
} from '../../domain/modelOptions';
import { MODE_NAMES, type Mode, type Model, type ModeRules } from '../../domain/models';
import { formatChoices } from '../../utils/format';
import { hiddenFor, optionsIn, variantsByDefault } from '../common/displayOptions';

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

/** The preferred value if it is offered, else the first. */
const preferred = <T>(offered: readonly T[], value: T) =>
	offered.includes(value) ? value : offered[0];

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
	const defaults = byModel(models, (model) => modesOf(model)[0]);
	return variantsByDefault('model', defaults, {
		displayName: 'Mode',
		name: 'mode',
		type: 'options',
		default: '',
		options: optionsIn(offers, MODES, (mode) => ({
			name: MODE_NAMES[mode],
			description: MODE_DESCRIPTIONS[mode],
		})),
		description: 'What to create the video from. Determines the fields below.',
	});
}

export function promptField(models: readonly Model[]): INodeProperties {
	const rules = models.flatMap(({ modes }) => Object.values(modes) as ModeRules[]);
	const lengths = [...new Set(rules.map(({ maxPrompt }) => maxPrompt))];
	return {
		displayName: 'Prompt',
		name: 'prompt',
		type: 'string',
		typeOptions: { rows: 4 },
		default: '',
		placeholder: 'e.g. A paper boat sails down a rainy street [Push in]',
		description: `Description of the video, up to ${formatChoices(lengths)} characters, depending on the model. Hailuo models support camera commands in square brackets, e.g. [Pan left], and need no prompt with images (except 2.3).`,
	};
}

/** Quality, and Duration within each quality. */
export function qualityAndDurationFields(models: readonly Model[]): INodeProperties[] {
	const all = modesByModel(models).map(({ state, model, mode }) => ({
		state,
		durations: durationsByQuality(model, mode),
	}));
	const qualityOffers = all.map(({ state, durations }) => ({
		state,
		values: Object.keys(durations),
	}));
	const durationOffers = all.flatMap(({ state, durations }) =>
		Object.entries(durations).map(([quality, values]) => ({
			state: { ...state, quality },
			values,
		})),
	);
	const qualities = qualitiesIn(all.map(({ durations }) => durations));
	const seconds = [...new Set(durationOffers.flatMap(({ values }) => values))];
	return [
		...variantsByDefault('model', byModel(models, defaultQuality), {
			displayName: 'Quality',
			name: 'quality',
			type: 'options',
			default: PREFERRED_QUALITY,
			options: optionsIn(qualityOffers, qualities, (quality) => ({ name: quality })),
			description: 'Resolution of the generated video',
		}),
		...variantsByDefault('model', byModel(models, defaultDuration), {
			displayName: 'Duration',
			name: 'duration',
			type: 'options',
			default: PREFERRED_SECONDS,
			options: optionsIn(
				durationOffers,
				seconds.sort((a, b) => a - b),
				(one) => ({ name: `${one} Seconds` }),
			),
			description: 'Length of the video. A longer one takes longer to generate and may cost more.',
		}),
	];
}

/** Shown in the modes in which a model takes an aspect ratio, for the models that take one at all. */
export function aspectRatioField(models: readonly Model[]): INodeProperties[] {
	const offers = modesByModel(models)
		.map(({ state, model, mode }) => ({ state, values: aspectRatiosOf(model, mode) }))
		.filter(({ values }) => values.length > 0);
	const ratios = [...new Set(offers.flatMap(({ values }) => values))];
	const withRatio = new Set(offers.map(({ state }) => state.model));
	const defaults = new Map(offers.map(({ state, values }) => [state.mode, values[0]]));
	return variantsByDefault('mode', defaults, {
		displayName: 'Aspect Ratio',
		name: 'aspectRatio',
		type: 'options',
		default: '',
		options: optionsIn(offers, ratios, (ratio) => ({
			name: ratio === 'adaptive' ? 'Adaptive' : ratio,
		})),
		description: 'Aspect ratio of the generated video. With frames, the first frame determines it.',
		...hiddenFor({
			model: models.map(({ value }) => value).filter((value) => !withRatio.has(value)),
			mode: MODES.filter((mode) => !defaults.has(mode)),
		}),
	});
}

/** Every mode of every model. */
function modesByModel(models: readonly Model[]) {
	return models.flatMap((model) =>
		modesOf(model).map((mode) => ({ state: { model: model.value, mode }, model, mode })),
	);
}

function byModel<T>(models: readonly Model[], valueOf: (model: Model) => T): Map<string, T> {
	return new Map(models.map((model) => [model.value, valueOf(model)]));
}

function defaultQuality(model: Model): string {
	const [mode] = modesOf(model);
	return preferred(Object.keys(durationsByQuality(model, mode)), PREFERRED_QUALITY);
}

function defaultDuration(model: Model): number {
	const [mode] = modesOf(model);
	return preferred(durationsByQuality(model, mode)[defaultQuality(model)], PREFERRED_SECONDS);
}
