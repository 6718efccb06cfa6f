import { Refusal } from './errors';
import {
	H3_FIELDS,
	H3_LONGEST_S,
	H3_MAX_REFERENCES,
	H3_MODELS,
	H3_PROMPT_CHARACTERS,
	H3_RATIOS,
	H3_REFERENCES,
	type H3Rules,
} from './h3';
import { DURATIONS_S, MODELS, MODES, QUALITIES, type Mode, type ModelRules } from './models';

/** A valid create body with its defaults. */
export interface AcceptedRequest {
	readonly model: string;
	readonly prompt: string;
	readonly imageUrls: readonly string[];
	readonly mode: Mode | 'lastFrame' | 'reference';
	readonly quality: string;
	/** Length of the video in seconds. */
	readonly duration: number;
	readonly modelParams: Readonly<Record<string, boolean>>;
}

export const MAX_PROMPT_CHARACTERS = 2000;
const MAX_IMAGES = 2;
const COMMON_FIELDS = ['model', 'prompt', 'quality', 'duration'];
const FIELDS = [...COMMON_FIELDS, 'image_urls', 'model_params'];

function reject(param: string, message: string, status = 400, code?: string): never {
	throw new Refusal({ status, message, param, code });
}

function isObject(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function checkModel(model: unknown): asserts model is string {
	if (typeof model !== 'string' || model === '') reject('model', 'model must be given as a string');
	if (!Object.hasOwn(MODELS, model) && !Object.hasOwn(H3_MODELS, model)) {
		reject('model', `The model '${model}' does not exist`, 404, 'model_not_found');
	}
}

function checkFields(body: Record<string, unknown>, fields: readonly string[]): void {
	const unknown = Object.keys(body).find((field) => !fields.includes(field));
	if (unknown !== undefined) reject(unknown, `the field ${unknown} is unknown`);
}

function isHttpUrl(value: unknown): value is string {
	return typeof value === 'string' && /^https?:\/\/[^/\s]/i.test(value) && URL.canParse(value);
}

function checkUrls(param: string, urls: unknown, max: number): string[] {
	if (!Array.isArray(urls)) reject(param, `${param} must be an array`);
	if (urls.length > max) reject(param, `${param} may hold at most ${max} addresses`);
	if (!urls.every(isHttpUrl)) reject(param, `${param} must hold http(s) addresses`);
	return urls;
}

function checkPrompt(prompt: unknown, required: boolean, max = MAX_PROMPT_CHARACTERS): string {
	if (typeof prompt !== 'string') reject('prompt', 'prompt must be a string');
	if (required && prompt.trim() === '') reject('prompt', 'prompt is required here');
	if ([...prompt].length > max) reject('prompt', `prompt must have at most ${max} characters`);
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
	const { model } = body;
	checkModel(model);
	return Object.hasOwn(H3_MODELS, model)
		? checkH3Request({ ...body, model }, H3_MODELS[model])
		: checkHailuoRequest({ ...body, model }, MODELS[model]);
}

type Body = Record<string, unknown> & { model: string };

function checkHailuoRequest(body: Body, rules: ModelRules): AcceptedRequest {
	checkFields(body, FIELDS);
	const { model, prompt = '', image_urls = [], model_params = {} } = body;
	const { quality = '768p', duration = 6 } = body;
	const imageUrls = checkUrls('image_urls', image_urls, MAX_IMAGES);
	const mode = MODES[imageUrls.length];
	const allowed = rules.combinations[mode];
	if (!allowed) reject('image_urls', `${model} does not take ${imageUrls.length} images`);

	return {
		model,
		prompt: checkPrompt(prompt, rules.promptRequired(mode)),
		imageUrls,
		mode,
		...checkCombination(quality, duration, allowed),
		modelParams: checkModelParams(model_params, rules.params),
	};
}

function checkH3Request(body: Body, rules: H3Rules): AcceptedRequest {
	checkFields(body, [...COMMON_FIELDS, ...H3_FIELDS[rules.mode]]);
	const { model, quality = '768p', duration = rules.shortest } = body;
	if (typeof quality !== 'string' || !rules.qualities.includes(quality)) {
		reject('quality', `quality must be one of ${rules.qualities.join(', ')}`);
	}
	const isDuration = typeof duration === 'number' && Number.isInteger(duration);
	if (!isDuration || duration < rules.shortest || duration > H3_LONGEST_S) {
		reject('duration', `duration must be an integer from ${rules.shortest} to ${H3_LONGEST_S}`);
	}
	const ratios = rules.mode === 'reference' ? ['adaptive', ...H3_RATIOS] : H3_RATIOS;
	const { aspect_ratio = ratios[0] } = body;
	if (typeof aspect_ratio !== 'string' || !ratios.includes(aspect_ratio)) {
		reject('aspect_ratio', `aspect_ratio must be one of ${ratios.join(', ')}`);
	}
	const prompt = checkPrompt(body.prompt ?? '', true, H3_PROMPT_CHARACTERS);
	return { model, prompt, ...checkH3Media(body, rules), quality, duration, modelParams: {} };
}

function checkH3Media(
	body: Body,
	{ mode, strict }: H3Rules,
): Pick<AcceptedRequest, 'imageUrls' | 'mode'> {
	if (mode === 'textToVideo') return { mode, imageUrls: [] };
	if (mode === 'frames') {
		const { image_start: start, image_end: end } = body;
		for (const [param, url] of Object.entries({ image_start: start, image_end: end })) {
			if (url !== undefined && !isHttpUrl(url))
				reject(param, `${param} must be an http(s) address`);
		}
		if (start === undefined && (strict || end === undefined)) {
			reject('image_start', 'image_start is required');
		}
		const imageUrls = [start, end].filter((url) => url !== undefined) as string[];
		if (imageUrls.length === 2) return { mode: 'firstLastFrame', imageUrls };
		return { mode: start === undefined ? 'lastFrame' : 'imageToVideo', imageUrls };
	}
	const [images, videos, audios] = Object.entries(H3_REFERENCES).map(([param, max]) =>
		checkUrls(param, body[param] ?? [], max),
	);
	if (images.length + videos.length + audios.length > H3_MAX_REFERENCES) {
		reject('image_urls', `at most ${H3_MAX_REFERENCES} references are possible`);
	}
	if (images.length + videos.length === 0 && (strict || audios.length === 0)) {
		reject('image_urls', 'at least one reference is required');
	}
	return { mode, imageUrls: images };
}
