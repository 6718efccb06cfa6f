import { parseImageHeader } from '../../../../nodes/Hailuo/images/imageHeader';
import { err, ok } from '../../../../nodes/Hailuo/utils/result';

/** The file: `RIFF`, the size of everything after these 8 bytes, `WEBP`, and one chunk. */
function file(type: string, data: Buffer, missingBytes = 0): Buffer {
	const bytes = Buffer.alloc(20 + data.length);
	bytes.write('RIFF', 0);
	bytes.writeUInt32LE(bytes.length - 8 + missingBytes, 4);
	bytes.write('WEBP', 8);
	bytes.write(type, 12);
	bytes.writeUInt32LE(data.length, 16);
	data.copy(bytes, 20);
	return bytes;
}

/** Lossy: a frame tag, a start code, and 14 bits of width and height with 2 bits for scaling. */
function lossy(width: number, height: number, { tag = 0x10, startCode = 0x9d012a } = {}): Buffer {
	const bytes = Buffer.alloc(10);
	bytes[0] = tag;
	bytes.writeUIntBE(startCode, 3, 3);
	bytes.writeUInt16LE(width, 6);
	bytes.writeUInt16LE(height, 8);
	return bytes;
}

/** Lossless: a signature, then 14 bits each of width - 1 and height - 1, and 4 other bits. */
function lossless(width: number, height: number, signature = 0x2f): Buffer {
	const bytes = Buffer.alloc(10);
	bytes[0] = signature;
	bytes.writeUInt32LE(((width - 1) | ((height - 1) << 14) | (1 << 28)) >>> 0, 1);
	return bytes;
}

/** Extended: flags, then 24 bits each of width - 1 and height - 1. */
function extended(width: number, height: number): Buffer {
	const bytes = Buffer.alloc(10, 0x10);
	bytes.writeUIntLE(width - 1, 4, 3);
	bytes.writeUIntLE(height - 1, 7, 3);
	return bytes;
}

const parse = async (bytes: Buffer) => await parseImageHeader([bytes], bytes.length);
const image = (width: number, height: number) => ok({ format: 'WebP', width, height });
const CORRUPT = err('is corrupt: WebP signature found, but the content is invalid');
const TRUNCATED = err('is truncated: the file ends in the middle of the image');

describe('The header of a WebP', () => {
	it.each<[string, number, number, Buffer]>([
		['lossy', 640, 360, file('VP8 ', lossy(640, 360))],
		['lossy, the largest', 16_383, 16_383, file('VP8 ', lossy(16_383, 16_383))],
		['lossy, with scaling', 640, 360, file('VP8 ', lossy(640 | 0x4000, 360 | 0xc000))],
		['lossless', 640, 360, file('VP8L', lossless(640, 360))],
		['lossless, the largest', 16_384, 16_384, file('VP8L', lossless(16_384, 16_384))],
		['lossless, the smallest', 1, 1, file('VP8L', lossless(1, 1))],
		['extended', 640, 360, file('VP8X', extended(640, 360))],
		['extended, with 24 bits', 70_000, 16_777_216, file('VP8X', extended(70_000, 16_777_216))],
	])('%s: has %d × %d px', async (_, width, height, bytes) => {
		expect(await parse(bytes)).toEqual(image(width, height));
	});

	it('may be followed by more than the size in it', async () => {
		const bytes = file('VP8 ', lossy(640, 360));
		expect(await parse(Buffer.concat([bytes, Buffer.alloc(5)]))).toEqual(image(640, 360));
	});

	it.each<[string, Buffer]>([
		['an unknown chunk', file('VP9 ', lossy(640, 360))],
		['a frame that is no key frame', file('VP8 ', lossy(640, 360, { tag: 0x11 }))],
		['another start code', file('VP8 ', lossy(640, 360, { startCode: 0x9d012b }))],
		['width 0', file('VP8 ', lossy(0, 360))],
		['height 0', file('VP8 ', lossy(640, 0))],
		['another lossless signature', file('VP8L', lossless(640, 360, 0x2e))],
	])('is corrupt with %s', async (_, bytes) => {
		expect(await parse(bytes)).toEqual(CORRUPT);
	});

	it('is of a truncated file if its size is one byte larger than the file', async () => {
		expect(await parse(file('VP8 ', lossy(640, 360), 1))).toEqual(TRUNCATED);
	});
});
