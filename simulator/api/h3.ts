/** The fields that one model of the MiniMax H3 family takes. It rejects every other field. */
export interface H3Rules {
	readonly mode: 'textToVideo' | 'frames' | 'reference';
	readonly qualities: readonly string[];
	/** Seconds; the longest is 15. */
	readonly shortest: number;
	/** For frames: `image_start` is required. For references: audio alone is rejected. */
	readonly strict: boolean;
}

export const H3_RATIOS: readonly string[] = ['16:9', '21:9', '4:3', '1:1', '3:4', '9:16'];
export const H3_LONGEST_S = 15;
export const H3_PROMPT_CHARACTERS = 7000;
/** The maximum number of references of each kind, and together. */
export const H3_REFERENCES = { image_urls: 9, video_urls: 3, audio_urls: 3 } as const;
export const H3_MAX_REFERENCES = 12;

const H3 = { qualities: ['768p', '2k'], shortest: 4, strict: false };
const MAX = { qualities: ['480p', '768p'], shortest: 5, strict: true };

// Deliberately repeated: a mistake in the package's own table must not occur here, too.
export const H3_MODELS: Readonly<Record<string, H3Rules>> = {
	'minimax-h3-text-to-video': { ...H3, mode: 'textToVideo' },
	'minimax-h3-image-to-video': { ...H3, mode: 'frames' },
	'minimax-h3-reference-to-video': { ...H3, mode: 'reference' },
	'minimax-h3-max-text-to-video': { ...MAX, mode: 'textToVideo' },
	'minimax-h3-max-image-to-video': { ...MAX, mode: 'frames' },
	'minimax-h3-max-reference-to-video': { ...MAX, mode: 'reference' },
	'minimax-h3-max-turbo-text-to-video': { ...MAX, mode: 'textToVideo' },
	'minimax-h3-max-turbo-image-to-video': { ...MAX, mode: 'frames' },
};

export const H3_FIELDS: Readonly<Record<H3Rules['mode'], readonly string[]>> = {
	textToVideo: ['aspect_ratio'],
	frames: ['image_start', 'image_end'],
	reference: ['image_urls', 'video_urls', 'audio_urls', 'aspect_ratio'],
};
