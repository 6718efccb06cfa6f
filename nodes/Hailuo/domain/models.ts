/**
 * What each model supports: one row per model, and in it one entry per mode. Form, validation, request
 * body, filters, the hints for AI builders and docs/fields.md follow from this table, so a new model
 * needs only a new row.
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

/** The durations at each quality, s. A quality that is absent is not available. */
export type DurationsByQuality = Readonly<Record<string, readonly number[]>>;

/** How many files of each kind a request with references may contain. */
export interface ReferenceLimits {
	images: number;
	videos: number;
	audios: number;
	total: number;
	/** Whether audio files without an image or a video are enough. */
	isAudioEnough: boolean;
}

export interface ModeRules {
	/** The model's name in the API. */
	apiModel: string;
	prompt: 'required' | 'optional';
	/** Characters, camera commands included. */
	maxPrompt: number;
	durations: DurationsByQuality;
	/** The first is the default. Absent if the provider selects the aspect ratio, e.g. by the first frame. */
	aspectRatios?: readonly string[];
	/** The fields of the body that contain the media. */
	media: 'image_urls' | 'image_start, image_end' | 'references';
	images: ImageLimits;
	/** Only for mode `reference`. */
	references?: ReferenceLimits;
}

export interface Model {
	/** The value in saved workflows. */
	value: string;
	/** The display name in the form. */
	name: string;
	description: string;
	/** The supported modes. */
	modes: Readonly<Partial<Record<FixedMode, ModeRules>>>;
	/** The supported entries of `model_params`. */
	modelParams: readonly ModelParameter[];
	/** Whether camera commands in square brackets are documented. */
	hasCameraCommands: boolean;
}

const HAILUO_IMAGES: ImageLimits = {
	formats: ['JPEG', 'PNG', 'WebP'],
	maxMegabytes: 20,
	minEdge: 301,
};
const HAILUO = { maxPrompt: 2000, media: 'image_urls', images: HAILUO_IMAGES } as const;
const HAILUO_02 = { ...HAILUO, apiModel: 'MiniMax-Hailuo-02' };
const HAILUO_23 = { ...HAILUO, apiModel: 'MiniMax-Hailuo-2.3' };
const HAILUO_23_FAST = { ...HAILUO, apiModel: 'MiniMax-Hailuo-2.3-Fast' };
const HD = { '768p': [6, 10], '1080p': [6] };

const H3_IMAGES: ImageLimits = {
	formats: ['JPEG', 'PNG', 'WebP', 'HEIC'],
	maxMegabytes: 30,
	minEdge: 256,
	maxEdge: 5760,
};
const RATIOS = ['16:9', '21:9', '4:3', '1:1', '3:4', '9:16'];
const REFERENCE_LIMITS = { images: 9, videos: 3, audios: 3, total: 12 };

const FROM_4_TO_15 = [4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15];
const FROM_5_TO_15 = FROM_4_TO_15.slice(1);
const H3 = { prompt: 'required', maxPrompt: 7000, images: H3_IMAGES } as const;
const H3_TEXT = {
	...H3,
	media: 'image_urls',
	aspectRatios: RATIOS,
	durations: { '768p': FROM_4_TO_15, '2k': FROM_4_TO_15 },
} as const;
const { durations } = H3_TEXT;
const H3_FRAMES = { ...H3, durations, media: 'image_start, image_end' } as const;
const H3_REFERENCES = {
	...H3,
	durations,
	media: 'references',
	aspectRatios: ['adaptive', ...RATIOS],
	references: { ...REFERENCE_LIMITS, isAudioEnough: true },
} as const;

const H3_MAX = { durations: { '480p': FROM_5_TO_15, '768p': FROM_5_TO_15 } };
const H3_MAX_TEXT = { ...H3_TEXT, ...H3_MAX };
const H3_MAX_FRAMES = { ...H3_FRAMES, ...H3_MAX };
const H3_MAX_REFERENCES = {
	...H3_REFERENCES,
	...H3_MAX,
	references: { ...REFERENCE_LIMITS, isAudioEnough: false },
};

