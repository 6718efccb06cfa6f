import { formatAllowed, formatChoices, formatGot, formatValue, toText } from '../utils/format';
import { err, ok, type Result } from '../utils/result';
import { readCameraSteps, withCamera } from './camera';
import { toMediaFields, withAdditionalFields, type CreateBody } from './createBody';
import { readMedia, type MediaInput } from './media';
import { findModel, modesOf, permissiveModel } from './modelOptions';
import { MODE_NAMES, MODELS, type FixedMode, type Model, type ModeRules } from './models';
import { validatePastedText } from './pastedText';

/** Longer than any name of a model. A longer text was probably meant for another field. */
const MAX_MODEL_CHARACTERS = 100;

/** The raw parameters of one item. Expressions can return anything, so every value is `unknown`. */
export interface CreateRequestInput extends MediaInput {
	model: unknown;
	mode: unknown;
	prompt?: unknown;
	/** Steps of camera commands, appended to the prompt in brackets. */
	cameraMovements?: unknown;
	quality: unknown;
	duration: unknown;
	/** Ignored in modes whose aspect ratio the provider selects. */
	aspectRatio?: unknown;
	promptOptimizer?: unknown;
	fastPretreatment?: unknown;
	/** A JSON object, also as text. */
	additionalBodyFields?: unknown;
}

export interface CreateRequest {
	mode: FixedMode;
	/** A file that is not uploaded yet is represented by its ID. */
	body: CreateBody;
}

/**
 * Validates the parameters of one item against the table of models, before anything is charged.
 *
 * @returns the request, or all issues. Each contains the field's display name, what is allowed, and the
 * value
 */
export function validateCreateRequest(
	input: CreateRequestInput,
	models: readonly Model[] = MODELS,
): Result<CreateRequest, string[]> {
	const text = toText(input.model).trim();
	if (text === '' || text.length > MAX_MODEL_CHARACTERS) {
		const values = formatChoices(models.map(({ value }) => value));
		return err([`Model must be ${values} (got ${formatGot(input.model)})`]);
	}
	const model = findModel(text, models) ?? permissiveModel(text, models);
	const modes = modesOf(model);
	// Every number of images is checked by `readMedia`, also for models without a choice.
	const mode = input.mode === 'auto' ? 'auto' : modes.find((known) => known === input.mode);
	if (mode === undefined) {
		const got = formatGot(input.mode);
		return err([`Mode must be ${formatChoices(modes)} for ${model.name} (got ${got})`]);
	}

	const issues: string[] = [];
	const read = readMedia(input, model, mode, issues);
	if (read === undefined) return err(issues);
	const rules = model.modes[read.mode] as ModeRules;
	const label = `${MODE_NAMES[read.mode]} with ${model.name}`;

	const prompt = readPrompt(input, model, rules, label, issues);
	const quality = readQuality(input, rules, label, issues);
	const duration =
		quality === undefined ? undefined : readDuration(input, rules, quality, model, issues);
	const aspectRatio = readAspectRatio(input, rules, label, issues);
	const modelParams = readModelParams(input, model, issues);
	if (issues.length > 0 || quality === undefined || duration === undefined) return err(issues);
	const body = {
		model: rules.apiModel,
		...(prompt !== '' && { prompt }),
		...toMediaFields(read.media, rules),
		quality,
		duration,
		...(aspectRatio !== undefined && { aspect_ratio: aspectRatio }),
		...(Object.keys(modelParams).length > 0 && { model_params: modelParams }),
	};
	const complete = withAdditionalFields(body, input.additionalBodyFields, issues);
	return issues.length > 0 ? err(issues) : ok({ mode: read.mode, body: complete });
}

