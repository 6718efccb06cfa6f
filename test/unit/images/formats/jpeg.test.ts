import { parseImageHeader } from '../../../../nodes/Hailuo/images/imageHeader';
import { err, ok } from '../../../../nodes/Hailuo/utils/result';

const START_OF_IMAGE = Buffer.from([0xff, 0xd8]);
const END_OF_IMAGE = Buffer.from([0xff, 0xd9]);
const XMP = Buffer.from('http://ns.adobe.com/xap/1.0/\0<x:xmpmeta/>', 'latin1');

function segment(marker: number, content: Uint8Array | number[], length = content.length + 2) {
	return Buffer.concat([
		Buffer.from([0xff, marker, length >> 8, length & 0xff]),
		Buffer.from(content),
	]);
}

/** A frame header: 8 bits a sample, height, width; the components after them are not read. */
const frame = (width: number, height: number, marker = 0xc0) =>
	segment(marker, [8, height >> 8, height & 0xff, width >> 8, width & 0xff]);
const standalone = (marker: number) => Buffer.from([0xff, marker]);
const scan = Buffer.concat([segment(0xda, [0, 0]), Buffer.from([0x12])]);

/** Rows of a table: the marker as in the standard, and its number. */
const markers = (...numbers: number[]) =>
	numbers.map((marker) => [marker.toString(16).toUpperCase().padStart(2, '0'), marker] as const);

async function parse(...parts: Uint8Array[]) {
	const bytes = Buffer.concat([START_OF_IMAGE, ...parts]);
	return await parseImageHeader([bytes], bytes.length);
}
const image = (width: number, height: number) => ok({ format: 'JPEG', width, height });
const CORRUPT = err('is corrupt: JPEG signature found, but the content is invalid');
const TRUNCATED = err('is truncated: the file ends in the middle of the image');

describe('The header of a JPEG', () => {
	it.each(markers(0xc0, 0xc1, 0xc2, 0xc3, 0xc5, 0xc6, 0xc7, 0xc9, 0xca, 0xcb, 0xcd, 0xce, 0xcf))(
		'has the dimensions in a frame with marker %s',
		async (_, marker) => {
			expect(await parse(frame(640, 360, marker), scan)).toEqual(image(640, 360));
		},
	);

	it.each(markers(0x02, 0xbf, 0xc4, 0xc8, 0xcc, 0xdb, 0xe0, 0xfe))(
		'has no dimensions in a segment with marker %s',
		async (_, marker) => {
			const other = segment(marker, [8, 0, 1, 0, 1]);
			expect(await parse(other, frame(640, 360), scan)).toEqual(image(640, 360));
		},
	);

	it.each(markers(0x01, 0xd0, 0xd3, 0xd7))(
		'may contain marker %s, which has no segment',
		async (_, marker) => {
			expect(await parse(standalone(marker), frame(640, 360), scan)).toEqual(image(640, 360));
		},
	);

	it.each<[string, Buffer[]]>([
		['fill bytes before a marker', [Buffer.from([0xff, 0xff, 0xff]), frame(640, 360), scan]],
		['an empty segment', [segment(0xfe, []), frame(640, 360), scan]],
		['a second frame, which does not count', [frame(640, 360), frame(1, 1), scan]],
		['data after the frame', [frame(640, 360), segment(0xc4, [1, 2, 3]), scan]],
	])('may contain %s', async (_, parts) => {
		expect(await parse(...parts)).toEqual(image(640, 360));
	});

	it.each<[string, Buffer[]]>([
		['bytes between segments', [frame(640, 360), Buffer.from([0]), scan]],
		['a segment of length 0', [segment(0xfe, [], 0), frame(640, 360), scan]],
		['a segment of length 1', [segment(0xfe, [], 1), frame(640, 360), scan]],
		['a frame without its width', [segment(0xc0, [8, 1, 0, 1]), scan]],
		['width 0', [frame(0, 360), scan]],
		['height 0', [frame(640, 0), scan]],
		['no frame', [segment(0xe0, [1, 2, 3, 4, 5]), scan]],
	])('is corrupt with %s', async (_, parts) => {
		expect(await parse(...parts)).toEqual(CORRUPT);
	});

	it.each<[string, Buffer[]]>([
		['at the end marker, before the image data', [frame(640, 360), END_OF_IMAGE, scan]],
		['before the first byte of image data', [frame(640, 360), scan.subarray(0, -1)]],
		['after the frame', [frame(640, 360)]],
	])('is truncated if it ends %s', async (_, parts) => {
		expect(await parse(...parts)).toEqual(TRUNCATED);
	});
});

