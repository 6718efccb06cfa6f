import type { ImageInfo } from '../../domain/imageLimits';

/** A stretch of the file that a parser wants to see; each begins where the one before did, or behind it. */
export interface ByteRange {
	/** Offset of its first byte in the file. */
	at: number;
	/** Bytes. */
	length: number;
}

/**
 * Reads one image format: asks for the stretches it needs, in the order of the file, and ends with
 * the image's size as a viewer sees it, or with what is wrong, in words that follow "First frame …".
 */
export type HeaderParser = Generator<ByteRange, ImageInfo | { complaint: string }, DataView>;

export const TRUNCATED = { complaint: 'is cut off: the file ends in the middle of the image' };

export function corrupt(format: string): { complaint: string } {
	return { complaint: `is broken: it begins like a ${format} file, but does not go on like one` };
}

/** The bytes as text, one character each. */
export function latin1(bytes: DataView, at = 0, length = bytes.byteLength - at): string {
	const codes = Array.from({ length }, (_, i) => bytes.getUint8(at + i));
	return String.fromCharCode(...codes);
}
