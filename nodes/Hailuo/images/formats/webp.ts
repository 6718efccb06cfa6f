import { latin1 } from '../../utils/latin1';
import { ok } from '../../utils/result';
import { corrupt, TRUNCATED, type HeaderParser } from './parser';

/** `RIFF`, and the size of everything after these 8 bytes. `WEBP` follows. */
const RIFF_HEAD_BYTES = 8;
const FIRST_CHUNK_AT = 12;
const FIRST_CHUNK_BYTES = 8 + 10;

const LOSSY_START_CODE = 0x9d012a;
const LOSSLESS_SIGNATURE = 0x2f;

/**
 * WebP (RFC 9649): the first chunk contains the dimensions, in one of three formats. The file header
 * contains the file size, so a truncated file is always detected.
 */
export function* readWebp(size: number): HeaderParser {
	const head = yield { at: 4, length: 4 };
	if (RIFF_HEAD_BYTES + head.getUint32(0, true) > size) return TRUNCATED;
	const chunk = yield { at: FIRST_CHUNK_AT, length: FIRST_CHUNK_BYTES };
	const dimensions = readDimensions(
		latin1(chunk, 0, 4),
		new DataView(chunk.buffer, chunk.byteOffset + 8, 10),
	);
	if (dimensions === undefined || dimensions.width === 0 || dimensions.height === 0)
		return corrupt('WebP');
	return ok({ format: 'WebP', ...dimensions });
}

function readDimensions(
	type: string,
	data: DataView,
): { width: number; height: number } | undefined {
	switch (type) {
		case 'VP8 ': {
			// Lossy: a frame tag of 3 bytes, whose lowest bit is 0 for a key frame, and a start code.
			const isKeyFrame = (data.getUint8(0) & 1) === 0;
			if (!isKeyFrame || data.getUint32(2) % 0x1000000 !== LOSSY_START_CODE) return undefined;
			// 14 bits each; the upper two bits request scaling.
			return {
				width: data.getUint16(6, true) & 0x3fff,
				height: data.getUint16(8, true) & 0x3fff,
			};
		}
		case 'VP8L': {
			if (data.getUint8(0) !== LOSSLESS_SIGNATURE) return undefined;
			const bits = data.getUint32(1, true);
			return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
		}
		case 'VP8X': {
			// Extended: 4 bytes of flags, then 24 bits each.
			const uint24 = (at: number) => data.getUint16(at, true) + data.getUint8(at + 2) * 0x10000;
			return { width: uint24(4) + 1, height: uint24(7) + 1 };
		}
		default:
			return undefined;
	}
}
