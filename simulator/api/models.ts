/** What a video is made from. */
export type Mode = 'textToVideo' | 'imageToVideo' | 'firstLastFrame' | 'lastFrame' | 'reference';

/** What the documentation allows in a mode of a model of the API. */
export interface DocumentedMode {
	apiModel: string;
	mode: Mode;
	isPromptRequired: boolean;
	/** The durations at each quality, seconds; the first is the default. */
	durations: Record<string, number[]>;
	/** The first is the default. */
	ratios: string[];
}

/**
 * What the provider's documentation allows, written out by hand and not derived from the package's own
 * table, whose tests compare both: a mistake there must not occur here, too.
 *
 * Columns: name in the API, mode, prompt, durations (s) at each quality, aspect ratios.
 */
const TABLE = `
MiniMax-Hailuo-02                    | textToVideo    | required | 768p: 6 10, 1080p: 6             |
MiniMax-Hailuo-02                    | imageToVideo   | optional | 512p: 6 10, 768p: 6 10, 1080p: 6 |
MiniMax-Hailuo-02                    | firstLastFrame | optional | 768p: 6 10, 1080p: 6             |
MiniMax-Hailuo-2.3                   | textToVideo    | required | 768p: 6 10, 1080p: 6             |
MiniMax-Hailuo-2.3                   | imageToVideo   | required | 768p: 6 10, 1080p: 6             |
MiniMax-Hailuo-2.3-Fast              | imageToVideo   | optional | 768p: 6 10, 1080p: 6             |
minimax-h3-text-to-video             | textToVideo    | required | 768p: 4-15, 2k: 4-15             | 16:9 21:9 4:3 1:1 3:4 9:16
minimax-h3-image-to-video            | imageToVideo   | required | 768p: 4-15, 2k: 4-15             |
minimax-h3-image-to-video            | firstLastFrame | required | 768p: 4-15, 2k: 4-15             |
minimax-h3-image-to-video            | lastFrame      | required | 768p: 4-15, 2k: 4-15             |
minimax-h3-reference-to-video        | reference      | required | 768p: 4-15, 2k: 4-15             | adaptive 16:9 21:9 4:3 1:1 3:4 9:16
minimax-h3-max-text-to-video         | textToVideo    | required | 480p: 5-15, 768p: 5-15           | 16:9 21:9 4:3 1:1 3:4 9:16
minimax-h3-max-image-to-video        | imageToVideo   | required | 480p: 5-15, 768p: 5-15           |
minimax-h3-max-image-to-video        | firstLastFrame | required | 480p: 5-15, 768p: 5-15           |
minimax-h3-max-reference-to-video    | reference      | required | 480p: 5-15, 768p: 5-15           | adaptive 16:9 21:9 4:3 1:1 3:4 9:16
minimax-h3-max-turbo-text-to-video   | textToVideo    | required | 480p: 5-15, 768p: 5-15           | 16:9 21:9 4:3 1:1 3:4 9:16
minimax-h3-max-turbo-image-to-video  | imageToVideo   | required | 480p: 5-15, 768p: 5-15           |
minimax-h3-max-turbo-image-to-video  | firstLastFrame | required | 480p: 5-15, 768p: 5-15           |
`;

export const DOCUMENTED: readonly DocumentedMode[] = TABLE.trim()
	.split('\n')
	.map((line) => {
		const [apiModel, mode, prompt, durations, ratios] = line.split('|').map((cell) => cell.trim());
		const byQuality = durations.split(', ').map((text) => text.split(': '));
		return {
			apiModel,
			mode: mode as Mode,
			isPromptRequired: prompt === 'required',
			durations: Object.fromEntries(byQuality.map(([quality, text]) => [quality, secondsIn(text)])),
			ratios: ratios.split(' ').filter(Boolean),
		};
	});

/** `6 10`, or `4-15` for each of these seconds. */
function secondsIn(text: string): number[] {
	const [from, to] = text.split('-').map(Number);
	if (!to) return text.split(' ').map(Number);
	return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}

export const isHailuo = (model: string) => model.startsWith('MiniMax-Hailuo');

/** The maximum length of a prompt, characters. */
export const maxPromptOf = (model: string) => (isHailuo(model) ? 2000 : 7000);
