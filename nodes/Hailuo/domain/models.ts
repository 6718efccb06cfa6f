/**
 * What each model supports: one row per model, and in it one entry per mode. Form, validation, request
 * body, filters and the hints for AI builders are made from this table. Tests compare it with what must be
 * edited by hand: docs/fields.md and the aliases in Hailuo.node.json.
 *
 * Source: the provider's documentation of `POST /v1/videos/generations`, model by model.
 */

import type { ImageLimits } from './imageLimits';

export const MODE_NAMES = {
	textToVideo: 'Text to Video',
	imageToVideo: 'Image to Video',
	firstLastFrame: 'First and Last Frame',
	lastFrame: 'Last Frame',
	reference: 'References',
	auto: 'Auto (By Number of Images)',
} as const;

/** With `auto`, the number of image URLs selects one of the first three. */
export type Mode = keyof typeof MODE_NAMES;
export type FixedMode = Exclude<Mode, 'auto'>;

export type Frame = 'firstFrame' | 'lastFrame';

/** The frames that each mode uses. */
export const FRAMES_IN_MODE: Readonly<Record<FixedMode, readonly Frame[]>> = {
	textToVideo: [],
	imageToVideo: ['firstFrame'],
	firstLastFrame: ['firstFrame', 'lastFrame'],
	lastFrame: ['lastFrame'],
	reference: [],
};

export type ModelParameter = 'promptOptimizer' | 'fastPretreatment';

export interface ModeRules {
	/** The model's name in the API. */
	apiModel: string;
	prompt: 'required' | 'optional';
	/** Absent if the mode supports all qualities of the model. */
	qualities?: readonly string[];
	/** The first is the default. Absent if the provider selects the aspect ratio, e.g. by the first frame. */
	aspectRatios?: readonly string[];
}

export interface Model {
	/** The value in saved workflows. */
	value: string;
	/** The display name in the form. */
	name: string;
	description: string;
	/** The supported modes. */
	modes: Readonly<Partial<Record<FixedMode, ModeRules>>>;
	/** The durations at each quality, s. */
	durations: Readonly<Record<string, readonly number[]>>;
	/** Characters, camera commands included. */
	maxPrompt: number;
	/** Whether camera commands in square brackets are documented. */
	hasCameraCommands: boolean;
	/** The supported entries of `model_params`. */
	modelParams: readonly ModelParameter[];
	images: ImageLimits;
	/** Where the body has the frames: in the list `image_urls`, or in `image_start` and `image_end`. */
	frames: 'list' | 'startAndEnd';
	/** Absent without mode `reference`. */
	references?: ReferenceLimits;
}

/** How many files of each kind a request in mode `reference` may contain, and all together. */
export interface ReferenceLimits {
	images: number;
	videos: number;
	audios: number;
	total: number;
	/** Whether audio files are enough, without an image or a video. */
	allowsAudioAlone: boolean;
}

const STANDARD = { '768p': [6, 10], '1080p': [6] };
const STANDARD_QUALITIES = Object.keys(STANDARD);

const HAILUO = {
	durations: STANDARD,
	maxPrompt: 2000,
	hasCameraCommands: true,
	modelParams: ['promptOptimizer', 'fastPretreatment'],
	images: { formats: ['JPEG', 'PNG', 'WebP'], maxMegabytes: 20, minEdge: 301 },
	frames: 'list',
} as const;

const FROM_4_TO_15 = [4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15];
const FROM_5_TO_15 = FROM_4_TO_15.slice(1);
const RATIOS = ['16:9', '21:9', '4:3', '1:1', '3:4', '9:16'];

