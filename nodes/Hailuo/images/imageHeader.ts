import type { ImageInfo } from '../domain/imageLimits';
import { newIssue, type Issue } from '../domain/issue';
import { err, ok, type Result } from '../utils/result';

/** How much of a file is read: its header, unless long metadata precede the dimensions. */
export const HEAD_BYTES = 64 * 1024;

/** Other common types of files, by their first characters (one per byte). */
const UNSUPPORTED: ReadonlyArray<readonly [start: RegExp, kind: string]> = [
	[/^GIF8/, 'a GIF image'],
	[/^BM/, 'a BMP image'],
	[/^(II\*\0|MM\0\*)/, 'a TIFF image'],
	[/^.{4}ftypavi[fs]/s, 'an AVIF image'],
	[/^.{4}ftyp/s, 'a video'],
	[/^%PDF/, 'a PDF document'],
	[/^\s*<svg/i, 'an SVG image'],
	[/^\s*</, 'a web page or an XML file'],
	[/^\s*[{[]/, 'a JSON file'],
];

const CORRUPT = err(newIssue('is corrupt: its header has no width and height'));

/**
 * Parses the format and dimensions from an image's content, regardless of its name and MIME type.
 *
 * @param head the first 64 KB of the file, or all of it if it is shorter
 * @returns the dimensions before a rotation by Exif, or the issue as a predicate: "First frame **is…**"
 */
export function parseImageHeader(head: Uint8Array): Result<ImageInfo, Issue> {
	if (head.length === 0) return err(newIssue('is an empty file'));
	const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
	const start = String.fromCharCode(...head.subarray(0, 16));
	try {
		if (start.startsWith('\x89PNG\r\n\x1a\n')) {
			return withSize('PNG', view.getUint32(16), view.getUint32(20));
		}
		if (/^RIFF.{4}WEBP/s.test(start)) return parseWebp(start.slice(12), view);
		if (start.startsWith('\xff\xd8\xff')) return parseJpeg(view);
	} catch {
		// A RangeError: the file ends before the dimensions.
		return CORRUPT;
	}
	if (/^.{4}ftyp(hei[cx]|hev[cx]|mif1|msf1)/s.test(start)) return ok({ format: 'HEIC' });
	const [, kind = 'not an image'] = UNSUPPORTED.find(([known]) => known.test(start)) ?? [];
	return err(newIssue(`is ${kind}`, 'Use a JPEG, PNG or WebP file.'));
}

function withSize(format: ImageInfo['format'], width: number, height: number) {
	return width > 0 && height > 0 ? ok({ format, width, height }) : CORRUPT;
}

/** WebP (RFC 9649): the first chunk contains the dimensions, in one of three formats. */
function parseWebp(type: string, view: DataView): Result<ImageInfo, Issue> {
	const uint24 = (at: number) => view.getUint16(at, true) + view.getUint8(at + 2) * 0x10000;
	switch (type) {
		case 'VP8 ':
			// 14 bits each; the upper two bits request scaling.
			return withSize('WebP', view.getUint16(26, true) & 0x3fff, view.getUint16(28, true) & 0x3fff);
		case 'VP8L': {
			const bits = view.getUint32(21, true);
			return withSize('WebP', (bits & 0x3fff) + 1, ((bits >>> 14) & 0x3fff) + 1);
		}
		case 'VP8X':
			return withSize('WebP', uint24(24) + 1, uint24(27) + 1);
		default:
			return CORRUPT;
	}
}

const START_OF_SCAN = 0xda;
const END_OF_IMAGE = 0xd9;

/** Markers without a segment: TEM, restart markers, start of image; FF00 is data. */
const isStandalone = (marker: number) => marker <= 0x01 || (marker >= 0xd0 && marker <= 0xd8);

/** Frame headers of all encodings. C4, C8 and CC in this range are not frame headers. */
const isFrame = (marker: number) =>
	marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);

/**
 * JPEG (ITU-T T.81, annex B): a sequence of segments, of which the frame header contains the dimensions.
 * Bytes between segments are skipped, as decoders do.
 */
function parseJpeg(view: DataView): Result<ImageInfo, Issue> {
	for (let at = 2; at + 9 <= view.byteLength; ) {
		const marker = view.getUint8(at + 1);
		if (view.getUint8(at) !== 0xff || marker === 0xff) {
			at += 1;
		} else if (isFrame(marker)) {
			return withSize('JPEG', view.getUint16(at + 7), view.getUint16(at + 5));
		} else if (marker === START_OF_SCAN || marker === END_OF_IMAGE) {
			return CORRUPT;
		} else {
			at += isStandalone(marker) ? 2 : 2 + view.getUint16(at + 2);
		}
	}
	// In a longer file, the dimensions may follow; only the provider can tell.
	return view.byteLength < HEAD_BYTES ? CORRUPT : ok({ format: 'JPEG' });
}
