/** What a video is made from. */
export type Mode = 'textToVideo' | 'imageToVideo' | 'firstLastFrame' | 'lastFrame' | 'reference';

export interface ModeRules {
	/** The durations of each quality, seconds; the first is the default. */
	readonly videos: Readonly<Record<string, readonly number[]>>;
	readonly needsPrompt?: boolean;
	/** The first is the default. */
	readonly ratios?: readonly string[];
}

/** What one model takes. It rejects every other field. */
export interface ModelRules {
	/** Besides model, prompt, quality and duration. */
	readonly fields: readonly string[];
	readonly promptCharacters: number;
	readonly modes: Readonly<Partial<Record<Mode, ModeRules>>>;
	/** Fields of `model_params`. */
	readonly params?: readonly string[];
	/** Audio alone is enough as a reference. */
	readonly takesAudioAlone?: boolean;
}

// Deliberately repeated: a mistake in the package's own table must not occur here, too.

const STANDARD = { '768p': [6, 10], '1080p': [6] };

const hailuo = (modes: ModelRules['modes'], params: readonly string[]): ModelRules => ({
	fields: ['image_urls', 'model_params'],
	promptCharacters: 2000,
	modes,
	params,
});

const RATIOS = ['16:9', '21:9', '4:3', '1:1', '3:4', '9:16'];

/** The models of one variant of MiniMax H3. */
function h3(variant: string, qualities: readonly string[], shortest: number) {
	const durations = Array.from({ length: 16 - shortest }, (_, index) => shortest + index);
	const videos = Object.fromEntries(qualities.map((quality) => [quality, durations]));
	const mode = { videos, needsPrompt: true };
	const isPlain = variant === '';
	const rules = (fields: string[], modes: ModelRules['modes']): ModelRules => ({
		fields,
		promptCharacters: 7000,
		modes,
		takesAudioAlone: isPlain,
	});
	const name = (kind: string) => `minimax-h3${variant}-${kind}-to-video`;
	return {
		[name('text')]: rules(['aspect_ratio'], { textToVideo: { ...mode, ratios: RATIOS } }),
		[name('image')]: rules(['image_start', 'image_end'], {
			imageToVideo: mode,
			firstLastFrame: mode,
			...(isPlain && { lastFrame: mode }),
		}),
		...(variant !== '-max-turbo' && {
			[name('reference')]: rules(['image_urls', 'video_urls', 'audio_urls', 'aspect_ratio'], {
				reference: { ...mode, ratios: ['adaptive', ...RATIOS] },
			}),
		}),
	};
}

export const MODELS: Readonly<Record<string, ModelRules>> = {
	'MiniMax-Hailuo-02': hailuo(
		{
			textToVideo: { videos: STANDARD, needsPrompt: true },
			imageToVideo: { videos: { '512p': [6, 10], ...STANDARD } },
			firstLastFrame: { videos: STANDARD },
		},
		['prompt_optimizer', 'fast_pretreatment'],
	),
	'MiniMax-Hailuo-2.3': hailuo(
		{
			textToVideo: { videos: STANDARD, needsPrompt: true },
			imageToVideo: { videos: STANDARD, needsPrompt: true },
		},
		['prompt_optimizer', 'fast_pretreatment'],
	),
	'MiniMax-Hailuo-2.3-Fast': hailuo({ imageToVideo: { videos: STANDARD } }, ['prompt_optimizer']),
	...h3('', ['768p', '2k'], 4),
	...h3('-max', ['480p', '768p'], 5),
	...h3('-max-turbo', ['480p', '768p'], 5),
};

/** The maximum number of references of each kind, and together. */
export const REFERENCES = { image_urls: 9, video_urls: 3, audio_urls: 3 } as const;
export const MAX_REFERENCES = 12;
