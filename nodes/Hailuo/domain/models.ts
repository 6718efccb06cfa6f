/**
 * What each model supports. The form (`actions/fields`) and the validation (`createRequest.ts`) both use
 * this table: a new model needs only a new row.
 *
 * Source: the create endpoint's documentation (quality × duration per number of images, prompt
 * rule, extra parameters). Durations of the 2.3 models are MiniMax's own figures.
 */

export const QUALITIES = ['512p', '768p', '1080p'] as const;
export type Quality = (typeof QUALITIES)[number];

/** Durations of a video, s. */
export const DURATIONS = [6, 10] as const;
export type Duration = (typeof DURATIONS)[number];

/** The modes with a fixed number of images. With `auto`, the number of images selects the mode. */
export type FixedMode = 'textToVideo' | 'imageToVideo' | 'firstLastFrame';
export type Mode = FixedMode | 'auto';
export type ModelParameter = 'promptOptimizer' | 'fastPretreatment';

/** The durations at each quality, s. A quality that is absent is not available. */
export type DurationsByQuality = Readonly<Partial<Record<Quality, readonly Duration[]>>>;

export interface ModeRules {
	prompt: 'required' | 'optional';
	durations: DurationsByQuality;
}

export interface Model {
	/** The name in the API. */
	id: string;
	/** The display name in the form. */
	name: string;
	description: string;
	/** The supported modes. */
	modes: Readonly<Partial<Record<FixedMode, ModeRules>>>;
	/** The supported entries of `model_params`. */
	modelParams: readonly ModelParameter[];
}

/** The maximum length of the prompt that is sent, including camera commands in brackets. */
export const MAX_PROMPT_CHARACTERS = 2000;

/** The number of images that each mode sends, in the order first frame, last frame. */
export const IMAGES_PER_MODE: Readonly<Record<FixedMode, number>> = {
	textToVideo: 0,
	imageToVideo: 1,
	firstLastFrame: 2,
};

export const MODE_NAMES: Readonly<Record<Mode, string>> = {
	textToVideo: 'Text to Video',
	imageToVideo: 'Image to Video',
	firstLastFrame: 'First and Last Frame',
	auto: 'Auto (By Number of Images)',
};

export const MODES = Object.keys(MODE_NAMES) as Mode[];

const HD_DURATIONS: DurationsByQuality = { '768p': [6, 10], '1080p': [6] };
const ALL_DURATIONS: DurationsByQuality = { '512p': [6, 10], ...HD_DURATIONS };

export const MODELS: readonly Model[] = [
	{
		id: 'MiniMax-Hailuo-02',
		name: 'MiniMax Hailuo 02',
		description: 'Text, one image, or first and last frame',
		modes: {
			textToVideo: { prompt: 'required', durations: HD_DURATIONS },
			imageToVideo: { prompt: 'optional', durations: ALL_DURATIONS },
			firstLastFrame: { prompt: 'optional', durations: HD_DURATIONS },
		},
		modelParams: ['promptOptimizer', 'fastPretreatment'],
	},
	{
		id: 'MiniMax-Hailuo-2.3',
		name: 'MiniMax Hailuo 2.3',
		description: 'Text, or text with one image',
		modes: {
			textToVideo: { prompt: 'required', durations: HD_DURATIONS },
			imageToVideo: { prompt: 'required', durations: HD_DURATIONS },
		},
		modelParams: ['promptOptimizer', 'fastPretreatment'],
	},
	{
		id: 'MiniMax-Hailuo-2.3-Fast',
		name: 'MiniMax Hailuo 2.3 Fast',
		description: 'One image. Faster than 2.3.',
		modes: {
			imageToVideo: { prompt: 'optional', durations: HD_DURATIONS },
		},
		modelParams: ['promptOptimizer'],
	},
];
