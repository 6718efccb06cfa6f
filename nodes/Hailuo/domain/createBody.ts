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
export function mediaFields(media: Media, rules: ModeRules): Partial<CreateBody> {
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
	return [image_start, image_end, ...image_urls].filter((image) => image !== undefined);
}

/** The body with each image replaced by its URL. */
export function withImages(body: CreateBody, urls: ReadonlyMap<string, string>): CreateBody {
	const { image_urls, image_start, image_end } = body;
	const urlOf = (image: string) => urls.get(image) ?? image;
	return {
		...body,
		...(image_urls && { image_urls: image_urls.map(urlOf) }),
		...(image_start && { image_start: urlOf(image_start) }),
		...(image_end && { image_end: urlOf(image_end) }),
	};
}
