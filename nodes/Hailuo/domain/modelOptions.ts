import {
	MODE_NAMES,
	MODELS,
	type DurationsByQuality,
	type FixedMode,
	type Mode,
	type Model,
	type ModeRules,
} from './models';

/** Queries on the table of models. Results are in the order of the table. */

export const MODES = Object.keys(MODE_NAMES) as Mode[];
const FIXED_MODES = MODES.filter((mode) => mode !== 'auto');

/** The modes that `auto` selects, by the number of image URLs. */
const AUTO_MODES: readonly FixedMode[] = ['textToVideo', 'imageToVideo', 'firstLastFrame'];

/**
 * The model with this value, or with this name in the API, which restricts it to the modes of that name.
 * The case of letters does not matter.
 */
export function findModel(text: string, models: readonly Model[] = MODELS): Model | undefined {
	const isNamed = (name?: string) => name?.toLowerCase() === text.toLowerCase();
	const model = models.find(({ value }) => isNamed(value));
	if (model !== undefined) return model;
	for (const candidate of models) {
		const modes = FIXED_MODES.filter((mode) => isNamed(candidate.modes[mode]?.apiModel));
		if (modes.length === 0) continue;
		return {
			...candidate,
			modes: Object.fromEntries(modes.map((mode) => [mode, candidate.modes[mode]])),
		};
	}
	return undefined;
}

/**
 * The rules for a model that is not in the table (its name is from an expression): everything that any
 * known model allows, in the body of the first one. The API rejects what the model does not support, at
 * no cost. The aspect ratio is not sent: most models reject a request with an unknown field.
 */
export function permissiveModel(name: string, models: readonly Model[] = MODELS): Model {
	const modes: Partial<Record<FixedMode, ModeRules>> = {};
	for (const mode of FIXED_MODES) {
		const [first, ...others] = models.flatMap((model) => model.modes[mode] ?? []);
		if (first === undefined) continue;
		const all = [first, ...others];
		modes[mode] = {
			...first,
			apiModel: name,
			prompt: all.every(({ prompt }) => prompt === 'required') ? 'required' : 'optional',
			maxPrompt: Math.max(...all.map(({ maxPrompt }) => maxPrompt)),
			durations: union(all.map(({ durations }) => durations)),
			aspectRatios: undefined,
			images: {
				formats: [...new Set(all.flatMap(({ images }) => images.formats))],
				maxMegabytes: Math.max(...all.map(({ images }) => images.maxMegabytes)),
				minEdge: Math.min(...all.map(({ images }) => images.minEdge)),
			},
		};
	}
	const modelParams = [...new Set(models.flatMap((model) => model.modelParams))];
	return { value: name, name, description: name, modes, modelParams, hasCameraCommands: true };
}

/** The modes of a model; `auto` only if it could select one of several. */
export function modesOf(model: Model): Mode[] {
	const canSelect = AUTO_MODES.filter((mode) => model.modes[mode] !== undefined).length > 1;
	return MODES.filter((mode) => (mode === 'auto' ? canSelect : model.modes[mode] !== undefined));
}

/** The numbers of image URLs that `auto` accepts. */
export function autoImageCounts(model: Model): number[] {
	return [...AUTO_MODES.keys()].filter((images) => model.modes[AUTO_MODES[images]] !== undefined);
}

/** The mode for a number of image URLs, or undefined if the model has none. */
export function modeForImages(model: Model, images: number): FixedMode | undefined {
	const mode: FixedMode | undefined = AUTO_MODES[images];
	return mode !== undefined && model.modes[mode] !== undefined ? mode : undefined;
}

/** The durations by quality of a mode; for `auto`, those that every number of images allows. */
export function durationsByQuality(model: Model, mode: Mode): DurationsByQuality {
	const all = rulesFor(model, mode).map(({ durations }) => durations);
	const offered = Object.entries(all[0] ?? {}).map(([quality, durations]) => {
		const inAll = durations.filter((seconds) =>
			all.every((one) => one[quality]?.includes(seconds)),
		);
		return [quality, inAll] as const;
	});
	return Object.fromEntries(offered.filter(([, durations]) => durations.length > 0));
}

/** The aspect ratios of a mode; for `auto`, those of text to video. Empty if the provider selects it. */
export function aspectRatiosOf(model: Model, mode: Mode): readonly string[] {
	return rulesFor(model, mode).flatMap(({ aspectRatios = [] }) => aspectRatios);
}

/** Whether every request of this mode requires a prompt. */
export function needsPrompt(model: Model, mode: Mode): boolean {
	return rulesFor(model, mode).every(({ prompt }) => prompt === 'required');
}

/** The names of a model in the API. An unknown model has only its own. */
export function apiModelsOf(value: string, models: readonly Model[] = MODELS): string[] {
	const model = findModel(value, models);
	const names = FIXED_MODES.flatMap((mode) => model?.modes[mode]?.apiModel ?? []);
	return names.length > 0 ? [...new Set(names)] : [value];
}

/**
 * Whether a task's model, as named by the API, matches a filter. Providers differ in case; a task without
 * a model may be of any.
 *
 * @param filter a value of the table, or a name in the API; undefined matches all
 */
export function isOfModel(apiModel: string | undefined, filter: string | undefined): boolean {
	if (apiModel === undefined || filter === undefined) return true;
	const name = normalize(apiModel);
	return apiModelsOf(filter.trim()).some((known) => normalize(known) === name);
}

function normalize(name: string): string {
	return name.trim().toLowerCase();
}

function rulesFor(model: Model, mode: Mode): ModeRules[] {
	const modes = mode === 'auto' ? AUTO_MODES : [mode];
	return modes.flatMap((one) => model.modes[one] ?? []);
}

/** The durations that at least one of them offers, shortest first. */
function union(all: readonly DurationsByQuality[]): DurationsByQuality {
	return Object.fromEntries(
		qualitiesIn(all).map((quality) => {
			const durations = new Set(all.flatMap((one) => one[quality] ?? []));
			return [quality, [...durations].sort((a, b) => a - b)];
		}),
	);
}

/** The qualities, lowest resolution first. */
export function qualitiesIn(all: readonly DurationsByQuality[]): string[] {
	const lines = (quality: string) => parseInt(quality, 10) * (quality.endsWith('k') ? 1000 : 1);
	const qualities = new Set(all.flatMap((one) => Object.keys(one)));
	return [...qualities].sort((a, b) => lines(a) - lines(b));
}
