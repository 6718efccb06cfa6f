import { formatChoices, toText } from '../utils/format';
import { readCameraSteps, withCamera } from './camera';
import { readAdditionalFields, type CreateBody } from './createBody';
import { newIssue, mustBe } from './issue';
import { readMedia, type FrameFiles } from './media';
import { autoModes, findModel, modesOf, qualitiesOf, unknownModel } from './modelOptions';
import {
	MODE_NAMES,
	MODELS,
	type FixedMode,
	type Mode,
	type Model,
	type ModeRules,
} from './models';
import type { ParameterReader } from './parameterReader';
import { validatePastedText } from './pastedText';

/** Longer than any name of a model. A longer text was probably meant for another field. */
const MAX_MODEL_CHARACTERS = 100;

export interface CreateRequest {
	mode: FixedMode;
	/** A file that is not uploaded yet is represented by its ID. */
	body: CreateBody;
	/** The images of the body, URLs and IDs of files, without those from Additional Body Fields. */
	images: string[];
}

/**
 * Reads the parameters of one item and validates them against the table of models, before anything is
 * charged. Issues are added to the reader.
 *
 * @param files the frames that are files
 * @returns the request; undefined if there are issues
 */
export function readCreateRequest(
	parameters: ParameterReader,
	files: FrameFiles,
	models: readonly Model[] = MODELS,
): CreateRequest | undefined {
	const model = readModel(parameters, models);
	if (model === undefined) return undefined;
	const selected = readMode(parameters, model);
	const media = selected && readMedia(parameters, files, model, selected);
	if (media === undefined) return undefined;

	const { mode, mediaFields } = media;
	const rules = model.modes[mode] as ModeRules;
	const purpose = `${MODE_NAMES[mode]} with ${model.name}`;
	const prompt = readPrompt(parameters, model, rules, purpose);
	const qualities = qualitiesOf(model, mode);
	const quality = parameters.oneOf('quality', qualities, `for ${purpose}`);
	const duration = quality && readDuration(parameters, model, qualities, quality);
	const { aspectRatios } = rules;
	const ratio = aspectRatios && parameters.oneOf('aspectRatio', aspectRatios, `for ${purpose}`);
	const modelParams = readModelParams(parameters, model);
	if (!quality || !duration) return undefined;
	const body = {
		model: rules.apiModel,
		...(prompt && { prompt }),
		...mediaFields,
		quality,
		duration,
		...(ratio && { aspect_ratio: ratio }),
		...(Object.keys(modelParams).length > 0 && { model_params: modelParams }),
	};
	const additional = readAdditionalFields(parameters, body);
	if (parameters.issues.length > 0) return undefined;
	const { image_urls: urls = [], image_start: start, image_end: end } = mediaFields;
	const images = [start, end, ...urls].filter((image) => image !== undefined);
	return { mode, body: { ...additional, ...body }, images };
}

function readModel(parameters: ParameterReader, models: readonly Model[]): Model | undefined {
	const value = parameters.get('model');
	const name = toText(value).trim();
	if (name !== '' && name.length <= MAX_MODEL_CHARACTERS) {
		return findModel(name, models) ?? unknownModel(name);
	}
	const values = formatChoices(models.map((model) => model.value));
	parameters.reject('model', mustBe(values, value));
	return undefined;
}

function readMode(parameters: ParameterReader, model: Model): Mode | undefined {
	// `readMedia` checks every number of images, also for models without a choice.
	if (parameters.is('mode', 'auto') && autoModes(model).some(Boolean)) return 'auto';
	return parameters.oneOf('mode', modesOf(model), `for ${model.name}`);
}

function readPrompt(
	parameters: ParameterReader,
	model: Model,
	rules: ModeRules,
	purpose: string,
): string {
	const value = parameters.get('prompt');
	if (isNotText(value)) {
		parameters.reject('prompt', mustBe('text', value));
		return '';
	}
	// A text that was cut at a number of UTF-16 units may end with half an emoji.
	const text = toText(value).replace(/\p{Cs}/gu, '');
	const issue = validatePastedText(text);
	if (issue !== undefined) parameters.reject('prompt', issue);
	const isEmpty = text.trim() === '';
	if (isEmpty && rules.prompt === 'required') {
		parameters.reject('prompt', newIssue('is empty', `${purpose} requires one.`));
	}
	const prompt = withCamera(isEmpty ? '' : text, readCameraSteps(parameters, model));
	// Counts characters, not UTF-16 units: users count an emoji as one character.
	const characters = [...prompt].length;
	if (characters > model.maxPrompt) {
		const message = `must have at most ${model.maxPrompt} characters, camera commands included (got ${characters})`;
		parameters.reject('prompt', newIssue(message, 'Shorten it.'));
	}
	return prompt;
}

/** Numbers are accepted as text, but a prompt of "NaN" or "true" would be a costly mistake. */
function isNotText(prompt: unknown): boolean {
	if (typeof prompt === 'number') return !Number.isFinite(prompt);
	return typeof prompt === 'boolean' || (typeof prompt === 'object' && prompt !== null);
}

function readDuration(
	parameters: ParameterReader,
	{ name, durations }: Model,
	qualities: readonly string[],
	quality: string,
): number | undefined {
	const isSameAtAll = new Set(qualities.map((one) => durations[one].join())).size === 1;
	const purpose = `seconds${isSameAtAll ? '' : ` at ${quality}`} for ${name}`;
	return parameters.oneOf('duration', durations[quality], purpose);
}

function readModelParams(
	parameters: ParameterReader,
	model: Model,
): NonNullable<CreateBody['model_params']> {
	const modelParams: NonNullable<CreateBody['model_params']> = {};
	for (const [name, key] of [
		['promptOptimizer', 'prompt_optimizer'],
		['fastPretreatment', 'fast_pretreatment'],
	] as const) {
		const option = `options.${name}`;
		if (parameters.get(option) === undefined) continue;
		modelParams[key] = parameters.boolean(option);
		if (model.modelParams.includes(name)) continue;
		const message = `is not supported by ${model.name}`;
		parameters.reject(option, newIssue(message, 'Remove this option.'));
	}
	return modelParams;
}
