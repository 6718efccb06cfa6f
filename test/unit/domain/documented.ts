import type { FixedMode } from '../../../nodes/Hailuo/domain/models';

/** Every combination that the API documentation allows, written out by hand: the expected values of the tests. */
export const DOCUMENTED: ReadonlyArray<
	[model: string, mode: FixedMode, quality: string, seconds: number]
> = [
	['MiniMax-Hailuo-02', 'textToVideo', '768p', 6],
	['MiniMax-Hailuo-02', 'textToVideo', '768p', 10],
	['MiniMax-Hailuo-02', 'textToVideo', '1080p', 6],
	['MiniMax-Hailuo-02', 'imageToVideo', '512p', 6],
	['MiniMax-Hailuo-02', 'imageToVideo', '512p', 10],
	['MiniMax-Hailuo-02', 'imageToVideo', '768p', 6],
	['MiniMax-Hailuo-02', 'imageToVideo', '768p', 10],
	['MiniMax-Hailuo-02', 'imageToVideo', '1080p', 6],
	['MiniMax-Hailuo-02', 'firstLastFrame', '768p', 6],
	['MiniMax-Hailuo-02', 'firstLastFrame', '768p', 10],
	['MiniMax-Hailuo-02', 'firstLastFrame', '1080p', 6],
	['MiniMax-Hailuo-2.3', 'textToVideo', '768p', 6],
	['MiniMax-Hailuo-2.3', 'textToVideo', '768p', 10],
	['MiniMax-Hailuo-2.3', 'textToVideo', '1080p', 6],
	['MiniMax-Hailuo-2.3', 'imageToVideo', '768p', 6],
	['MiniMax-Hailuo-2.3', 'imageToVideo', '768p', 10],
	['MiniMax-Hailuo-2.3', 'imageToVideo', '1080p', 6],
	['MiniMax-Hailuo-2.3-Fast', 'imageToVideo', '768p', 6],
	['MiniMax-Hailuo-2.3-Fast', 'imageToVideo', '768p', 10],
	['MiniMax-Hailuo-2.3-Fast', 'imageToVideo', '1080p', 6],
];

export const MODEL_IDS = ['MiniMax-Hailuo-02', 'MiniMax-Hailuo-2.3', 'MiniMax-Hailuo-2.3-Fast'];
export const FIXED_MODES: FixedMode[] = ['textToVideo', 'imageToVideo', 'firstLastFrame'];
export const QUALITIES = ['512p', '768p', '1080p'];
export const DURATIONS = [6, 10];

/** The documented rows that match the arguments; undefined matches every row. */
function documentedFor(model?: string, mode?: string, quality?: string) {
	return DOCUMENTED.filter(
		(row) =>
			(model === undefined || row[0] === model) &&
			(mode === undefined || row[1] === mode) &&
			(quality === undefined || row[2] === quality),
	);
}

export function documentedModes(model?: string): FixedMode[] {
	return [...new Set(documentedFor(model).map(([, mode]) => mode))];
}

export function documentedQualities(model?: string, mode?: string): string[] {
	const documented = documentedFor(model, mode).map(([, , quality]) => quality);
	return QUALITIES.filter((quality) => documented.includes(quality));
}

export function documentedDurations(model?: string, mode?: string, quality?: string): number[] {
	const documented = documentedFor(model, mode, quality).map(([, , , seconds]) => seconds);
	return DURATIONS.filter((seconds) => documented.includes(seconds));
}
