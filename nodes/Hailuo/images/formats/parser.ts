import type { ImageInfo } from '../../domain/imageLimits';
import { err, type Result } from '../../utils/result';

/** A range of the file that a parser requests. No range starts before the previous one. */
export interface ByteRange {
	/** Offset of the first byte in the file. */
	at: number;
	/** Number of bytes. */
	length: number;
}

/**
 * Parses the header of one image format: yields the byte ranges it needs, in file order, and returns
 * the dimensions as a viewer shows them, or the issue as a predicate ("First frame **is truncated…**").
 */
export type HeaderParser = Generator<ByteRange, Result<ImageInfo, string>, DataView>;

export const TRUNCATED = err('is truncated: the file ends in the middle of the image');

export function corrupt(format: string): Result<never, string> {
	return err(`is corrupt: ${format} signature found, but the content is invalid`);
}
