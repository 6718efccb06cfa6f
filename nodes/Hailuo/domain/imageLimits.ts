export const IMAGE_FORMATS = ['JPEG', 'PNG', 'WebP'] as const;
export type ImageFormat = (typeof IMAGE_FORMATS)[number];

/** The format and dimensions in an image header, with the dimensions that a viewer shows. */
export interface ImageInfo {
	format: ImageFormat;
	/** Pixels. */
	width: number;
	height: number;
}

/** An image that must be uploaded before the API can fetch it. */
export interface ImageFile extends ImageInfo {
	/** The same for the same content. Represents the image in a request until it has a URL. */
	id: string;
}

/** The API's limits for an image. Source: the create endpoint's documentation. */
const MAX_MEGABYTES = 20;
const BYTES_PER_MEGABYTE = 1024 * 1024;
/** Pixels; the short edge must be longer than this. */
const MIN_SHORT_EDGE_EXCLUSIVE = 300;
const NARROWEST = { width: 2, height: 5 };
const WIDEST = { width: 5, height: 2 };

/** @returns the issue as a predicate ("First frame **is 20.1 MB; …**"), or undefined */
export function validateFileSize(bytes: number): string | undefined {
	if (bytes <= MAX_MEGABYTES * BYTES_PER_MEGABYTE) return undefined;
	// Rounded up: a file slightly over the limit must not be reported as "20.0 MB".
	const megabytes = Math.ceil((bytes / BYTES_PER_MEGABYTE) * 10) / 10;
	return `is ${megabytes.toFixed(1)} MB; the maximum is ${MAX_MEGABYTES} MB`;
}

/**
 * Validates an image's dimensions against the API's limits. The limits are the same for portrait and
 * landscape, so a rotation by Exif changes only the message, not the result.
 *
 * @returns the issue as a predicate ("First frame **is 200 × 200 px; …**"), or undefined
 */
export function validateDimensions({ width, height }: ImageInfo): string | undefined {
	const actual = `is ${width} × ${height} px`;
	if (Math.min(width, height) <= MIN_SHORT_EDGE_EXCLUSIVE) {
		return `${actual}; the short edge must be over ${MIN_SHORT_EDGE_EXCLUSIVE} px`;
	}
	const isTooNarrow = width * NARROWEST.height < height * NARROWEST.width;
	const isTooWide = width * WIDEST.height > height * WIDEST.width;
	if (!isTooNarrow && !isTooWide) return undefined;
	return `${actual} (${ratio(width, height)}); the aspect ratio must be ${ratio(NARROWEST.width, NARROWEST.height)} to ${ratio(WIDEST.width, WIDEST.height)}`;
}

/** In whole numbers if they are small, e.g. 20:7; otherwise as a decimal, e.g. 2.76:1. */
function ratio(width: number, height: number): string {
	const divisor = greatestCommonDivisor(width, height);
	const [w, h] = [width / divisor, height / divisor];
	if (Math.max(w, h) < 100) return `${w}:${h}`;
	return w > h ? `${(w / h).toFixed(2)}:1` : `1:${(h / w).toFixed(2)}`;
}

function greatestCommonDivisor(a: number, b: number): number {
	return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
