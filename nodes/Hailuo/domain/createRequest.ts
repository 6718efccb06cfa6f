import { readCameraSteps, withCamera } from './camera';
import {
	clipsOf,
	findModel,
	loosestModel,
	modeForImages,
	modesOf,
	needsPrompt,
	qualitiesOf,
	takes,
} from './modelOptions';
import { readImages, type FoundImage } from './imageUrls';
import {
	IMAGES_PER_MODE,
	MAX_PROMPT_CHARACTERS,
	MODE_NAMES,
	MODELS,
	type FixedMode,
	type Model,
} from './models';
import { allowed, instead, quoted, text } from '../utils/format';

/** No model's ID is nearly as long: a longer text was meant as something else. */
const MAX_MODEL_ID_CHARACTERS = 100;

/**
 * What one item asks for, as its parameters came: expressions can put anything anywhere, so
 * nothing is trusted here.
 */
export interface Wish {
	model: unknown;
	mode: unknown;
	prompt?: unknown;
	/** Steps of camera commands; they go out in brackets behind the prompt's text. */
	cameraMovements?: unknown;
	/** Where the frame comes from: `url` (the default) or `binary`. */
	firstFrameSource?: unknown;
	lastFrameSource?: unknown;
	firstFrameUrl?: unknown;
	lastFrameUrl?: unknown;
	firstFrameFile?: FoundImage;
	lastFrameFile?: FoundImage;
	/** For mode `auto`: a list, or text with commas or line breaks. */
	imageUrls?: unknown;
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

export interface CheckedRequest {
	mode: FixedMode;
	/** In `image_urls`, a file that is yet to be uploaded stands by its ID. */
	body: CreateBody;
}

/** Either a request that the API can take, or everything that is wrong with the wish. */
export type CheckResult = { request: CheckedRequest } | { complaints: string[] };

/**
 * Checks a wish against the table of models, before anything is spent.
 *
 * Every complaint names the field as the form does, says what it holds and what is allowed.
 */
export function checkRequest(wish: Wish, models: readonly Model[] = MODELS): CheckResult {
	const modelId = text(wish.model).trim();
	if (modelId === '' || modelId.length > MAX_MODEL_ID_CHARACTERS) {
		const complaint = `Model is ${modelId === '' ? instead(wish.model) : quoted(modelId)}. ${allowed(models.map(({ id }) => id))}`;
		return { complaints: [complaint] };
	}
	const model = findModel(modelId, models) ?? loosestModel(modelId, models);

	const modes = modesOf(model);
	const mode = wish.mode === 'auto' ? 'auto' : modes.find((known) => known === wish.mode);
	if (mode === undefined) {
		const complaint = `Mode ${quoted(wish.mode)} is not possible with ${model.id}. ${allowed(modes)}`;
		return { complaints: [complaint] };
	}

	const complaints: string[] = [];
	const images = readImages(wish, mode, complaints);
	const fixedMode = mode === 'auto' ? modeForImages(model, images.length) : mode;
	if (fixedMode === undefined) {
		const counts = modes.flatMap((known) => (known === 'auto' ? [] : IMAGES_PER_MODE[known]));
		complaints.push(`Image URLs holds ${images.length} links. ${allowed(counts)} with ${model.id}`);
		return { complaints };
	}

	const prompt = readPrompt(wish, model, fixedMode, complaints);
	const clip = readClip(wish, model, fixedMode, complaints);
	const extras = readExtras(wish, model, complaints);
	if (complaints.length > 0 || clip === undefined) return { complaints };

	return {
		request: {
			mode: fixedMode,
			body: {
				model: model.id,
				...(prompt !== '' && { prompt }),
				...(images.length > 0 && { image_urls: images }),
				...clip,
				...(Object.keys(extras).length > 0 && { model_params: extras }),
			},
		},
	};
}

function readPrompt(wish: Wish, model: Model, mode: FixedMode, complaints: string[]): string {
	if (isNoText(wish.prompt)) {
		complaints.push(`Prompt is ${quoted(wish.prompt)}. It must be text`);
		return '';
	}
	const words = text(wish.prompt).trim() === '' ? '' : text(wish.prompt);
	if (words === '' && needsPrompt(model, mode)) {
		complaints.push(`Prompt is empty. ${MODE_NAMES[mode]} with ${model.id} needs one`);
	}
	const prompt = withCamera(words, readCameraSteps(wish.cameraMovements, complaints));
	// Characters, not UTF-16 units: an emoji is one character to whoever reads the message.
	const characters = [...prompt].length;
	if (characters > MAX_PROMPT_CHARACTERS) {
		complaints.push(
			`Prompt has ${characters} characters. At most ${MAX_PROMPT_CHARACTERS} are allowed, camera commands included`,
		);
	}
	return prompt;
}

/** A number is text to people, but nobody wants to pay for a video of "NaN" or "true". */
function isNoText(prompt: unknown): boolean {
	if (typeof prompt === 'number') return !Number.isFinite(prompt);
	return typeof prompt === 'boolean' || (typeof prompt === 'object' && prompt !== null);
}

function readClip(
	wish: Wish,
	model: Model,
	mode: FixedMode,
	complaints: string[],
): { quality: string; duration: number } | undefined {
	const clips = clipsOf(model, mode);
	const quality = qualitiesOf(clips).find((q) => q === text(wish.quality).trim().toLowerCase());
	if (quality === undefined) {
		complaints.push(
			`Quality ${quoted(wish.quality)} is not possible for ${MODE_NAMES[mode]} with ${model.id}. ${allowed(qualitiesOf(clips))}`,
		);
		return undefined;
	}
	const durations = clips[quality] ?? [];
	// Expressions and spreadsheets often give numbers as text; the API takes numbers only.
	const seconds = typeof wish.duration === 'string' ? Number(wish.duration) : wish.duration;
	const duration = durations.find((d) => d === seconds);
	if (duration === undefined) {
		complaints.push(
			`Duration ${quoted(wish.duration)} is not possible at ${quality} for ${MODE_NAMES[mode]}. ${allowed(durations.map((s) => `${s} s`))}`,
		);
		return undefined;
	}
	return { quality, duration };
}

function readExtras(
	wish: Wish,
	model: Model,
	complaints: string[],
): NonNullable<CreateBody['model_params']> {
	const extras: NonNullable<CreateBody['model_params']> = {};
	for (const [name, key, label] of [
		['promptOptimizer', 'prompt_optimizer', 'Prompt Optimizer'],
		['fastPretreatment', 'fast_pretreatment', 'Fast Pretreatment'],
	] as const) {
		const value = wish[name];
		if (value === undefined) continue;
		if (typeof value !== 'boolean') {
			complaints.push(`${label} is ${quoted(value)}. ${allowed([true, false])}`);
		} else if (!takes(model, name)) {
			complaints.push(`${label} is not known to ${model.id}. Remove this option`);
		} else {
			extras[key] = value;
		}
	}
	return extras;
}
