import type { FixedMode } from '../../../nodes/Hailuo/domain/models';
import { DOCUMENTED as ROWS, type DocumentedMode as Row } from '../../../simulator/api/models';

export { maxPromptOf } from '../../../simulator/api/models';

export const DURATIONS = [4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15];
export const QUALITIES = ['480p', '512p', '768p', '1080p', '2k'];
export const ASPECT_RATIOS = ['adaptive', '16:9', '21:9', '4:3', '1:1', '3:4', '9:16'];

/** With the model of the form, which has several names in the API. */
export type DocumentedMode = Row & { model: string };

export const DOCUMENTED: readonly DocumentedMode[] = ROWS.map((row) => ({
	model: row.apiModel.replace(/-(text|image|reference)-to-video$/, ''),
	...row,
}));

export const MODEL_VALUES = [...new Set(DOCUMENTED.map(({ model }) => model))];
export const FIXED_MODES: FixedMode[] = [
	...(['textToVideo', 'imageToVideo', 'firstLastFrame', 'lastFrame', 'reference'] as const),
];

/**
 * What holds in all modes of a model: whether a prompt may contain camera commands, the entries of
 * `model_params`, the fields that contain the frames, and the limits of an image.
 */
const MODEL_TABLE = `
MiniMax-Hailuo-02       | camera | promptOptimizer fastPretreatment | image_urls            | JPEG, PNG or WebP, up to 20 MB, each side at least 301 px
MiniMax-Hailuo-2.3      | camera | promptOptimizer fastPretreatment | image_urls            | JPEG, PNG or WebP, up to 20 MB, each side at least 301 px
MiniMax-Hailuo-2.3-Fast | camera | promptOptimizer                  | image_urls            | JPEG, PNG or WebP, up to 20 MB, each side at least 301 px
minimax-h3              |        |                                  | image_start image_end | JPEG, PNG, WebP or HEIC, up to 30 MB, each side 256 to 5760 px
minimax-h3-max          |        |                                  | image_start image_end | JPEG, PNG, WebP or HEIC, up to 30 MB, each side 256 to 5760 px
minimax-h3-max-turbo    |        |                                  | image_start image_end | JPEG, PNG, WebP or HEIC, up to 30 MB, each side 256 to 5760 px
`;

/** The cells of a model, after its name. */
function cellsOf(model: string): string[] {
	const row = MODEL_TABLE.split('\n').find((line) => line.split('|')[0].trim() === model);
	if (row === undefined) throw new Error(`No row for ${model}`);
	return row.split('|').map((cell) => cell.trim());
}
export const takesCamera = (model: string) => cellsOf(model)[1] === 'camera';
export const parametersOf = (model: string) => cellsOf(model)[2].split(' ').filter(Boolean);
export const imagesOf = (model: string) => cellsOf(model)[4];

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
	const isList = cellsOf(model)[3] === 'image_urls';
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
