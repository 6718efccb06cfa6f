/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development code, never shipped */
import { crc32 } from 'node:zlib';

import { parseImageHeader } from '../../../../nodes/Hailuo/images/imageHeader';
import { err, ok } from '../../../../nodes/Hailuo/utils/result';

const SIGNATURE = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');

function chunk(type: string, data: Uint8Array | number[] = [], checksum?: number): Buffer {
	const typed = Buffer.concat([Buffer.from(type, 'latin1'), Buffer.from(data)]);
	const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
	length.writeUInt32BE(data.length);
	sum.writeUInt32BE(checksum ?? crc32(typed));
	return Buffer.concat([length, typed, sum]);
}

/** Width, height, and five bytes that are not read. */
function dimensions(width: number, height: number): Buffer {
	const bytes = Buffer.alloc(13, 8);
	bytes.writeUInt32BE(width, 0);
	bytes.writeUInt32BE(height, 4);
	return bytes;
}

const header = chunk('IHDR', dimensions(640, 360));
const data = chunk('IDAT', [1, 2, 3]);
const end = chunk('IEND');

async function parse(...parts: Uint8Array[]) {
	const bytes = Buffer.concat([SIGNATURE, ...parts]);
	return await parseImageHeader([bytes], bytes.length);
}
const image = (width: number, height: number) => ok({ format: 'PNG', width, height });
const CORRUPT = err('is corrupt: PNG signature found, but the content is invalid');
const TRUNCATED = err('is truncated: the file ends in the middle of the image');

describe('The header of a PNG', () => {
	it.each([
		[640, 360],
		[1, 70_000],
		[0xffffffff, 1],
	])('has %d × %d px', async (width, height) => {
		const sized = chunk('IHDR', dimensions(width, height));
		expect(await parse(sized, data, end)).toEqual(image(width, height));
	});

	it.each<[string, Buffer[]]>([
		['other chunks before the image data', [header, chunk('pHYs', [1]), chunk('tEXt'), data, end]],
		['image data up to the last byte of the file', [header, data]],
		['a wrong checksum of another chunk', [header, chunk('tEXt', [1], 0), data, end]],
	])('may be followed by %s', async (_, parts) => {
		expect(await parse(...parts)).toEqual(image(640, 360));
	});

	it.each<[string, Buffer[]]>([
		['width 0', [chunk('IHDR', dimensions(0, 360)), data, end]],
		['height 0', [chunk('IHDR', dimensions(640, 0)), data, end]],
		['a wrong checksum', [chunk('IHDR', dimensions(640, 360), 0), data, end]],
		['another first chunk', [chunk('iHDR', dimensions(640, 360)), data, end]],
		['12 bytes', [chunk('IHDR', dimensions(640, 360).subarray(0, 12)), data, end]],
		['no image data', [header, end, data]],
		['a chunk type with a digit', [header, chunk('tEX7'), data, end]],
		['a chunk type that starts with a digit', [header, chunk('1tEX'), data, end]],
	])('is corrupt with %s', async (_, parts) => {
		expect(await parse(...parts)).toEqual(CORRUPT);
	});

	it.each<[string, Buffer[]]>([
		['in the header', [header.subarray(0, -1)]],
		['after the header', [header]],
		['in another chunk', [header, chunk('tEXt', [1, 2, 3]).subarray(0, -1)]],
		['one byte before the end of the image data', [header, data.subarray(0, -1)]],
	])('is of a truncated file if that ends %s', async (_, parts) => {
		expect(await parse(...parts)).toEqual(TRUNCATED);
	});
});