const H3 = {
	durations: { '768p': FROM_4_TO_15, '2k': FROM_4_TO_15 },
	maxPrompt: 7000,
	hasCameraCommands: false,
	modelParams: [],
	images: {
		formats: ['JPEG', 'PNG', 'WebP', 'HEIC'],
		maxMegabytes: 30,
		minEdge: 256,
		maxEdge: 5760,
	},
	frames: 'startAndEnd',
	references: { images: 9, videos: 3, audios: 3, total: 12, allowsAudioAlone: true },
} as const;
const H3_MAX = {
	...H3,
	durations: { '480p': FROM_5_TO_15, '768p': FROM_5_TO_15 },
	references: { ...H3.references, allowsAudioAlone: false },
};

const withPrompt = (apiModel: string, aspectRatios?: readonly string[]): ModeRules => ({
	apiModel,
	prompt: 'required',
	aspectRatios,
});

/** The first is the default. */
export const MODELS: readonly Model[] = [
	{
		...HAILUO,
		value: 'MiniMax-Hailuo-02',
		name: 'MiniMax Hailuo 02',
		description: 'Text, one image, or first and last frame. 6 or 10 seconds, without sound.',
		durations: { '512p': [6, 10], ...STANDARD },
		modes: {
			textToVideo: { ...withPrompt('MiniMax-Hailuo-02'), qualities: STANDARD_QUALITIES },
			imageToVideo: { apiModel: 'MiniMax-Hailuo-02', prompt: 'optional' },
			firstLastFrame: {
				apiModel: 'MiniMax-Hailuo-02',
				prompt: 'optional',
				qualities: STANDARD_QUALITIES,
			},
		},
	},
	{
		...HAILUO,
		value: 'MiniMax-Hailuo-2.3',
		name: 'MiniMax Hailuo 2.3',
		description: 'Text, or text with one image. 6 or 10 seconds, without sound.',
		modes: {
			textToVideo: withPrompt('MiniMax-Hailuo-2.3'),
			imageToVideo: withPrompt('MiniMax-Hailuo-2.3'),
		},
	},
	{
		...HAILUO,
		value: 'MiniMax-Hailuo-2.3-Fast',
		name: 'MiniMax Hailuo 2.3 Fast',
		description: 'One image. Faster than 2.3, without sound.',
		modes: { imageToVideo: { apiModel: 'MiniMax-Hailuo-2.3-Fast', prompt: 'optional' } },
		modelParams: ['promptOptimizer'],
	},
	{
		...H3,
		value: 'minimax-h3',
		name: 'MiniMax H3',
		description: 'Newest, with sound. Text, frames or references, 4 to 15 seconds, up to 2k.',
		modes: {
			textToVideo: withPrompt('minimax-h3-text-to-video', RATIOS),
			imageToVideo: withPrompt('minimax-h3-image-to-video'),
			firstLastFrame: withPrompt('minimax-h3-image-to-video'),
			lastFrame: withPrompt('minimax-h3-image-to-video'),
			reference: withPrompt('minimax-h3-reference-to-video', ['adaptive', ...RATIOS]),
		},
	},
	{
		...H3_MAX,
		value: 'minimax-h3-max',
		name: 'MiniMax H3 Max',
		description: 'With sound. Text, frames or references, 5 to 15 seconds, up to 768p.',
		modes: {
			textToVideo: withPrompt('minimax-h3-max-text-to-video', RATIOS),
			imageToVideo: withPrompt('minimax-h3-max-image-to-video'),
			firstLastFrame: withPrompt('minimax-h3-max-image-to-video'),
			reference: withPrompt('minimax-h3-max-reference-to-video', ['adaptive', ...RATIOS]),
		},
	},
	{
		...H3_MAX,
		value: 'minimax-h3-max-turbo',
		name: 'MiniMax H3 Max Turbo',
		description: 'With sound, at a lower price. Text or frames, 5 to 15 seconds, up to 768p.',
		modes: {
			textToVideo: withPrompt('minimax-h3-max-turbo-text-to-video', RATIOS),
			imageToVideo: withPrompt('minimax-h3-max-turbo-image-to-video'),
			firstLastFrame: withPrompt('minimax-h3-max-turbo-image-to-video'),
		},
	},
];
