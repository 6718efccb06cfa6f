import {
	DURATIONS,
	IMAGES_PER_MODE,
	MODELS,
	QUALITIES,
	type DurationsByQuality,
	type Duration,
	type ModelParameter,
	type FixedMode,
	type Mode,
	type Model,
	type ModeRules,
	type Quality,
} from './models';

/** Queries on the table of models. Results are in the order of the table. */

const FIXED_MODES = Object.keys(IMAGES_PER_MODE) as FixedMode[];

export function findModel(id: string, models: readonly Model[] = MODELS): Model | undefined {
	return models.find((model) => model.id === id);
}

/**
 * The rules for a model that is not in the table (its ID is from an expression): everything that any
 * known model allows. The API rejects what the model does not support, at no cost.
 */
export function permissiveModel(id: string, models: readonly Model[] = MODELS): Model {
	const modes: Partial<Record<FixedMode, ModeRules>> = {};
	for (const mode of FIXED_MODES) {
		const known = models.flatMap((model) => model.modes[mode] ?? []);
		if (known.length > 0) {
			modes[mode] = {
				prompt: permissivePromptRule(known),
				durations: union(known.map((rules) => rules.durations)),
			};
		}
	}
	const modelParams = [...new Set(models.flatMap((model) => model.modelParams))];
	return { id, name: id, description: '', modes, modelParams };
}

/** The modes of a model; `auto` only if there are several. */
export function modesOf(model: Model): Mode[] {
	const fixed = FIXED_MODES.filter((mode) => model.modes[mode] !== undefined);
	return fixed.length > 1 ? [...fixed, 'auto'] : fixed;
}

/** The mode for a number of images, or undefined if the model has none. */
export function modeForImages(model: Model, images: number): FixedMode | undefined {
	return FIXED_MODES.find(
		(mode) => IMAGES_PER_MODE[mode] === images && model.modes[mode] !== undefined,
	);
}

/** The durations by quality of a mode; for `auto`, those that every number of images allows. */
export function durationsByQuality(model: Model, mode: Mode): DurationsByQuality {
	if (mode !== 'auto') return model.modes[mode]?.durations ?? {};
	return intersection(rulesOf(model).map((rules) => rules.durations));
}

/** Whether every request of this mode requires a prompt. */
export function needsPrompt(model: Model, mode: Mode): boolean {
	const rules = mode === 'auto' ? rulesOf(model) : [model.modes[mode]];
	return rules.length > 0 && rules.every((rule) => rule?.prompt === 'required');
}

export function qualitiesIn(durations: DurationsByQuality): Quality[] {
	return Object.keys(durations) as Quality[];
}

export function supports(model: Model, parameter: ModelParameter): boolean {
	return model.modelParams.includes(parameter);
}

function rulesOf(model: Model): ModeRules[] {
	return FIXED_MODES.flatMap((mode) => model.modes[mode] ?? []);
}

function permissivePromptRule(rules: readonly ModeRules[]): ModeRules['prompt'] {
	return rules.every((rule) => rule.prompt === 'required') ? 'required' : 'optional';
}

/** The durations that at least one of them offers. */
export function union(all: readonly DurationsByQuality[]): DurationsByQuality {
	return combine(all, (offers) => offers.some(Boolean));
}

/** The durations that all of them offer. */
function intersection(all: readonly DurationsByQuality[]): DurationsByQuality {
	return combine(all, (offers) => offers.every(Boolean));
}

function combine(
	all: readonly DurationsByQuality[],
	keep: (offers: boolean[]) => boolean,
): DurationsByQuality {
	const combined: Partial<Record<Quality, Duration[]>> = {};
	for (const quality of QUALITIES) {
		const durations = DURATIONS.filter((duration) =>
			keep(all.map((one) => one[quality]?.includes(duration) ?? false)),
		);
		if (durations.length > 0) combined[quality] = durations;
	}
	return combined;
}
