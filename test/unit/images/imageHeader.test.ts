import { newIssue } from '../../../nodes/Hailuo/domain/issue';
import { HEAD_BYTES, parseImageHeader } from '../../../nodes/Hailuo/images/imageHeader';
import { err, ok } from '../../../nodes/Hailuo/utils/result';
import { allSamples, sample, seenBySharp } from '../../../tools/images/sampleImages';

/** As the node does: of a longer file, only its head is parsed. */
const parse = (file: Uint8Array) => parseImageHeader(file.subarray(0, HEAD_BYTES));
const CORRUPT = err(newIssue('is corrupt: its header has no width and height'));

describe('parseImageHeader', () => {
	it('reads what sharp reads from images of every encoding and size', async () => {
		const samples = await allSamples();
		expect(samples.length).toBeGreaterThan(100);

		for (const { name, bytes } of samples) {
			expect([name, parse(bytes)]).toEqual([name, ok(await seenBySharp(bytes))]);
		}
	});

	it.each([
		['GIF89a\x01\x00\x01\x00\x80\x00', 'a GIF image'],
		['BM\x36\x00\x0c\x00\x00\x00\x00\x00\x36\x00', 'a BMP image'],
		['II*\0\x08\0\0\0\0\0\0\0', 'a TIFF image'],
		['MM\0*\0\0\0\x08\0\0\0\0', 'a TIFF image'],
		['\0\0\n\x1cftypavif\0\0\0\0', 'an AVIF image'],
		['\0\0\0\x18ftypmp42\0\0\0\0', 'a video'],
		['%PDF-1.7\n%âãÏÓ', 'a PDF document'],
		['<svg xmlns="http://www.w3.org/2000/svg">', 'an SVG image'],
		['\n <SVG xmlns="http://www.w3.org/2000/svg">', 'an SVG image'],
		['<!DOCTYPE html><html>', 'a web page or an XML file'],
		['\n[{"error":"not found"}]', 'a JSON file'],
		['see a GIF8, BM, II*, %PDF, <svg> or {}', 'not an image'],
		['my RIFF0000WEBP', 'not an image'],
		['RIFF\n000WAVE', 'not an image'],
		['\xff\xd8', 'not an image'],
	])('rejects the content %j: %s', (content, description) => {
		expect(parse(Buffer.from(content, 'latin1'))).toEqual(
			err(newIssue(`is ${description}`, 'Use a JPEG, PNG or WebP file.')),
		);
	});

	it('rejects an empty file', () => {
		expect(parse(Buffer.alloc(0))).toEqual(err(newIssue('is an empty file')));
	});

	it.each(['heic', 'heix', 'hevc', 'mif1', 'msf1'])(
		'returns for the HEIC brand %s no dimensions',
		(brand) => {
			expect(parse(Buffer.from(`\0\0\0\x18ftyp${brand}\0\0\0\0`))).toEqual(ok({ format: 'HEIC' }));
		},
	);

	it('takes the head of a file at any offset of its buffer', async () => {
		const image = await sample('PNG', 640, 360);
		const shifted = Buffer.concat([Buffer.alloc(7), image]).subarray(7);
		expect(parse(shifted)).toEqual(ok({ format: 'PNG', width: 640, height: 360 }));
	});

	/** Each function changes a valid file so that its header is wrong. */
	it.each<[string, string, (bytes: Buffer) => void]>([
		['a PNG with the width 0', 'PNG', (bytes) => bytes.writeUInt32BE(0, 16)],
		['a JPEG with the height 0', 'JPEG', (bytes) => bytes.writeUInt16BE(0, frameAt(bytes) + 5)],
		['a JPEG without a frame', 'JPEG', (bytes) => void bytes.fill(0, 4)],
		['a WebP of an unknown kind', 'WebP lossy', (bytes) => void bytes.write('VP9 ', 12)],
		['a WebP with the width 0', 'WebP lossy', (bytes) => void bytes.fill(0, 26, 28)],
	])('rejects %s', async (_, kind, change) => {
		const bytes = await sample(kind, 320, 320);
		change(bytes);
		expect(parse(bytes)).toEqual(CORRUPT);
	});

	it.each([
		['PNG', 24],
		['WebP lossy', 30],
		['WebP lossless', 25],
		['WebP extended: transparency', 30],
	])('rejects a %s that ends before byte %d', async (kind, end) => {
		const bytes = await sample(kind, 320, 320);
		for (let length = 16; length < end; length += 1) {
			expect([length, parse(bytes.subarray(0, length))]).toEqual([length, CORRUPT]);
		}
		expect(parse(bytes.subarray(0, end))).toMatchObject({ ok: true });
	});

	it.each(['JPEG', 'JPEG progressive', 'JPEG turned'])(
		'rejects a %s that ends before its dimensions',
		async (kind) => {
			const bytes = await sample(kind, 320, 320);
			for (let length = 3; length < frameAt(bytes) + 9; length += 1) {
				expect([length, parse(bytes.subarray(0, length))]).toEqual([length, CORRUPT]);
			}
		},
	);

	it('accepts a JPEG without dimensions in its head', async () => {
		const image = await sample('JPEG', 640, 360);
		const note = Buffer.concat([Buffer.from([0xff, 0xe1, 0xff, 0xff]), Buffer.alloc(65_533)]);
		const file = Buffer.concat([image.subarray(0, 2), note, image.subarray(2)]);
		expect(parse(file)).toEqual(ok({ format: 'JPEG' }));
	});
});

