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
import { listField, preferredFirst } from './displayOptions';

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
	const rules = models.flatMap(({ modes }) => Object.values(modes) as ModeRules[]);
	const lengths = [...new Set(rules.map(({ maxPrompt }) => maxPrompt))];
	return {
		displayName: 'Prompt',
		name: 'prompt',
		type: 'string',
		typeOptions: { rows: 4 },
		default: '',
		placeholder: 'e.g. A paper boat sails down a rainy street',
		description: `Description of the video, up to ${formatChoices(lengths)} characters, depending on the model. Hailuo models support camera commands in square brackets, e.g. [Pan left], and need no prompt with images (except 2.3).`,
	};
}

/** Quality, Duration within each quality, and Aspect Ratio where the model takes one. */
export function videoFields(models: readonly Model[]): INodeProperties[] {
	const all = models.flatMap((model) =>
		modesOf(model).map((mode) => ({
			state: { model: model.value, mode },
			durations: durationsByQuality(model, mode),
			ratios: aspectRatiosOf(model, mode),
		})),
	);
	const qualities = all.map(({ state, durations }) => ({ state, values: Object.keys(durations) }));
	const durations = all.flatMap(({ state, durations: byQuality }) =>
		preferredFirst(Object.keys(byQuality), PREFERRED_QUALITY).map((quality) => ({
			state: { ...state, quality },
			values: byQuality[quality],
		})),
	);
	const seconds = new Set(durations.flatMap(({ values }) => values));
	return [
		...listField(qualities, {
			displayName: 'Quality',
			name: 'quality',
			description: 'Resolution of the generated video',
			order: qualitiesIn(all.map((one) => one.durations)),
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
		...listField(
			all.map(({ state, ratios }) => ({ state, values: ratios })),
			{
				displayName: 'Aspect Ratio',
				name: 'aspectRatio',
				description:
					'Aspect ratio of the generated video. With frames, the first frame determines it.',
				order: [...new Set(all.flatMap(({ ratios }) => ratios))],
				describe: (ratio) => ({ name: ratio === 'adaptive' ? 'Adaptive' : ratio }),
				defaultBy: 'mode',
			},
		),
	];
}
