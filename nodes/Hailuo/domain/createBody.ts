import { formatGot } from '../utils/format';
import { isRecord } from '../utils/json';
import type { Media } from './media';
import type { ModeRules } from './models';

/** The body of `POST /v1/videos/generations`. */
export interface CreateBody {
	model: string;
	prompt?: string;
	image_urls?: string[];
	image_start?: string;
	image_end?: string;
	video_urls?: string[];
	audio_urls?: string[];
	quality: string;
	/** Seconds. */
	duration: number;
	aspect_ratio?: string;
	model_params?: { prompt_optimizer?: boolean; fast_pretreatment?: boolean };
}

/** The media in the fields of the model. Fields without a value are omitted: some models reject them. */
export function toMediaFields(media: Media, rules: ModeRules): Partial<CreateBody> {
	const { firstFrame, lastFrame, images = [], videos = [], audios = [] } = media;
	switch (rules.media) {
		case 'image_urls': {
			const frames = [firstFrame, lastFrame].filter((frame) => frame !== undefined);
			return frames.length > 0 ? { image_urls: frames } : {};
		}
		case 'image_start, image_end':
			return {
				...(firstFrame !== undefined && { image_start: firstFrame }),
				...(lastFrame !== undefined && { image_end: lastFrame }),
			};
		case 'references':
			return {
				...(images.length > 0 && { image_urls: images }),
				...(videos.length > 0 && { video_urls: videos }),
				...(audios.length > 0 && { audio_urls: audios }),
			};
	}
}

/** The images of a body: URLs, and IDs of files that are not uploaded yet. */
export function imagesIn({ image_urls = [], image_start, image_end }: CreateBody): string[] {
	// Additional Body Fields are not validated, so that the list may be something else.
	const urls = Array.isArray(image_urls) ? image_urls : [];
	return [image_start, image_end, ...urls].filter((image) => image !== undefined);
}

/** The body with each image replaced by its URL. */
export function withImages(body: CreateBody, urls: ReadonlyMap<string, string>): CreateBody {
	const { image_urls, image_start, image_end } = body;
	const urlOf = (image: string) => urls.get(image) ?? image;
	return {
		...body,
		...(Array.isArray(image_urls) && { image_urls: image_urls.map(urlOf) }),
		...(image_start && { image_start: urlOf(image_start) }),
		...(image_end && { image_end: urlOf(image_end) }),
	};
}

/**
 * Adds the fields of the option Additional Body Fields. They cannot replace a field that the node sends.
 *
 * @param value a JSON object, also as text
 * @param issues problems are added here
 */
export function withAdditionalFields(
	body: CreateBody,
	value: unknown,
	issues: string[],
): CreateBody {
	if (value === undefined) return body;
	const fields = typeof value === 'string' ? parseJson(value) : value;
	if (!isRecord(fields)) {
		issues.push(`Additional Body Fields must be a JSON object (got ${formatGot(value)})`);
		return body;
	}
	const sent = Object.keys(fields).filter((name) => Object.hasOwn(body, name));
	if (sent.length > 0) {
		issues.push(
			`Additional Body Fields contains ${sent.join(', ')}, which the node sends. Remove it and use the form`,
		);
	}
	return { ...fields, ...body };
}

function parseJson(text: string): unknown {
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return undefined;
	}
}