interface Tiff {
	order?: 'II' | 'MM' | 'MI';
	version?: number;
	/** Offset of the list of tags. */
	listAt?: number;
	entries?: Array<{ tag?: number; type?: number; count?: number; value: number }>;
	/** The number of tags that the list announces. */
	announced?: number;
}

/** Exif data with a list of tags, by default the orientation as one 16-bit number. */
function tiff({ order = 'II', version = 42, listAt = 8, entries = [], announced }: Tiff): Buffer {
	const bytes = Buffer.alloc(listAt + 2 + 12 * entries.length);
	const isLittleEndian = order === 'II';
	const u16 = (value: number, at: number) =>
		isLittleEndian ? bytes.writeUInt16LE(value, at) : bytes.writeUInt16BE(value, at);
	const u32 = (value: number, at: number) =>
		isLittleEndian ? bytes.writeUInt32LE(value, at) : bytes.writeUInt32BE(value, at);
	bytes.write(order, 0);
	u16(version, 2);
	u32(listAt, 4);
	u16(announced ?? entries.length, listAt);
	for (const [i, { tag = 0x0112, type = 3, count = 1, value }] of entries.entries()) {
		const at = listAt + 2 + 12 * i;
		u16(tag, at);
		u16(type, at + 2);
		u32(count, at + 4);
		u16(value, at + 8);
	}
	return bytes;
}

const exif = (data: Uint8Array) =>
	segment(0xe1, Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), data]));
const turned = { value: 6 };

describe('The orientation in a JPEG', () => {
	it.each([
		[0, 640, 360],
		[1, 640, 360],
		[2, 640, 360],
		[3, 640, 360],
		[4, 640, 360],
		[5, 360, 640],
		[6, 360, 640],
		[7, 360, 640],
		[8, 360, 640],
		[9, 640, 360],
	])('%d of a frame of 640 × 360 px shows %d × %d px', async (value, width, height) => {
		for (const order of ['II', 'MM'] as const) {
			const data = exif(tiff({ order, entries: [{ value }] }));
			expect(await parse(data, frame(640, 360), scan)).toEqual(image(width, height));
		}
	});

	it.each<[string, Buffer[]]>([
		['after other tags', [exif(tiff({ entries: [{ tag: 0x010f, value: 1 }, turned] }))]],
		['in a list at another offset', [exif(tiff({ listAt: 20, entries: [turned] }))]],
		['after a segment of the same marker', [segment(0xe1, XMP), exif(tiff({ entries: [turned] }))]],
		[
			'before a second one',
			[exif(tiff({ entries: [turned] })), exif(tiff({ entries: [{ value: 1 }] }))],
		],
		['before a tag that is missing', [exif(tiff({ entries: [turned], announced: 2 }))]],
	])('counts %s', async (_, parts) => {
		expect(await parse(...parts, frame(640, 360), scan)).toEqual(image(360, 640));
	});

	it.each<[string, Buffer]>([
		['a list without tags', tiff({})],
		['another tag', tiff({ entries: [{ tag: 0x0113, value: 6 }] })],
		['a number of 32 bits', tiff({ entries: [{ type: 4, value: 6 }] })],
		['two numbers', tiff({ entries: [{ count: 2, value: 6 }] })],
		['an unknown byte order', tiff({ order: 'MI', entries: [turned] })],
		['an unknown version', tiff({ version: 43, entries: [turned] })],
		['a list that announces no tag', tiff({ entries: [turned], announced: 0 })],
		['a tag without its last byte', tiff({ entries: [turned] }).subarray(0, -1)],
		['a list without its length', tiff({}).subarray(0, -1)],
		['a header without its last byte', tiff({}).subarray(0, 7)],
		['no data', Buffer.alloc(0)],
	])('does not count with %s', async (_, data) => {
		expect(await parse(exif(data), frame(640, 360), scan)).toEqual(image(640, 360));
	});

	it('does not count in a segment of another marker', async () => {
		const other = exif(tiff({ entries: [turned] }));
		other[1] = 0xe2;
		expect(await parse(other, frame(640, 360), scan)).toEqual(image(640, 360));
	});

	it('does not count in a segment with another name', async () => {
		const other = exif(tiff({ entries: [turned] }));
		other.write('Exim', 4);
		expect(await parse(other, frame(640, 360), scan)).toEqual(image(640, 360));
	});
});
