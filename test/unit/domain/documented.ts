import type { FixedMode } from '../../../nodes/Hailuo/domain/models';

/**
 * What the provider's documentation allows, written out by hand and not derived from the package's own
 * table: the expected values of the tests.
 */

const FROM_4 = [4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15];
const FROM_5 = [5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15];

/** The durations at each quality. */
const ROWS: ReadonlyArray<[model: string, mode: FixedMode, quality: string, seconds: number[]]> = [
	['MiniMax-Hailuo-02', 'textToVideo', '768p', [6, 10]],
	['MiniMax-Hailuo-02', 'textToVideo', '1080p', [6]],
	['MiniMax-Hailuo-02', 'imageToVideo', '512p', [6, 10]],
	['MiniMax-Hailuo-02', 'imageToVideo', '768p', [6, 10]],
	['MiniMax-Hailuo-02', 'imageToVideo', '1080p', [6]],
	['MiniMax-Hailuo-02', 'firstLastFrame', '768p', [6, 10]],
	['MiniMax-Hailuo-02', 'firstLastFrame', '1080p', [6]],
	['MiniMax-Hailuo-2.3', 'textToVideo', '768p', [6, 10]],
	['MiniMax-Hailuo-2.3', 'textToVideo', '1080p', [6]],
	['MiniMax-Hailuo-2.3', 'imageToVideo', '768p', [6, 10]],
	['MiniMax-Hailuo-2.3', 'imageToVideo', '1080p', [6]],
	['MiniMax-Hailuo-2.3-Fast', 'imageToVideo', '768p', [6, 10]],
	['MiniMax-Hailuo-2.3-Fast', 'imageToVideo', '1080p', [6]],
	['minimax-h3', 'textToVideo', '768p', FROM_4],
	['minimax-h3', 'textToVideo', '2k', FROM_4],
	['minimax-h3', 'imageToVideo', '768p', FROM_4],
	['minimax-h3', 'imageToVideo', '2k', FROM_4],
	['minimax-h3', 'firstLastFrame', '768p', FROM_4],
	['minimax-h3', 'firstLastFrame', '2k', FROM_4],
	['minimax-h3', 'lastFrame', '768p', FROM_4],
	['minimax-h3', 'lastFrame', '2k', FROM_4],
	['minimax-h3', 'reference', '768p', FROM_4],
	['minimax-h3', 'reference', '2k', FROM_4],
	['minimax-h3-max', 'textToVideo', '480p', FROM_5],
	['minimax-h3-max', 'textToVideo', '768p', FROM_5],
	['minimax-h3-max', 'imageToVideo', '480p', FROM_5],
	['minimax-h3-max', 'imageToVideo', '768p', FROM_5],
	['minimax-h3-max', 'firstLastFrame', '480p', FROM_5],
	['minimax-h3-max', 'firstLastFrame', '768p', FROM_5],
	['minimax-h3-max', 'reference', '480p', FROM_5],
	['minimax-h3-max', 'reference', '768p', FROM_5],
	['minimax-h3-max-turbo', 'textToVideo', '480p', FROM_5],
	['minimax-h3-max-turbo', 'textToVideo', '768p', FROM_5],
	['minimax-h3-max-turbo', 'imageToVideo', '480p', FROM_5],
	['minimax-h3-max-turbo', 'imageToVideo', '768p', FROM_5],
	['minimax-h3-max-turbo', 'firstLastFrame', '480p', FROM_5],
	['minimax-h3-max-turbo', 'firstLastFrame', '768p', FROM_5],
];

/** The model's name in the API, the prompt rule, and the maximum length of the prompt, by mode. */
export const DOCUMENTED_MODES: ReadonlyArray<
	[model: string, mode: FixedMode, apiModel: string, prompt: 'required' | 'optional', max: number]
> = [
	['MiniMax-Hailuo-02', 'textToVideo', 'MiniMax-Hailuo-02', 'required', 2000],
	['MiniMax-Hailuo-02', 'imageToVideo', 'MiniMax-Hailuo-02', 'optional', 2000],
	['MiniMax-Hailuo-02', 'firstLastFrame', 'MiniMax-Hailuo-02', 'optional', 2000],
	['MiniMax-Hailuo-2.3', 'textToVideo', 'MiniMax-Hailuo-2.3', 'required', 2000],
	['MiniMax-Hailuo-2.3', 'imageToVideo', 'MiniMax-Hailuo-2.3', 'required', 2000],
	['MiniMax-Hailuo-2.3-Fast', 'imageToVideo', 'MiniMax-Hailuo-2.3-Fast', 'optional', 2000],
	['minimax-h3', 'textToVideo', 'minimax-h3-text-to-video', 'required', 7000],
	['minimax-h3', 'imageToVideo', 'minimax-h3-image-to-video', 'required', 7000],
	['minimax-h3', 'firstLastFrame', 'minimax-h3-image-to-video', 'required', 7000],
	['minimax-h3', 'lastFrame', 'minimax-h3-image-to-video', 'required', 7000],
	['minimax-h3', 'reference', 'minimax-h3-reference-to-video', 'required', 7000],
	['minimax-h3-max', 'textToVideo', 'minimax-h3-max-text-to-video', 'required', 7000],
	['minimax-h3-max', 'imageToVideo', 'minimax-h3-max-image-to-video', 'required', 7000],
	['minimax-h3-max', 'firstLastFrame', 'minimax-h3-max-image-to-video', 'required', 7000],
	['minimax-h3-max', 'reference', 'minimax-h3-max-reference-to-video', 'required', 7000],
	['minimax-h3-max-turbo', 'textToVideo', 'minimax-h3-max-turbo-text-to-video', 'required', 7000],
	['minimax-h3-max-turbo', 'imageToVideo', 'minimax-h3-max-turbo-image-to-video', 'required', 7000],
	[
		'minimax-h3-max-turbo',
		'firstLastFrame',
		'minimax-h3-max-turbo-image-to-video',
		'required',
		7000,
	],
];

