import { Refusal } from './errors';
import { DURATIONS_S, MODELS, MODES, QUALITIES, type Mode, type ModelRules } from './models';

/** A valid create body with its defaults. */
export interface AcceptedRequest {
	readonly model: string;
	readonly prompt: string;
	readonly imageUrls: readonly string[];
	readonly mode: Mode;
	readonly quality: string;
	/** Length of the video in seconds. */
	readonly duration: number;
	readonly modelParams: Readonly<Record<string, boolean>>;
}

export const MAX_PROMPT_CHARACTERS = 2000;
const MAX_IMAGES = 2;
const FIELDS = ['model', 'prompt', 'image_urls', 'quality', 'duration', 'model_params'];

function reject(param: string, message: string, status = 400, code?: string): never {
	throw new Refusal({ status, message, param, code });
}

function isObject(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function checkModel(model: unknown): ModelRules {
	if (typeof model !== 'string' || model === '') reject('model', 'model must be given as a string');
	if (!Object.hasOwn(MODELS, model)) {
		reject('model', `The model '${model}' does not exist`, 404, 'model_not_found');
	}
	return MODELS[model];
}

function isHttpUrl(value: unknown): value is string {
	return typeof value === 'string' && /^https?:\/\/[^/\s]/i.test(value) && URL.canParse(value);
}

function checkImages(images: unknown): string[] {
	if (!Array.isArray(images)) reject('image_urls', 'image_urls must be an array');
	if (images.length > MAX_IMAGES) reject('image_urls', `at most ${MAX_IMAGES} images are possible`);
	if (!images.every(isHttpUrl)) reject('image_urls', 'image_urls must hold http(s) addresses');
	return images;
}

function checkPrompt(prompt: unknown, required: boolean): string {
	if (typeof prompt !== 'string') reject('prompt', 'prompt must be a string');
	if (required && prompt.trim() === '') reject('prompt', 'prompt is required here');
	if ([...prompt].length > MAX_PROMPT_CHARACTERS) {
		reject('prompt', `prompt must have at most ${MAX_PROMPT_CHARACTERS} characters`);
	}
	return prompt;
}

function checkModelParams(params: unknown, known: readonly string[]): Record<string, boolean> {
	if (!isObject(params)) reject('model_params', 'model_params must be an object');
	for (const [name, value] of Object.entries(params)) {
		const param = `model_params.${name}`;
		if (!known.includes(name)) reject(param, `${param} is unknown to this model`);
		if (typeof value !== 'boolean') reject(param, `${param} must be a boolean`);
	}
	return params as Record<string, boolean>;
}

function checkCombination(quality: unknown, duration: unknown, allowed: readonly string[]) {
	if (typeof quality !== 'string' || !QUALITIES.includes(quality)) {
		reject('quality', `quality must be one of ${QUALITIES.join(', ')}`);
	}
	if (typeof duration !== 'number' || !DURATIONS_S.includes(duration)) {
		reject('duration', `duration must be one of the integers ${DURATIONS_S.join(', ')}`);
	}
	if (!allowed.some((combination) => combination.startsWith(`${quality}/`))) {
		reject('quality', `quality ${quality} is not offered for this model and number of images`);
	}
	if (!allowed.includes(`${quality}/${duration}`)) {
		reject('duration', `duration ${duration} is not offered at ${quality}`);
	}
	return { quality, duration };
}

/** Validates a parsed create body as strictly as the API; throws a Refusal for the first issue. */
export function checkCreateRequest(body: unknown): AcceptedRequest {
	if (!isObject(body)) reject('body', 'the body must be a JSON object');
	const rules = checkModel(body.model);
	const unknown = Object.keys(body).find((field) => !FIELDS.includes(field));
	if (unknown !== undefined) reject(unknown, `the field ${unknown} is unknown`);

	const { model, prompt = '', image_urls = [], model_params = {} } = body;
	const { quality = '768p', duration = 6 } = body;
	const imageUrls = checkImages(image_urls);
	const mode = MODES[imageUrls.length];
	const allowed = rules.combinations[mode];
	if (!allowed) reject('image_urls', `${String(model)} does not take ${imageUrls.length} images`);

	return {
		model: model as string,
		prompt: checkPrompt(prompt, rules.promptRequired(mode)),
		imageUrls,
		mode,
		...checkCombination(quality, duration, allowed),
		modelParams: checkModelParams(model_params, rules.params),
	};
}
