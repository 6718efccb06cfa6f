import {
	MODE_NAMES,
	MODELS,
	type FixedMode,
	type Mode,
	type Model,
	type ModeRules,
} from './models';

/** Queries on the table of models. Results are in the order of the table. */

export const MODES = Object.keys(MODE_NAMES) as Mode[];

/** The modes that `auto` selects, by the number of image URLs. */
const AUTO_MODES: readonly FixedMode[] = ['textToVideo', 'imageToVideo', 'firstLastFrame'];

/**
 * The model with this value, or with this name in the API, which restricts it to the modes of that name.
 * The case of letters and surrounding blanks do not matter.
 */
export function findModel(text: string, models: readonly Model[] = MODELS): Model | undefined {
	const name = normalize(text);
	const byValue = models.find(({ value }) => normalize(value) === name);
	if (byValue !== undefined) return byValue;
	const withModesOfName = models.map((model) => ({
		...model,
		modes: Object.fromEntries(
			Object.entries(model.modes).filter(([, { apiModel }]) => normalize(apiModel) === name),
		),
	}));
	return withModesOfName.find(({ modes }) => Object.keys(modes).length > 0);
}

/**
 * A model that is not in the table (its name is from an expression): all that any of them allows, in the
 * body of the first one. The API rejects what the model does not support, at no cost. The aspect ratio is not
 * sent: most models reject a request with an unknown field.
 */
export function unknownModel(name: string): Model {
	const withPrompt: ModeRules = { apiModel: name, prompt: 'required' };
	const promptOptional: ModeRules = { apiModel: name, prompt: 'optional' };
	const images = MODELS.map((model) => model.images);
	const secondsAt = (quality: string) =>
		[...new Set(MODELS.flatMap(({ durations }) => durations[quality] ?? []))].sort((a, b) => a - b);
	return {
		...MODELS[0],
		value: name,
		name,
		description: name,
		modes: {
			textToVideo: withPrompt,
			imageToVideo: promptOptional,
			firstLastFrame: promptOptional,
			lastFrame: withPrompt,
			reference: withPrompt,
		},
		durations: Object.fromEntries(
			sortedQualities(MODELS).map((quality) => [quality, secondsAt(quality)]),
		),
		maxPrompt: Math.max(...MODELS.map(({ maxPrompt }) => maxPrompt)),
		images: {
			formats: [...new Set(images.flatMap(({ formats }) => formats))],
			maxMegabytes: Math.max(...images.map(({ maxMegabytes }) => maxMegabytes)),
			minEdge: Math.min(...images.map(({ minEdge }) => minEdge)),
		},
		references: MODELS.find(({ references }) => references?.allowsAudioAlone)?.references,
	};
}

/** The modes of a model; `auto` only if it could select one of several. */
export function modesOf(model: Model): Mode[] {
	const canSelect = autoModes(model).filter(Boolean).length > 1;
	return MODES.filter((mode) => (mode === 'auto' ? canSelect : model.modes[mode] !== undefined));
}

/** The modes that `auto` selects, by the number of image URLs; undefined where the model has none. */
export function autoModes(model: Model): Array<FixedMode | undefined> {
	return AUTO_MODES.map((mode) => (model.modes[mode] === undefined ? undefined : mode));
}

/** The qualities of a mode; for `auto`, those that every number of images allows. */
export function qualitiesOf(model: Model, mode: Mode): string[] {
	return Object.keys(model.durations).filter((quality) =>
		rulesFor(model, mode).every(({ qualities }) => qualities?.includes(quality) ?? true),
	);
}

/** The qualities of all models, lowest resolution first. */
export function sortedQualities(models: readonly Model[]): string[] {
	const lines = (quality: string) => parseInt(quality, 10) * (quality.endsWith('k') ? 1000 : 1);
	const qualities = new Set(models.flatMap(({ durations }) => Object.keys(durations)));
	return [...qualities].sort((a, b) => lines(a) - lines(b));
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
	const rules = Object.values(findModel(value, models)?.modes ?? {});
	return rules.length > 0 ? [...new Set(rules.map(({ apiModel }) => apiModel))] : [value];
}

/**
 * Whether a task's model, as named by the API, matches a filter. Providers differ in case; a task without
 * a model may be of any.
 *
 * @param filter a value of the table, or a name in the API; undefined matches all
 */
export function isOfModel(apiModel: string | undefined, filter: string | undefined): boolean {
	if (apiModel === undefined || filter === undefined) return true;
	return apiModelsOf(filter).some((known) => normalize(known) === normalize(apiModel));
}

function normalize(name: string): string {
	return name.trim().toLowerCase();
}

function rulesFor(model: Model, mode: Mode): ModeRules[] {
	const modes = mode === 'auto' ? AUTO_MODES : [mode];
	return modes.flatMap((one) => model.modes[one] ?? []);
}
