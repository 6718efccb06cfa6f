import { Refusal } from './errors';
import { MAX_REFERENCES, MODELS, REFERENCES, type Mode, type ModelRules } from './models';

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

type Body = Record<string, unknown>;
type Media = Pick<AcceptedRequest, 'mode' | 'imageUrls'>;

const COMMON_FIELDS = ['model', 'prompt', 'quality', 'duration'];

/** Validates a parsed create body as strictly as the API; throws a Refusal for the first issue. */
export function checkCreateRequest(body: unknown): AcceptedRequest {
	if (!isObject(body)) reject('body', 'the body must be a JSON object');
	const { model, quality = '768p', aspect_ratio: ratio } = body;
	const rules = rulesOf(model);
	const unknown = Object.keys(body).find(
		(name) => ![...COMMON_FIELDS, ...rules.fields].includes(name),
	);
	if (unknown !== undefined) reject(unknown, `the field ${unknown} is unknown`);

	const media = mediaOf(body, rules);
	const { videos, needsPrompt = false, ratios = [] } = rules.modes[media.mode]!;
	if (typeof quality !== 'string' || !Object.hasOwn(videos, quality)) {
		reject('quality', `quality must be one of ${Object.keys(videos).join(', ')} here`);
	}
	const { duration = videos[quality][0] } = body;
	if (typeof duration !== 'number' || !videos[quality].includes(duration)) {
		reject('duration', `duration must be one of ${videos[quality].join(', ')} at ${quality}`);
	}
	if (ratio !== undefined && !ratios.includes(String(ratio))) {
		reject('aspect_ratio', `aspect_ratio must be one of ${ratios.join(', ')}`);
	}
	const prompt = checkPrompt(body.prompt ?? '', needsPrompt, rules.promptCharacters);
	const modelParams = checkModelParams(body.model_params ?? {}, rules.params ?? []);
	return { model: String(model), prompt, ...media, quality, duration, modelParams };
}

function reject(param: string, message: string, status = 400, code?: string): never {
	throw new Refusal({ status, message, param, code });
}

function isObject(value: unknown): value is Body {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function rulesOf(model: unknown): ModelRules {
	if (typeof model !== 'string' || model === '') reject('model', 'model must be given as a string');
	if (!Object.hasOwn(MODELS, model)) {
		reject('model', `The model '${model}' does not exist`, 404, 'model_not_found');
	}
	return MODELS[model];
}

/** The mode follows from the fields of the model and the media in them. */
function mediaOf(body: Body, rules: ModelRules): Media {
	if (rules.modes.reference) return { mode: 'reference', imageUrls: referencesOf(body, rules) };
	const hasFrames = rules.fields.includes('image_start');
	const param = hasFrames ? 'image_start' : 'image_urls';
	const media = hasFrames ? framesOf(body) : imagesOf(body);
	if (!rules.modes[media.mode]) reject(param, `${body.model} does not take these images`);
	return media;
}

function imagesOf({ image_urls: urls = [] }: Body): Media {
	const imageUrls = checkUrls('image_urls', urls, 2);
	const modes = ['textToVideo', 'imageToVideo', 'firstLastFrame'] as const;
	return { mode: modes[imageUrls.length], imageUrls };
}

function framesOf({ image_start: start, image_end: end }: Body): Media {
	for (const [param, url] of Object.entries({ image_start: start, image_end: end })) {
		if (url !== undefined && !isHttpUrl(url)) reject(param, `${param} must be an http(s) address`);
	}
	const imageUrls = [start, end].filter(isHttpUrl);
	if (imageUrls.length === 2) return { mode: 'firstLastFrame', imageUrls };
	if (imageUrls.length === 0) return { mode: 'textToVideo', imageUrls };
	return { mode: start === undefined ? 'lastFrame' : 'imageToVideo', imageUrls };
}

function referencesOf(body: Body, { takesAudioAlone = false }: ModelRules): string[] {
	const [images, videos, audios] = Object.entries(REFERENCES).map(([param, max]) =>
		checkUrls(param, body[param] ?? [], max),
	);
	if (images.length + videos.length + audios.length > MAX_REFERENCES) {
		reject('image_urls', `at most ${MAX_REFERENCES} references are possible`);
	}
	if (images.length + videos.length + (takesAudioAlone ? audios.length : 0) === 0) {
		reject('image_urls', 'at least one reference is required');
	}
	return images;
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

function checkPrompt(prompt: unknown, required: boolean, max: number): string {
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
