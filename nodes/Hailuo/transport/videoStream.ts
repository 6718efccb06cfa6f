import { latin1 } from '../utils/latin1';
import { err, ok, type Result } from '../utils/result';
import type { RequestError } from './evidence';

/** The maximum size of a download, bytes: a hundred times a video of 10 s at 1080p. */
export const MAX_VIDEO_BYTES = 1024 ** 3;
export const TOO_LARGE: RequestError = {
	reason: 'invalid',
	message: 'The file is larger than 1 GB, so it is not a video from this API',
};

/** Enough for all signatures below. */
const SIGNATURE_BYTES = 12;

/**
 * MP4 and MOV files begin with a box (atom) whose type, at offset 4, is one of these; the brand of a MOV
 * file is "qt". Sources: ISO/IEC 14496-12 and the QuickTime File Format.
 */
const MP4_START = /^.{4}(ftyp|styp|moov|mdat|free|skip|wide|pnot)/s;
const MOV_START = /^.{4}ftypqt/s;
/** WebM files begin with an EBML header. Source: RFC 8794. */
const WEBM_START = /^\x1aE\xdf\xa3/;

const TYPES = [
	{ start: WEBM_START, mimeType: 'video/webm', extension: 'webm' },
	{ start: MOV_START, mimeType: 'video/quicktime', extension: 'mov' },
	{ start: MP4_START, mimeType: 'video/mp4', extension: 'mp4' },
] as const;

/** A download turned out to be too large; `error` says so. */
export class InvalidContent extends Error {
	constructor(readonly error: RequestError) {
		super(error.message);
	}
}

/** A video whose first bytes have been read, so that its type is known. */
export interface OpenedVideo {
	mimeType: string;
	extension: string;
	/** All of it. Throws `InvalidContent` as soon as there are more than `maxBytes`. */
	chunks: AsyncGenerator<Uint8Array, void>;
}

/**
 * Reads the beginning of a video.
 *
 * @param onChunk called when a chunk arrives and when the next one is requested
 * @returns an error if the content does not begin like a video
 */
export async function openVideo(
	source: AsyncIterable<Uint8Array>,
	onChunk: () => void = () => {},
	maxBytes = MAX_VIDEO_BYTES,
): Promise<Result<OpenedVideo, RequestError>> {
	const chunks = source[Symbol.asyncIterator]();
	let start: Uint8Array = new Uint8Array();
	let isAtEnd = false;
	while (start.length < SIGNATURE_BYTES && !isAtEnd) {
		const { value, done } = await chunks.next();
		onChunk();
		if (done === true) isAtEnd = true;
		else start = Buffer.concat([start, value]);
	}
	if (start.length === 0) return err({ reason: 'unclear', message: 'The file is empty' });
	const head = start.subarray(0, SIGNATURE_BYTES);
	const text = latin1(new DataView(head.buffer, head.byteOffset, head.length));
	const type = TYPES.find((known) => known.start.test(text));
	if (type === undefined) {
		const message = 'The video URL returned a file that is not a video';
		return err({ reason: 'unclear', message });
	}
	const { mimeType, extension } = type;
	const rest = { [Symbol.asyncIterator]: () => chunks };
	return ok({ mimeType, extension, chunks: limited(start, rest, onChunk, maxBytes) });
}

async function* limited(
	start: Uint8Array,
	rest: AsyncIterable<Uint8Array>,
	onChunk: () => void,
	maxBytes: number,
): AsyncGenerator<Uint8Array, void> {
	let bytes = start.length;
	yield start;
	onChunk();
	for await (const chunk of rest) {
		onChunk();
		bytes += chunk.length;
		if (bytes > maxBytes) throw new InvalidContent(TOO_LARGE);
		yield chunk;
		onChunk();
	}
}
