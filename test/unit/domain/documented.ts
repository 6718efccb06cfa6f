import type { FixedMode } from '../../../nodes/Hailuo/domain/models';

/**
 * What the provider's documentation allows, written out by hand and not derived from the package's own
 * table: the expected values of the tests.
 *
 * Columns: model, mode, name in the API, prompt, durations (s) at each quality, aspect ratios (the first is
 * the default).
 */
const TABLE = `
MiniMax-Hailuo-02       | textToVideo    | MiniMax-Hailuo-02                    | required | 768p: 6 10, 1080p: 6             |
MiniMax-Hailuo-02       | imageToVideo   | MiniMax-Hailuo-02                    | optional | 512p: 6 10, 768p: 6 10, 1080p: 6 |
MiniMax-Hailuo-02       | firstLastFrame | MiniMax-Hailuo-02                    | optional | 768p: 6 10, 1080p: 6             |
MiniMax-Hailuo-2.3      | textToVideo    | MiniMax-Hailuo-2.3                   | required | 768p: 6 10, 1080p: 6             |
MiniMax-Hailuo-2.3      | imageToVideo   | MiniMax-Hailuo-2.3                   | required | 768p: 6 10, 1080p: 6             |
MiniMax-Hailuo-2.3-Fast | imageToVideo   | MiniMax-Hailuo-2.3-Fast              | optional | 768p: 6 10, 1080p: 6             |
minimax-h3              | textToVideo    | minimax-h3-text-to-video             | required | 768p: 4-15, 2k: 4-15             | 16:9 21:9 4:3 1:1 3:4 9:16
minimax-h3              | imageToVideo   | minimax-h3-image-to-video            | required | 768p: 4-15, 2k: 4-15             |
minimax-h3              | firstLastFrame | minimax-h3-image-to-video            | required | 768p: 4-15, 2k: 4-15             |
minimax-h3              | lastFrame      | minimax-h3-image-to-video            | required | 768p: 4-15, 2k: 4-15             |
minimax-h3              | reference      | minimax-h3-reference-to-video        | required | 768p: 4-15, 2k: 4-15             | adaptive 16:9 21:9 4:3 1:1 3:4 9:16
minimax-h3-max          | textToVideo    | minimax-h3-max-text-to-video         | required | 480p: 5-15, 768p: 5-15           | 16:9 21:9 4:3 1:1 3:4 9:16
minimax-h3-max          | imageToVideo   | minimax-h3-max-image-to-video        | required | 480p: 5-15, 768p: 5-15           |
minimax-h3-max          | firstLastFrame | minimax-h3-max-image-to-video        | required | 480p: 5-15, 768p: 5-15           |
minimax-h3-max          | reference      | minimax-h3-max-reference-to-video    | required | 480p: 5-15, 768p: 5-15           | adaptive 16:9 21:9 4:3 1:1 3:4 9:16
minimax-h3-max-turbo    | textToVideo    | minimax-h3-max-turbo-text-to-video   | required | 480p: 5-15, 768p: 5-15           | 16:9 21:9 4:3 1:1 3:4 9:16
minimax-h3-max-turbo    | imageToVideo   | minimax-h3-max-turbo-image-to-video  | required | 480p: 5-15, 768p: 5-15           |
minimax-h3-max-turbo    | firstLastFrame | minimax-h3-max-turbo-image-to-video  | required | 480p: 5-15, 768p: 5-15           |
`;

export const DURATIONS = [4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15];
export const QUALITIES = ['480p', '512p', '768p', '1080p', '2k'];
export const ASPECT_RATIOS = ['adaptive', '16:9', '21:9', '4:3', '1:1', '3:4', '9:16'];

export interface DocumentedMode {
	model: string;
	mode: FixedMode;
	apiModel: string;
	isPromptRequired: boolean;
	durations: Record<string, number[]>;
	ratios: string[];
}

export const DOCUMENTED: readonly DocumentedMode[] = TABLE.trim()
	.split('\n')
	.map((line) => {
		const [model, mode, apiModel, prompt, durations, ratios] = line
			.split('|')
			.map((cell) => cell.trim());
		const byQuality = durations.split(', ').map((text) => text.split(': '));
		return {
			model,
			mode: mode as FixedMode,
			apiModel,
			isPromptRequired: prompt === 'required',
			durations: Object.fromEntries(byQuality.map(([quality, text]) => [quality, secondsIn(text)])),
			ratios: ratios.split(' ').filter(Boolean),
		};
	});

