import type { FixedMode } from '../../../nodes/Hailuo/domain/models';
import {
	DOCUMENTED as ROWS,
	isHailuo,
	type DocumentedMode as Row,
} from '../../../simulator/api/models';

export { isHailuo, maxPromptOf } from '../../../simulator/api/models';

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
/** The entries of `model_params`. */
export const parametersOf = (model: string) =>
	isHailuo(model)
		? ['promptOptimizer', 'fastPretreatment'].slice(0, model.endsWith('Fast') ? 1 : 2)
		: [];

/** A row of the form: like the documented one, and for `auto` what every number of images allows. */
export type OfferedMode = Omit<DocumentedMode, 'mode'> & { mode: FixedMode | 'auto' };

/** What the form offers; `auto` only if it can select one of several modes. */
export const OFFERED: readonly OfferedMode[] = MODEL_VALUES.flatMap((model) => {
	const rows = DOCUMENTED.filter((row) => row.model === model);
	const text = rows.filter(({ mode }) => mode === 'textToVideo');
	return [...rows, ...text.map((row) => ({ ...row, mode: 'auto' as const }))];
});

export const offeredModes = (model: string) =>
	OFFERED.filter((row) => row.model === model).map(({ mode }) => mode);

/** The fields of the body that contain these media. */
export function documentedMedia(
	{ model, mode }: DocumentedMode,
	{ first, last, videos }: { first: string; last: string; videos: string[] },
): object {
	switch (mode) {
		case 'textToVideo':
			return {};
		case 'imageToVideo':
			return isHailuo(model) ? { image_urls: [first] } : { image_start: first };
		case 'firstLastFrame':
			return isHailuo(model)
				? { image_urls: [first, last] }
				: { image_start: first, image_end: last };
		case 'lastFrame':
			return { image_end: last };
		case 'reference':
			return { image_urls: [first, last], video_urls: videos };
	}
}
