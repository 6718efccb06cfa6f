import { formatChoices } from '../utils/format';
import { newIssue, type Issue } from './issue';

export type ImageFormat = 'JPEG' | 'PNG' | 'WebP' | 'HEIC';

/** What the header of an image says. Width and height are absent if only the provider can tell. */
export interface ImageInfo {
	format: ImageFormat;
	/** Pixels, before a rotation by Exif. */
	width?: number;
	height?: number;
}

/** An image that must be uploaded before the API can fetch it. */
export interface ImageFile extends ImageInfo {
	/** The same for the same content. Represents the image in a request until it has a URL. */
	id: string;
	bytes: number;
}

/** A model's limits for an image. The aspect ratio is 2:5 to 5:2 for all models. */
export interface ImageLimits {
	formats: readonly ImageFormat[];
	maxMegabytes: number;
	/** Pixels; for width and height. */
	minEdge: number;
	maxEdge?: number;
}

const BYTES_PER_MEGABYTE = 1024 * 1024;
const WIDEST = 5 / 2;

/** The limits as text, e.g. "JPEG, PNG or WebP, up to 20 MB, …". */
export function describeLimits({ formats, maxMegabytes, ...edges }: ImageLimits): string {
	return `${formatChoices(formats)}, up to ${maxMegabytes} MB, aspect ratio 2:5 to 5:2, each side ${edgeRange(edges)}`;
}

/**
 * Validates an image against a model's limits. They are the same for portrait and landscape, so that a
 * rotation by Exif does not matter.
 *
 * @returns the issue as a predicate ("First frame **is 200 × 200 px; …**"), or undefined
 */
export function validateImage(image: ImageFile, limits: ImageLimits): Issue | undefined {
	const { format, bytes, width = limits.minEdge, height = limits.minEdge } = image;
	const [short, long] = [Math.min(width, height), Math.max(width, height)];
	const size = `${width} × ${height} px`;
	if (!limits.formats.includes(format)) {
		return newIssue(`must be ${formatChoices(limits.formats)} (got ${format})`);
	}
	if (bytes > limits.maxMegabytes * BYTES_PER_MEGABYTE) {
		// Rounded up: a file slightly over the limit must not be reported as "20.0 MB".
		const megabytes = Math.ceil((bytes / BYTES_PER_MEGABYTE) * 10) / 10;
		return newIssue(`must be at most ${limits.maxMegabytes} MB (got ${megabytes.toFixed(1)} MB)`);
	}
	if (short < limits.minEdge || long > (limits.maxEdge ?? Infinity)) {
		return newIssue(`must have ${edgeRange(limits)} on each side (got ${size})`);
	}
	if (long / short <= WIDEST) return undefined;
	return newIssue(`must have an aspect ratio of 2:5 to 5:2 (got ${size})`);
}

function edgeRange({ minEdge, maxEdge }: Pick<ImageLimits, 'minEdge' | 'maxEdge'>): string {
	return maxEdge === undefined ? `at least ${minEdge} px` : `${minEdge} to ${maxEdge} px`;
}
