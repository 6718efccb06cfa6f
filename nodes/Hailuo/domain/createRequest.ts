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
import { readImageUrls, type FrameFile } from './imageUrls';
import {
	IMAGES_PER_MODE,
	MAX_PROMPT_CHARACTERS,
	MODE_NAMES,
	MODELS,
	type FixedMode,
	type Model,
} from './models';
import { formatAllowed, formatMissing, formatValue, toText } from '../utils/format';

/** No model's ID is nearly as long: a longer text was meant as something else. */
const MAX_MODEL_ID_CHARACTERS = 100;

/**
 * What one item asks for, as its parameters came: expressions can put anything anywhere, so
 * nothing is trusted here.
 */
export interface CreateRequestInput {
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
	firstFrameFile?: FrameFile;
	lastFrameFile?: FrameFile;
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

export interface CreateRequest {
	mode: FixedMode;
	/** In `image_urls`, a file that is yet to be uploaded stands by its ID. */
	body: CreateBody;
}

/** Either a request that the API can take, or everything that is wrong with the wish. */
export type CheckResult = { request: CreateRequest } | { complaints: string[] };

/**
 * Checks a wish against the table of models, before anything is spent.
 *
 * Every complaint names the field as the form does, says what it holds and what is allowed.
 */
export function validateCreateRequest(
	wish: CreateRequestInput,
	models: readonly Model[] = MODELS,
): CheckResult {
	const modelId = toText(wish.model).trim();
	if (modelId === '' || modelId.length > MAX_MODEL_ID_CHARACTERS) {
		const complaint = `Model is ${modelId === '' ? formatMissing(wish.model) : formatValue(modelId)}. ${formatAllowed(models.map(({ id }) => id))}`;
		return { complaints: [complaint] };
	}
	const model = findModel(modelId, models) ?? permissiveModel(modelId, models);

	const modes = modesOf(model);
	const mode = wish.mode === 'auto' ? 'auto' : modes.find((known) => known === wish.mode);
	if (mode === undefined) {
		const complaint = `Mode ${formatValue(wish.mode)} is not possible with ${model.id}. ${formatAllowed(modes)}`;
		return { complaints: [complaint] };
	}

	const complaints: string[] = [];
	const images = readImageUrls(wish, mode, complaints);
	const fixedMode = mode === 'auto' ? modeForImages(model, images.length) : mode;
	if (fixedMode === undefined) {
		const counts = modes.flatMap((known) => (known === 'auto' ? [] : IMAGES_PER_MODE[known]));
		complaints.push(
			`Image URLs holds ${images.length} links. ${formatAllowed(counts)} with ${model.id}`,
		);
		return { complaints };
	}

	const prompt = readPrompt(wish, model, fixedMode, complaints);
	const clip = readQualityAndDuration(wish, model, fixedMode, complaints);
	const extras = readModelParams(wish, model, complaints);
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

function readPrompt(
	wish: CreateRequestInput,
	model: Model,
	mode: FixedMode,
	complaints: string[],
): string {
	if (isNotText(wish.prompt)) {
		complaints.push(`Prompt is ${formatValue(wish.prompt)}. It must be text`);
		return '';
	}
	const words = toText(wish.prompt).trim() === '' ? '' : toText(wish.prompt);
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
function isNotText(prompt: unknown): boolean {
	if (typeof prompt === 'number') return !Number.isFinite(prompt);
	return typeof prompt === 'boolean' || (typeof prompt === 'object' && prompt !== null);
}

function readQualityAndDuration(
	wish: CreateRequestInput,
	model: Model,
	mode: FixedMode,
	complaints: string[],
): { quality: string; duration: number } | undefined {
	const clips = durationsByQuality(model, mode);
	const quality = qualitiesIn(clips).find((q) => q === toText(wish.quality).trim().toLowerCase());
	if (quality === undefined) {
		complaints.push(
			`Quality ${formatValue(wish.quality)} is not possible for ${MODE_NAMES[mode]} with ${model.id}. ${formatAllowed(qualitiesIn(clips))}`,
		);
		return undefined;
	}
	const durations = clips[quality] ?? [];
	// Expressions and spreadsheets often give numbers as text; the API takes numbers only.
	const seconds = typeof wish.duration === 'string' ? Number(wish.duration) : wish.duration;
	const duration = durations.find((d) => d === seconds);
	if (duration === undefined) {
		complaints.push(
			`Duration ${formatValue(wish.duration)} is not possible at ${quality} for ${MODE_NAMES[mode]}. ${formatAllowed(durations.map((s) => `${s} s`))}`,
		);
		return undefined;
	}
	return { quality, duration };
}

function readModelParams(
	wish: CreateRequestInput,
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
			complaints.push(`${label} is ${formatValue(value)}. ${formatAllowed([true, false])}`);
		} else if (!supports(model, name)) {
			complaints.push(`${label} is not known to ${model.id}. Remove this option`);
		} else {
			extras[key] = value;
		}
	}
	return extras;
}