const SIX_RATIOS = ['16:9', '21:9', '4:3', '1:1', '3:4', '9:16'];

/** The aspect ratios of each mode; modes with frames take none. The first is the default. */
const RATIOS: ReadonlyArray<[model: string, mode: FixedMode, ratios: string[]]> = [
	['minimax-h3', 'textToVideo', SIX_RATIOS],
	['minimax-h3', 'reference', ['adaptive', ...SIX_RATIOS]],
	['minimax-h3-max', 'textToVideo', SIX_RATIOS],
	['minimax-h3-max', 'reference', ['adaptive', ...SIX_RATIOS]],
	['minimax-h3-max-turbo', 'textToVideo', SIX_RATIOS],
];

export const MODEL_VALUES = [
	'MiniMax-Hailuo-02',
	'MiniMax-Hailuo-2.3',
	'MiniMax-Hailuo-2.3-Fast',
	'minimax-h3',
	'minimax-h3-max',
	'minimax-h3-max-turbo',
];
export const FIXED_MODES: FixedMode[] = [
	'textToVideo',
	'imageToVideo',
	'firstLastFrame',
	'lastFrame',
	'reference',
];
export const QUALITIES = ['480p', '512p', '768p', '1080p', '2k'];
export const DURATIONS = FROM_4;
export const ASPECT_RATIOS = ['adaptive', ...SIX_RATIOS];

/** The rows that match the arguments; undefined matches every row. */
function rowsOf(model?: string, mode?: string, quality?: string) {
	return ROWS.filter(
		(row) =>
			(model === undefined || row[0] === model) &&
			(mode === undefined || row[1] === mode) &&
			(quality === undefined || row[2] === quality),
	);
}

export function documentedModes(model?: string): FixedMode[] {
	const documented = rowsOf(model).map(([, mode]) => mode);
	return FIXED_MODES.filter((mode) => documented.includes(mode));
}

export function documentedQualities(model?: string, mode?: string): string[] {
	const documented = rowsOf(model, mode).map(([, , quality]) => quality);
	return QUALITIES.filter((quality) => documented.includes(quality));
}

export function documentedDurations(model?: string, mode?: string, quality?: string): number[] {
	const documented = rowsOf(model, mode, quality).flatMap(([, , , seconds]) => seconds);
	return DURATIONS.filter((seconds) => documented.includes(seconds));
}

export function documentedRatios(model?: string, mode?: string): string[] {
	const documented = RATIOS.filter(
		(row) => (model === undefined || row[0] === model) && (mode === undefined || row[1] === mode),
	).flatMap(([, , ratios]) => ratios);
	return [...new Set(documented)];
}

/** The modes that the form offers: `auto` only if it can select one of several. */
export function offeredModes(model?: string): Array<FixedMode | 'auto'> {
	const modes = documentedModes(model);
	return modes.includes('textToVideo') ? [...modes, 'auto'] : modes;
}

/** Any combination of the form, with its documented durations and aspect ratios; `auto` included. */
export function offeredQualities(model?: string, mode?: string): string[] {
	if (mode !== 'auto') return documentedQualities(model, mode);
	// Only what is possible with any number of images.
	return documentedQualities(model, 'textToVideo');
}

export function offeredDurations(model?: string, mode?: string, quality?: string): number[] {
	return documentedDurations(model, mode === 'auto' ? 'textToVideo' : mode, quality);
}

export function offeredRatios(model?: string, mode?: string): string[] {
	return documentedRatios(model, mode === 'auto' ? 'textToVideo' : mode);
}

/** The fields of the body that contain these media. */
export function documentedMedia(
	model: string,
	mode: FixedMode,
	{ first, last, videos }: { first: string; last: string; videos: string[] },
): object {
	const isH3 = model.startsWith('minimax-h3');
	switch (mode) {
		case 'textToVideo':
			return {};
		case 'imageToVideo':
			return isH3 ? { image_start: first } : { image_urls: [first] };
		case 'firstLastFrame':
			return isH3 ? { image_start: first, image_end: last } : { image_urls: [first, last] };
		case 'lastFrame':
			return { image_end: last };
		case 'reference':
			return { image_urls: [first, last], video_urls: videos };
	}
}
