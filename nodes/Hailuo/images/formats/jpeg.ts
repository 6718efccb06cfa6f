import { latin1 } from '../../utils/latin1';
import { ok } from '../../utils/result';
import { corrupt, TRUNCATED, type HeaderParser } from './parser';

const START_OF_IMAGE_BYTES = 2;
const END_OF_IMAGE = 0xd9;
const START_OF_SCAN = 0xda;
const APP1 = 0xe1;

/** Markers without a segment: TEM and the restart markers. */
const isStandalone = (marker: number) => marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7);

/** Frame headers of all encodings. C4, C8 and CC in this range are not frame headers. */
const isFrame = (marker: number) =>
	marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);

/**
 * JPEG (ITU-T T.81, annex B): a sequence of segments. The frame header contains the dimensions, and an
 * Exif segment may rotate the image. Segments are read up to the first scan, where the image data begins.
 */
export function* readJpeg(): HeaderParser {
	let at = START_OF_IMAGE_BYTES;
	let frame: { width: number; height: number } | undefined;
	let orientation: number | undefined;

	for (;;) {
		const head = yield { at, length: 2 };
		const marker = head.getUint8(1);
		if (head.getUint8(0) !== 0xff) return corrupt('JPEG');
		if (marker === END_OF_IMAGE) return TRUNCATED;
		if (marker === 0xff) {
			// Any number of fill bytes may precede a marker.
			at += 1;
			continue;
		}
		if (isStandalone(marker)) {
			at += 2;
			continue;
		}

		const length = (yield { at: at + 2, length: 2 }).getUint16(0);
		const content = { at: at + 4, length: length - 2 };
		if (content.length < 0) return corrupt('JPEG');
		if (marker === START_OF_SCAN) {
			// At least one byte of image data must follow.
			yield { at: content.at, length: content.length + 1 };
			break;
		}
		if (isFrame(marker) && frame === undefined) {
			if (content.length < 5) return corrupt('JPEG');
			const header = yield { at: content.at, length: 5 };
			frame = { height: header.getUint16(1), width: header.getUint16(3) };
		}
		if (marker === APP1 && orientation === undefined && content.length > 6) {
			const segment = yield content;
			if (latin1(segment, 0, 6) === 'Exif\0\0') orientation = readOrientation(segment, 6);
		}
		at = content.at + content.length;
	}

	if (frame === undefined || frame.width === 0 || frame.height === 0) return corrupt('JPEG');
	const { width, height } = frame;
	return ok(
		isRotated(orientation)
			? { format: 'JPEG', width: height, height: width }
			: { format: 'JPEG', width, height },
	);
}

/** `II` and `MM`. */
const LITTLE_ENDIAN = 0x4949;
const BIG_ENDIAN = 0x4d4d;
const TIFF_VERSION = 42;
const ORIENTATION_TAG = 0x0112;
/** Tag, type, number of values, and the value itself if it fits. */
const ENTRY_BYTES = 12;
/** Type of a 16-bit number. */
const SHORT = 3;

/**
 * Reads the orientation from Exif data: a TIFF header and a list of tags, in either byte order.
 *
 * @param at offset of the TIFF header
 * @returns 1 to 8 as defined by Exif, or undefined if it is missing or the data is corrupt
 */
function readOrientation(exif: DataView, at: number): number | undefined {
	const has = (offset: number, bytes: number) => offset + bytes <= exif.byteLength;
	if (!has(at, 8)) return undefined;
	const isLittleEndian = exif.getUint16(at) === LITTLE_ENDIAN;
	if (!isLittleEndian && exif.getUint16(at) !== BIG_ENDIAN) return undefined;
	if (exif.getUint16(at + 2, isLittleEndian) !== TIFF_VERSION) return undefined;
	const list = at + exif.getUint32(at + 4, isLittleEndian);
	if (!has(list, 2)) return undefined;

	const entries = exif.getUint16(list, isLittleEndian);
	for (let i = 0; i < entries; i += 1) {
		const entry = list + 2 + i * ENTRY_BYTES;
		if (!has(entry, ENTRY_BYTES)) return undefined;
		if (exif.getUint16(entry, isLittleEndian) === ORIENTATION_TAG) {
			const isOneShort =
				exif.getUint16(entry + 2, isLittleEndian) === SHORT &&
				exif.getUint32(entry + 4, isLittleEndian) === 1;
			return isOneShort ? exif.getUint16(entry + 8, isLittleEndian) : undefined;
		}
	}
	return undefined;
}

/** Whether a viewer rotates the image by 90 degrees, which swaps width and height. */
function isRotated(orientation: number | undefined): boolean {
	return orientation !== undefined && orientation >= 5 && orientation <= 8;
}
