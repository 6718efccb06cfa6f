import { err, ok, type Result } from '../utils/result';
import { joined } from './byteStream';
import type { RequestError } from './evidence';

/** Enough for all signatures below. */
const SIGNATURE_BYTES = 12;

/**
 * The first one that matches the start of a file is its type. WebM files begin with an EBML header; MP4 and
 * MOV files with a box (atom) whose type, at offset 4, is one of these, and the brand of a MOV file is "qt".
 * Sources: RFC 8794, ISO/IEC 14496-12 and the QuickTime File Format.
 */
const TYPES = [
	// The first byte, 1A, is a control character, which the linter forbids in a pattern.
	{ start: /^.E\xdf\xa3/s, mimeType: 'video/webm', extension: 'webm' },
	{ start: /^.{4}ftypqt/s, mimeType: 'video/quicktime', extension: 'mov' },
	{
		start: /^.{4}(ftyp|styp|moov|mdat|free|skip|wide|pnot)/s,
		mimeType: 'video/mp4',
		extension: 'mp4',
	},
];

/** A video whose first bytes have been read, so that its type is known. */
export interface OpenedVideo {
	mimeType: string;
	extension: string;
	/** All of it. */
	chunks: AsyncGenerator<Uint8Array, void>;
}

/**
 * Reads the beginning of a video.
 *
 * @returns an error if the content does not begin like a video
 */
export async function openVideo(
	chunks: AsyncGenerator<Uint8Array, void>,
): Promise<Result<OpenedVideo, RequestError>> {
	let start = Buffer.alloc(0);
	while (start.length < SIGNATURE_BYTES) {
		const { value, done } = await chunks.next();
		if (done) break;
		start = Buffer.concat([start, value]);
	}
	if (start.length === 0) return err({ reason: 'unclear', message: 'The file is empty' });
	const signature = start.toString('latin1', 0, SIGNATURE_BYTES);
	const type = TYPES.find((each) => each.start.test(signature));
	if (type === undefined) {
		const message = 'The video URL returned a file that is not a video';
		return err({ reason: 'unclear', message });
	}
	const { mimeType, extension } = type;
	return ok({ mimeType, extension, chunks: joined(start, chunks) });
}
