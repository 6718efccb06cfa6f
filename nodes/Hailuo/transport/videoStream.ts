import { latin1 } from '../utils/latin1';
import type { RequestError } from './evidence';

/** The maximum size of a download, bytes: a hundred times a video of 10 s at 1080p. */
export const MAX_VIDEO_BYTES = 1024 ** 3;
export const TOO_LARGE: RequestError = {
	reason: 'invalid',
	message: 'The file is larger than 1 GB, so it is not a video from this API',
};

/** Enough for all signatures below. */
const SIGNATURE_BYTES = 8;

/**
 * MP4 and MOV files begin with a box (atom) whose type, at offset 4, is one of these. Sources:
 * ISO/IEC 14496-12 and the QuickTime File Format.
 */
const MP4_START = /^.{4}(ftyp|styp|moov|mdat|free|skip|wide|pnot)/s;
/** WebM files begin with an EBML header. Source: RFC 8794. */
const WEBM_START = '\u001aE\u00df\u00a3';

/** The content of a download is invalid; `error` contains the reason. */
export class InvalidContent extends Error {
	constructor(readonly error: RequestError) {
		super(error.message);
	}
}

/**
 * Yields a video chunk by chunk. Throws `InvalidContent` before the first byte if the content does not
 * begin like a video, and as soon as there are more than `maxBytes`.
 *
 * @param onChunk called when a chunk arrives and when the next one is requested
 */
export async function* validVideo(
	chunks: AsyncIterable<Uint8Array>,
	onChunk: () => void = () => {},
	maxBytes = MAX_VIDEO_BYTES,
): AsyncGenerator<Uint8Array, void> {
	let start: Uint8Array = new Uint8Array();
	let bytes = 0;
	let isVideo = false;
	for await (const chunk of chunks) {
		onChunk();
		bytes += chunk.length;
		if (bytes > maxBytes) throw new InvalidContent(TOO_LARGE);
		if (isVideo) {
			yield chunk;
		} else {
			start = Buffer.concat([start, chunk]);
			if (start.length >= SIGNATURE_BYTES) {
				assertVideo(start);
				isVideo = true;
				yield start;
			}
		}
		onChunk();
	}
	if (!isVideo) assertVideo(start);
}

function assertVideo(start: Uint8Array): void {
	if (start.length === 0) {
		throw new InvalidContent({ reason: 'unclear', message: 'The file is empty' });
	}
	const head = start.subarray(0, SIGNATURE_BYTES);
	const text = latin1(new DataView(head.buffer, head.byteOffset, head.length));
	if (MP4_START.test(text) || text.startsWith(WEBM_START)) return;
	throw new InvalidContent({
		reason: 'unclear',
		message: 'The video URL returned a file that is not a video',
	});
}