function secondsIn(text: string): number[] {
	const [from, to] = text.split('-').map(Number);
	return to ? DURATIONS.filter((one) => one >= from && one <= to) : text.split(' ').map(Number);
}

export const MODEL_VALUES = [...new Set(DOCUMENTED.map(({ model }) => model))];
export const FIXED_MODES: FixedMode[] = [
	...(['textToVideo', 'imageToVideo', 'firstLastFrame', 'lastFrame', 'reference'] as const),
];

/**
 * What holds in all modes of a model: the maximum characters of a prompt, whether it may contain camera
 * commands, the entries of `model_params`, the fields that contain the frames, and the limits of an image.
 */
const MODEL_TABLE = `
MiniMax-Hailuo-02       | 2000 | camera | promptOptimizer fastPretreatment | image_urls            | JPEG, PNG or WebP, up to 20 MB, each side at least 301 px
MiniMax-Hailuo-2.3      | 2000 | camera | promptOptimizer fastPretreatment | image_urls            | JPEG, PNG or WebP, up to 20 MB, each side at least 301 px
MiniMax-Hailuo-2.3-Fast | 2000 | camera | promptOptimizer                  | image_urls            | JPEG, PNG or WebP, up to 20 MB, each side at least 301 px
minimax-h3              | 7000 |        |                                  | image_start image_end | JPEG, PNG, WebP or HEIC, up to 30 MB, each side 256 to 5760 px
minimax-h3-max          | 7000 |        |                                  | image_start image_end | JPEG, PNG, WebP or HEIC, up to 30 MB, each side 256 to 5760 px
minimax-h3-max-turbo    | 7000 |        |                                  | image_start image_end | JPEG, PNG, WebP or HEIC, up to 30 MB, each side 256 to 5760 px
`;

/** The cells of a model, after its name. */
function cellsOf(model: string): string[] {
	const row = MODEL_TABLE.split('\n').find((line) => line.split('|')[0].trim() === model);
	if (row === undefined) throw new Error(`No row for ${model}`);
	return row.split('|').map((cell) => cell.trim());
}
export const maxPromptOf = (model: string) => Number(cellsOf(model)[1]);
export const takesCamera = (model: string) => cellsOf(model)[2] === 'camera';
export const parametersOf = (model: string) => cellsOf(model)[3].split(' ').filter(Boolean);
export const imagesOf = (model: string) => cellsOf(model)[5];

/** A row of the form: like the documented one, and for `auto` what every number of images allows. */
export type OfferedMode = Omit<DocumentedMode, 'mode'> & { mode: FixedMode | 'auto' };

/** What the form offers; `auto` only if it can select one of several modes. */
export const OFFERED: readonly OfferedMode[] = MODEL_VALUES.flatMap((model) => {
	const rows = DOCUMENTED.filter((row) => row.model === model);
	const text = rows.filter(({ mode }) => mode === 'textToVideo');
	const isPromptRequired = rows.every((row) => row.isPromptRequired);
	const auto = text.map((row) => ({ ...row, mode: 'auto' as const, isPromptRequired }));
	return [...rows, ...auto];
});

export const offeredModes = (model: string) =>
	OFFERED.filter((row) => row.model === model).map(({ mode }) => mode);

/** The fields of the body that contain these media. */
export function documentedMedia(
	{ model, mode }: DocumentedMode,
	{ first, last, videos }: { first: string; last: string; videos: string[] },
): object {
	const isList = cellsOf(model)[4] === 'image_urls';
	switch (mode) {
		case 'textToVideo':
			return {};
		case 'imageToVideo':
			return isList ? { image_urls: [first] } : { image_start: first };
		case 'firstLastFrame':
			return isList ? { image_urls: [first, last] } : { image_start: first, image_end: last };
		case 'lastFrame':
			return { image_end: last };
		case 'reference':
			return { image_urls: [first, last], video_urls: videos };
	}
}
