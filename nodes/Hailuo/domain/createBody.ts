import { isRecord, parseStrictJson } from '../utils/json';
import { newIssue, mustBe } from './issue';
import type { ParameterReader } from './parameterReader';

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

/** The body with each image replaced by its URL. */
export function withImages(body: CreateBody, urls: ReadonlyMap<string, string>): CreateBody {
	const { image_urls, image_start, image_end } = body;
	const urlOf = (image: string) => urls.get(image) ?? image;
	return {
		...body,
		// Additional Body Fields are not validated, so that the list may be something else.
		...(Array.isArray(image_urls) && { image_urls: image_urls.map(urlOf) }),
		...(image_start && { image_start: urlOf(image_start) }),
		...(image_end && { image_end: urlOf(image_end) }),
	};
}

/**
 * Reads the option Additional Body Fields: a JSON object, also as text. It cannot replace a field that
 * the node sends.
 */
export function readAdditionalFields(parameters: ParameterReader, body: CreateBody): object {
	const name = 'options.additionalBodyFields';
	const value = parameters.get(name);
	const fields = typeof value === 'string' ? parseStrictJson(value) : (value ?? {});
	if (!isRecord(fields)) {
		parameters.reject(name, mustBe('a JSON object', value));
		return {};
	}
	const sent = Object.keys(fields).filter((field) => Object.hasOwn(body, field));
	if (sent.length > 0) {
		const message = `contains ${sent.join(', ')}, which the node sends`;
		parameters.reject(name, newIssue(message, 'Remove it and use the form.'));
	}
	return fields;
}
