import { formatAllowed, formatMissing, formatValue, toText } from '../utils/format';
import { err, ok, type Result } from '../utils/result';
import { readCameraSteps, withCamera } from './camera';
import {
	durationsByQuality,
	findModel,
	permissiveModel,
	modeForImages,
	modesOf,
	needsPrompt,
	qualitiesIn,
	supports,
} from './modelOptions';
import { readImageUrls, type ImageInput } from './imageUrls';
import {
	IMAGES_PER_MODE,
	MAX_PROMPT_CHARACTERS,
	MODE_NAMES,
	MODELS,
	type FixedMode,
	type Model,
} from './models';

/** Longer than any model ID. A longer text was probably meant for another field. */
const MAX_MODEL_ID_CHARACTERS = 100;

/** The raw parameters of one item. Expressions can return anything, so every value is `unknown`. */
export interface CreateRequestInput extends ImageInput {
	model: unknown;
	mode: unknown;
	prompt?: unknown;
	/** Steps of camera commands, appended to the prompt in brackets. */
	cameraMovements?: unknown;
	quality: unknown;
	duration: unknown;
	promptOptimizer?: unknown;
	fastPretreatment?: unknown;
}

/** The body of `POST /v1/videos/generations`. */
export interface CreateBody {
	model: string;
	prompt?: string;
	image_urls?: string[];
	quality: string;
	/** Seconds. */
	duration: number;
	model_params?: { prompt_optimizer?: boolean; fast_pretreatment?: boolean };
}

export interface CreateRequest {
	mode: FixedMode;
	/** In `image_urls`, a file that is not uploaded yet is represented by its ID. */
	body: CreateBody;
}

/**
 * Validates the parameters of one item against the table of models, before anything is charged.
 *
 * @returns the request, or all issues. Each contains the field's display name, its value, and what is
 * allowed
 */
export function validateCreateRequest(
	input: CreateRequestInput,
	models: readonly Model[] = MODELS,
): Result<CreateRequest, string[]> {
	const modelId = toText(input.model).trim();
	if (modelId === '' || modelId.length > MAX_MODEL_ID_CHARACTERS) {
		const issue = `Model is ${modelId === '' ? formatMissing(input.model) : formatValue(modelId)}. ${formatAllowed(models.map(({ id }) => id))}`;
		return err([issue]);
	}
	const model = findModel(modelId, models) ?? permissiveModel(modelId, models);

	const modes = modesOf(model);
	const mode = input.mode === 'auto' ? 'auto' : modes.find((known) => known === input.mode);
	if (mode === undefined) {
		const issue = `Mode ${formatValue(input.mode)} is not possible with ${model.id}. ${formatAllowed(modes)}`;
		return err([issue]);
	}

	const issues: string[] = [];
	const images = readImageUrls(input, mode, issues);
	const fixedMode = mode === 'auto' ? modeForImages(model, images.length) : mode;
	if (fixedMode === undefined) {
		const counts = modes.flatMap((known) => (known === 'auto' ? [] : IMAGES_PER_MODE[known]));
		issues.push(`Image URLs has ${images.length} URLs. ${formatAllowed(counts)} with ${model.id}`);
		return err(issues);
	}

	const prompt = readPrompt(input, model, fixedMode, issues);
	const video = readQualityAndDuration(input, model, fixedMode, issues);
	const modelParams = readModelParams(input, model, issues);
	if (issues.length > 0 || video === undefined) return err(issues);

	return ok({
		mode: fixedMode,
		body: {
			model: model.id,
			...(prompt !== '' && { prompt }),
			...(images.length > 0 && { image_urls: images }),
			...video,
			...(Object.keys(modelParams).length > 0 && { model_params: modelParams }),
		},
	});
}

function readPrompt(
	input: CreateRequestInput,
	model: Model,
	mode: FixedMode,
	issues: string[],
): string {
	if (isNotText(input.prompt)) {
		issues.push(`Prompt is ${formatValue(input.prompt)}. It must be text`);
		return '';
	}
	const text = toText(input.prompt).trim() === '' ? '' : toText(input.prompt);
	if (text === '' && needsPrompt(model, mode)) {
		issues.push(`Prompt is empty. ${MODE_NAMES[mode]} with ${model.id} requires one`);
	}
	const prompt = withCamera(text, readCameraSteps(input.cameraMovements, issues));
	// Counts characters, not UTF-16 units: users count an emoji as one character.
	const characters = [...prompt].length;
	if (characters > MAX_PROMPT_CHARACTERS) {
		issues.push(
			`Prompt has ${characters} characters. At most ${MAX_PROMPT_CHARACTERS} are allowed, camera commands included`,
		);
	}
	return prompt;
}

/** Numbers are accepted as text, but a prompt of "NaN" or "true" would be a costly mistake. */
function isNotText(prompt: unknown): boolean {
	if (typeof prompt === 'number') return !Number.isFinite(prompt);
	return typeof prompt === 'boolean' || (typeof prompt === 'object' && prompt !== null);
}

function readQualityAndDuration(
	input: CreateRequestInput,
	model: Model,
	mode: FixedMode,
	issues: string[],
): { quality: string; duration: number } | undefined {
	const offered = durationsByQuality(model, mode);
	const quality = qualitiesIn(offered).find(
		(q) => q === toText(input.quality).trim().toLowerCase(),
	);
	if (quality === undefined) {
		issues.push(
			`Quality ${formatValue(input.quality)} is not possible for ${MODE_NAMES[mode]} with ${model.id}. ${formatAllowed(qualitiesIn(offered))}`,
		);
		return undefined;
	}
	const durations = offered[quality] ?? [];
	// Expressions and spreadsheets often return numbers as text; the API accepts only numbers.
	const seconds = typeof input.duration === 'string' ? Number(input.duration) : input.duration;
	const duration = durations.find((d) => d === seconds);
	if (duration === undefined) {
		issues.push(
			`Duration ${formatValue(input.duration)} is not possible at ${quality} for ${MODE_NAMES[mode]}. ${formatAllowed(durations.map((s) => `${s} s`))}`,
		);
		return undefined;
	}
	return { quality, duration };
}

function readModelParams(
	input: CreateRequestInput,
	model: Model,
	issues: string[],
): NonNullable<CreateBody['model_params']> {
	const modelParams: NonNullable<CreateBody['model_params']> = {};
	for (const [name, key, label] of [
		['promptOptimizer', 'prompt_optimizer', 'Prompt Optimizer'],
		['fastPretreatment', 'fast_pretreatment', 'Fast Pretreatment'],
	] as const) {
		const value = input[name];
		if (value === undefined) continue;
		if (typeof value !== 'boolean') {
			issues.push(`${label} is ${formatValue(value)}. ${formatAllowed([true, false])}`);
		} else if (!supports(model, name)) {
			issues.push(`${label} is not supported by ${model.id}. Remove this option`);
		} else {
			modelParams[key] = value;
		}
	}
	return modelParams;
}