describe('The header of a JPEG', () => {
	const segment = (marker: number, content: number[], length = content.length + 2) =>
		Buffer.from([0xff, marker, length >> 8, length & 0xff, ...content]);
	/** A frame header: 8 bits a sample, height, width, components. */
	const frame = (width: number, height: number, marker = 0xc0) =>
		segment(marker, [8, height >> 8, height & 0xff, width >> 8, width & 0xff, 3]);
	const scan = segment(0xda, [0, 0]);
	const parseJpeg = (...parts: Uint8Array[]) =>
		parse(Buffer.concat([Buffer.from([0xff, 0xd8]), ...parts, scan]));
	const IMAGE = ok({ format: 'JPEG', width: 640, height: 360 });

	it.each([0xc0, 0xc1, 0xc2, 0xc3, 0xc5, 0xc6, 0xc7, 0xc9, 0xca, 0xcb, 0xcd, 0xce, 0xcf])(
		'has the dimensions in a frame with marker %d',
		(marker) => {
			expect(parseJpeg(frame(640, 360, marker))).toEqual(IMAGE);
		},
	);

	it.each([0x02, 0xbf, 0xc4, 0xc8, 0xcc, 0xdb, 0xe0, 0xfe])(
		'has no dimensions in a segment with marker %d',
		(marker) => {
			expect(parseJpeg(segment(marker, [8, 0, 1, 0, 1]), frame(640, 360))).toEqual(IMAGE);
		},
	);

	it.each<[string, Buffer]>([
		['markers without a segment', Buffer.from([0xff, 0x01, 0xff, 0xd0, 0xff, 0xd8])],
		['a thumbnail in its metadata', segment(0xe1, [...frame(160, 120)])],
		['fill bytes before a marker', Buffer.from([0xff, 0xff, 0xff])],
		['stray bytes between segments, as decoders accept', Buffer.from([0xff, 0xe0, 0, 2, 7, 0, 9])],
		['an escaped byte between segments', Buffer.from([0xff, 0xe0, 0, 2, 0xff, 0])],
		['an empty segment', segment(0xfe, [])],
		['a segment whose length is 0', segment(0xfe, [], 0)],
	])('may contain %s', (_, parts) => {
		expect(parseJpeg(parts, frame(640, 360), frame(1, 1))).toEqual(IMAGE);
	});

	it('has no dimensions after its scan or its end', () => {
		expect(parseJpeg(scan, frame(640, 360))).toEqual(CORRUPT);
		expect(parseJpeg(Buffer.from([0xff, 0xd9]), frame(640, 360))).toEqual(CORRUPT);
	});
});

function frameAt(jpeg: Buffer): number {
	return Math.max(jpeg.indexOf(Buffer.from([0xff, 0xc0])), jpeg.indexOf(Buffer.from([0xff, 0xc2])));
}