/** The first is the default. */
export const MODELS: readonly Model[] = [
	{
		value: 'MiniMax-Hailuo-02',
		name: 'MiniMax Hailuo 02',
		description: 'Text, one image, or first and last frame. 6 or 10 seconds, without sound.',
		modes: {
			textToVideo: { ...HAILUO_02, prompt: 'required', durations: HD },
			imageToVideo: { ...HAILUO_02, prompt: 'optional', durations: { '512p': [6, 10], ...HD } },
			firstLastFrame: { ...HAILUO_02, prompt: 'optional', durations: HD },
		},
		modelParams: ['promptOptimizer', 'fastPretreatment'],
		hasCameraCommands: true,
	},
	{
		value: 'MiniMax-Hailuo-2.3',
		name: 'MiniMax Hailuo 2.3',
		description: 'Text, or text with one image. 6 or 10 seconds, without sound.',
		modes: {
			textToVideo: { ...HAILUO_23, prompt: 'required', durations: HD },
			imageToVideo: { ...HAILUO_23, prompt: 'required', durations: HD },
		},
		modelParams: ['promptOptimizer', 'fastPretreatment'],
		hasCameraCommands: true,
	},
	{
		value: 'MiniMax-Hailuo-2.3-Fast',
		name: 'MiniMax Hailuo 2.3 Fast',
		description: 'One image. Faster than 2.3, without sound.',
		modes: { imageToVideo: { ...HAILUO_23_FAST, prompt: 'optional', durations: HD } },
		modelParams: ['promptOptimizer'],
		hasCameraCommands: true,
	},
	{
		value: 'minimax-h3',
		name: 'MiniMax H3',
		description: 'Newest, with sound. Text, frames or references, 4 to 15 seconds, up to 2k.',
		modes: {
			textToVideo: { ...H3_TEXT, apiModel: 'minimax-h3-text-to-video' },
			imageToVideo: { ...H3_FRAMES, apiModel: 'minimax-h3-image-to-video' },
			firstLastFrame: { ...H3_FRAMES, apiModel: 'minimax-h3-image-to-video' },
			lastFrame: { ...H3_FRAMES, apiModel: 'minimax-h3-image-to-video' },
			reference: { ...H3_REFERENCES, apiModel: 'minimax-h3-reference-to-video' },
		},
		modelParams: [],
		hasCameraCommands: false,
	},
	{
		value: 'minimax-h3-max',
		name: 'MiniMax H3 Max',
		description: 'With sound. Text, frames or references, 5 to 15 seconds, up to 768p.',
		modes: {
			textToVideo: { ...H3_MAX_TEXT, apiModel: 'minimax-h3-max-text-to-video' },
			imageToVideo: { ...H3_MAX_FRAMES, apiModel: 'minimax-h3-max-image-to-video' },
			firstLastFrame: { ...H3_MAX_FRAMES, apiModel: 'minimax-h3-max-image-to-video' },
			reference: { ...H3_MAX_REFERENCES, apiModel: 'minimax-h3-max-reference-to-video' },
		},
		modelParams: [],
		hasCameraCommands: false,
	},
	{
		value: 'minimax-h3-max-turbo',
		name: 'MiniMax H3 Max Turbo',
		description: 'With sound, at a lower price. Text or frames, 5 to 15 seconds, up to 768p.',
		modes: {
			textToVideo: { ...H3_MAX_TEXT, apiModel: 'minimax-h3-max-turbo-text-to-video' },
			imageToVideo: { ...H3_MAX_FRAMES, apiModel: 'minimax-h3-max-turbo-image-to-video' },
			firstLastFrame: { ...H3_MAX_FRAMES, apiModel: 'minimax-h3-max-turbo-image-to-video' },
		},
		modelParams: [],
		hasCameraCommands: false,
	},
];
