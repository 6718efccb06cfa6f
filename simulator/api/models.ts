/** The mode of a request, by its number of images. */
export type Mode = 'textToVideo' | 'imageToVideo' | 'firstLastFrame';

export interface ModelRules {
	/** `quality/duration in seconds` for each mode of the model. */
	readonly combinations: Readonly<Partial<Record<Mode, readonly string[]>>>;
	readonly promptRequired: (mode: Mode) => boolean;
	readonly params: readonly string[];
}

export const QUALITIES: readonly string[] = ['512p', '768p', '1080p'];
export const DURATIONS_S: readonly number[] = [6, 10];
export const MODES: readonly Mode[] = ['textToVideo', 'imageToVideo', 'firstLastFrame'];

const STANDARD = ['768p/6', '768p/10', '1080p/6'];

// Deliberately repeated: a mistake in the package's own table must not occur here, too.
export const MODELS: Readonly<Record<string, ModelRules>> = {
	'MiniMax-Hailuo-02': {
		combinations: {
			textToVideo: STANDARD,
			imageToVideo: ['512p/6', '512p/10', ...STANDARD],
			firstLastFrame: STANDARD,
		},
		promptRequired: (mode) => mode === 'textToVideo',
		params: ['prompt_optimizer', 'fast_pretreatment'],
	},
	'MiniMax-Hailuo-2.3': {
		combinations: { textToVideo: STANDARD, imageToVideo: STANDARD },
		promptRequired: () => true,
		params: ['prompt_optimizer', 'fast_pretreatment'],
	},
	'MiniMax-Hailuo-2.3-Fast': {
		combinations: { imageToVideo: STANDARD },
		promptRequired: () => false,
		params: ['prompt_optimizer'],
	},
};
