import { Refusal } from './errors';
import { DOCUMENTED, isHailuo, maxPromptOf, type Mode } from './models';

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
/** The maximum number of references of each kind, and together. */
const REFERENCES = { image_urls: 9, video_urls: 3, audio_urls: 3 };
const MAX_REFERENCES = 12;

/** Validates a parsed create body as strictly as the API; throws a Refusal for the first issue. */
export function checkCreateRequest(body: unknown): AcceptedRequest {
	if (!isObject(body)) reject('body', 'the body must be a JSON object');
	const { model, quality = '768p', aspect_ratio: ratio } = body;
	if (typeof model !== 'string' || model === '') reject('model', 'model must be given as a string');
	const rows = DOCUMENTED.filter(({ apiModel }) => apiModel === model);
	if (rows.length === 0) {
		reject('model', `The model '${model}' does not exist`, 404, 'model_not_found');
	}
	const known = [...COMMON_FIELDS, ...fieldsOf(model)];
	const unknown = Object.keys(body).find((name) => !known.includes(name));
	if (unknown !== undefined) reject(unknown, `the field ${unknown} is unknown`);

	const [param, media] = mediaOf(model, body);
	const row = rows.find(({ mode }) => mode === media.mode);
	if (row === undefined) reject(param, `${model} does not take these images`);
	const { durations, ratios, isPromptRequired } = row;
	if (typeof quality !== 'string' || !Object.hasOwn(durations, quality)) {
		reject('quality', `quality must be one of ${Object.keys(durations).join(', ')} here`);
	}
	const { duration = durations[quality][0] } = body;
	if (typeof duration !== 'number' || !durations[quality].includes(duration)) {
		reject('duration', `duration must be one of ${durations[quality].join(', ')} at ${quality}`);
	}
	if (ratio !== undefined && !ratios.includes(String(ratio))) {
		reject('aspect_ratio', `aspect_ratio must be one of ${ratios.join(', ')}`);
	}
	const prompt = checkPrompt(body.prompt ?? '', isPromptRequired, maxPromptOf(model));
	const modelParams = checkParams(model, body.model_params ?? {});
	return { model, prompt, ...media, quality, duration, modelParams };
}

function reject(param: string, message: string, status = 400, code?: string): never {
	throw new Refusal({ status, message, param, code });
}

function isObject(value: unknown): value is Body {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The fields of a model besides the common ones. */
function fieldsOf(model: string): string[] {
	if (isHailuo(model)) return ['image_urls', 'model_params'];
	if (model.includes('-image-')) return ['image_start', 'image_end'];
	return model.includes('-text-') ? ['aspect_ratio'] : [...Object.keys(REFERENCES), 'aspect_ratio'];
}

/** The mode, which follows from the media, and the field that is wrong if the model does not have it. */
function mediaOf(model: string, body: Body): [param: string, media: Media] {
	if (isHailuo(model)) return ['image_urls', imagesOf(body)];
	if (!model.includes('-reference-')) return ['image_start', framesOf(body)];
	return ['image_urls', { mode: 'reference', imageUrls: referencesOf(model, body) }];
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

function referencesOf(model: string, body: Body): string[] {
	const takesAudioAlone = model === 'minimax-h3-reference-to-video';
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

function checkParams(model: string, params: unknown): Record<string, boolean> {
	if (!isObject(params)) reject('model_params', 'model_params must be an object');
	const isFast = model.endsWith('-Fast');
	for (const [name, value] of Object.entries(params)) {
		const param = `model_params.${name}`;
		if (name !== 'prompt_optimizer' && (isFast || name !== 'fast_pretreatment')) {
			reject(param, `${param} is unknown to this model`);
		}
		if (typeof value !== 'boolean') reject(param, `${param} must be a boolean`);
	}
	return params as Record<string, boolean>;
}