function readPrompt(
	input: CreateRequestInput,
	model: Model,
	rules: ModeRules,
	label: string,
	issues: string[],
): string {
	if (isNotText(input.prompt)) {
		issues.push(`Prompt must be text (got ${formatGot(input.prompt)})`);
		return '';
	}
	// A text that was cut at a number of UTF-16 units may end with half an emoji.
	const text = toText(input.prompt).replace(/\p{Cs}/gu, '');
	const pasted = validatePastedText(text);
	if (pasted !== undefined) issues.push(`Prompt ${pasted}`);
	const isEmpty = text.trim() === '';
	if (isEmpty && rules.prompt === 'required') {
		issues.push(`Prompt is empty. ${label} requires one`);
	}
	const steps = readCameraSteps(input.cameraMovements, issues);
	if (steps.length > 0 && !model.hasCameraCommands) {
		issues.push(`Camera Movements are not supported by ${model.name}. Describe them in Prompt`);
	}
	const prompt = withCamera(isEmpty ? '' : text, steps);
	// Counts characters, not UTF-16 units: users count an emoji as one character.
	const characters = [...prompt].length;
	if (characters > rules.maxPrompt) {
		issues.push(
			`Prompt must have at most ${rules.maxPrompt} characters, camera commands included (got ${characters})`,
		);
	}
	return prompt;
}

/** Numbers are accepted as text, but a prompt of "NaN" or "true" would be a costly mistake. */
function isNotText(prompt: unknown): boolean {
	if (typeof prompt === 'number') return !Number.isFinite(prompt);
	return typeof prompt === 'boolean' || (typeof prompt === 'object' && prompt !== null);
}

function readQuality(
	input: CreateRequestInput,
	{ durations }: ModeRules,
	label: string,
	issues: string[],
): string | undefined {
	const wanted = toText(input.quality).trim().toLowerCase();
	const qualities = Object.keys(durations);
	if (qualities.includes(wanted)) return wanted;
	issues.push(
		`Quality must be ${formatChoices(qualities)} for ${label} (got ${formatGot(input.quality)})`,
	);
	return undefined;
}

function readDuration(
	input: CreateRequestInput,
	{ durations }: ModeRules,
	quality: string,
	{ name }: Model,
	issues: string[],
): number | undefined {
	const allowed = durations[quality];
	// Expressions and spreadsheets often return numbers as text; the API accepts only numbers.
	const seconds = typeof input.duration === 'string' ? Number(input.duration) : input.duration;
	const duration = allowed.find((one) => one === seconds);
	if (duration !== undefined) return duration;
	const isSameAtAll = Object.values(durations).every((one) => one.join() === allowed.join());
	const at = isSameAtAll ? '' : ` at ${quality}`;
	issues.push(
		`Duration must be ${formatChoices(allowed)} seconds${at} for ${name} (got ${formatGot(input.duration)})`,
	);
	return undefined;
}

function readAspectRatio(
	input: CreateRequestInput,
	{ aspectRatios }: ModeRules,
	label: string,
	issues: string[],
): string | undefined {
	if (aspectRatios === undefined) return undefined;
	const wanted = toText(input.aspectRatio).trim().toLowerCase();
	if (aspectRatios.includes(wanted)) return wanted;
	issues.push(
		`Aspect Ratio must be ${formatChoices(aspectRatios)} for ${label} (got ${formatGot(input.aspectRatio)})`,
	);
	return undefined;
}

function readModelParams(
	input: CreateRequestInput,
	model: Model,
	issues: string[],
): NonNullable<CreateBody['model_params']> {
	const modelParams: NonNullable<CreateBody['model_params']> = {};
	for (const [name, key, label] of [
		['promptOptimizer', 'prompt_optimizer', 'Prompt Optimizer'],
		['fastPretreatment', 'fast_pretreatment', 'Fast Prompt Optimizer'],
	] as const) {
		const value = input[name];
		if (value === undefined) continue;
		if (typeof value !== 'boolean') {
			issues.push(`${label} is ${formatValue(value)}. ${formatAllowed([true, false])}`);
		} else if (!model.modelParams.includes(name)) {
			issues.push(`${label} is not supported by ${model.name}. Remove this option`);
		} else {
			modelParams[key] = value;
		}
	}
	return modelParams;
}
