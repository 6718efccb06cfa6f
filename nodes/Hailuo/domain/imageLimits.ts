export const IMAGE_FORMATS = ['JPEG', 'PNG', 'WebP'] as const;
export type ImageFormat = (typeof IMAGE_FORMATS)[number];

/** What the header of an image file says, as a viewer sees the image. */
export interface ImageInfo {
	format: ImageFormat;
	/** Pixels. */
	width: number;
	height: number;
}

/** An image that has to be uploaded before the API can have it. */
export interface ImageFile extends ImageInfo {
	/** The same for the same content; stands for the image's link until there is one. */
	id: string;
}

/** The API's limits for an image. Source: the create endpoint's documentation. */
const MAX_MEGABYTES = 20;
const BYTES_PER_MEGABYTE = 1024 * 1024;
/** Pixels; the short edge must be longer than this. */
const MIN_SHORT_EDGE_EXCLUSIVE = 300;
const NARROWEST = { width: 2, height: 5 };
const WIDEST = { width: 5, height: 2 };

/** @returns what is wrong, in words that follow "First frame …", or undefined */
export function validateFileSize(bytes: number): string | undefined {
	if (bytes <= MAX_MEGABYTES * BYTES_PER_MEGABYTE) return undefined;
	// Rounded up, so that a file a little too large does not read "20.0 MB; allowed is 20 MB".
	const megabytes = Math.ceil((bytes / BYTES_PER_MEGABYTE) * 10) / 10;
	return `has ${megabytes.toFixed(1)} MB; allowed is at most ${MAX_MEGABYTES} MB`;
}

/**
 * Whether the API takes an image of this size. The limits are the same for either direction, so a
 * rotation by Exif changes what the message says and never the verdict.
 *
 * @returns what is wrong, in words that follow "First frame …", or undefined
 */
export function validateDimensions({ width, height }: ImageInfo): string | undefined {
	const is = `is ${width} × ${height} px`;
	if (Math.min(width, height) <= MIN_SHORT_EDGE_EXCLUSIVE) {
		return `${is}; allowed is a short edge over ${MIN_SHORT_EDGE_EXCLUSIVE} px`;
	}
	const isTooNarrow = width * NARROWEST.height < height * NARROWEST.width;
	const isTooWide = width * WIDEST.height > height * WIDEST.width;
	if (!isTooNarrow && !isTooWide) return undefined;
	return `${is} (${ratio(width, height)}); allowed is ${ratio(NARROWEST.width, NARROWEST.height)} to ${ratio(WIDEST.width, WIDEST.height)}`;
}

/** In whole numbers where they are small, e.g. 20:7, else e.g. 2.76:1. */
function ratio(width: number, height: number): string {
	const divisor = greatestCommonDivisor(width, height);
	const [w, h] = [width / divisor, height / divisor];
	if (Math.max(w, h) < 100) return `${w}:${h}`;
	return w > h ? `${(w / h).toFixed(2)}:1` : `1:${(h / w).toFixed(2)}`;
}

function greatestCommonDivisor(a: number, b: number): number {
	return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
