import { IMAGE_FORMATS, type ImageInfo } from '../domain/imageLimits';
import { formatAllowed } from '../utils/format';
import { latin1 } from '../utils/latin1';
import { err, type Result } from '../utils/result';
import { readJpeg } from './formats/jpeg';
import { TRUNCATED, type HeaderParser } from './formats/parser';
import { readPng } from './formats/png';
import { readWebp } from './formats/webp';

/** Enough to distinguish all formats. */
const SIGNATURE_BYTES = 12;

/**
 * The maximum number of ranges that a parser may request. Real headers need a few hundred at most, e.g.
 * an ICC profile in segments of 64 KB. A crafted file could have millions of tiny segments and block n8n
 * for seconds.
 */
const MAX_STEPS = 10_000;
const TOO_MANY_PARTS = err(`is corrupt: its header has more than ${MAX_STEPS} parts`);

/** Common unsupported file types, by their first characters (one per byte). */
const UNSUPPORTED: ReadonlyArray<readonly [start: RegExp, what: string]> = [
	[/^GIF8/, 'a GIF image'],
	[/^BM/, 'a BMP image'],
	[/^(II\*\0|MM\0\*)/, 'a TIFF image'],
	[/^.{4}ftyp(heic|heix|mif1|msf1)/s, 'a HEIC image'],
	[/^.{4}ftypavi[fs]/s, 'an AVIF image'],
	[/^.{4}ftyp/s, 'a video'],
	[/^%PDF/, 'a PDF document'],
	[/^\s*<svg/i, 'an SVG image'],
	[/^\s*</, 'a web page or an XML file'],
	[/^\s*[{[]/, 'a JSON file'],
];

/**
 * Parses the format and dimensions from an image's content, regardless of its name and MIME type.
 *
 * @param size bytes of the whole file
 */
export function* readHeader(size: number): HeaderParser {
	if (size === 0) return err('is an empty file');
	const start = yield { at: 0, length: Math.min(size, SIGNATURE_BYTES) };
	const characters = latin1(start);
	if (characters.startsWith('\xff\xd8\xff')) return yield* readJpeg();
	if (characters.startsWith('\x89PNG\r\n\x1a\n')) return yield* readPng(size);
	if (/^RIFF.{4}WEBP/s.test(characters)) return yield* readWebp(size);
	const [, what] = UNSUPPORTED.find(([known]) => known.test(characters)) ?? [];
	return err(`is ${what ?? 'not a supported image'}. ${formatAllowed(IMAGE_FORMATS)}`);
}

/**
 * Runs the header parser on a file that arrives in chunks. Reads no further than the parser requests,
 * and discards the bytes before the requested range.
 *
 * @param size bytes of the whole file
 */
export async function parseImageHeader(
	chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
	size: number,
): Promise<Result<ImageInfo, string>> {
	const parser = readHeader(size);
	let step = parser.next();
	let [bytes, bytesAt, steps] = [new Uint8Array(), 0, 0];

	for await (const chunk of chunks) {
		bytes = concat(bytes, chunk);
		while (!step.done && step.value.at + step.value.length <= bytesAt + bytes.length) {
			const { at, length } = step.value;
			steps += 1;
			if (steps > MAX_STEPS) return TOO_MANY_PARTS;
			step = parser.next(new DataView(bytes.buffer, bytes.byteOffset + at - bytesAt, length));
		}
		if (step.done) return step.value;
		if (step.value.at + step.value.length > size) return TRUNCATED;
		const skipped = Math.min(step.value.at - bytesAt, bytes.length);
		[bytes, bytesAt] = [bytes.subarray(skipped), bytesAt + skipped];
	}
	return step.done ? step.value : TRUNCATED;
}

function concat(a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> {
	const both = new Uint8Array(a.length + b.length);
	both.set(a);
	both.set(b, a.length);
	return both;
}
