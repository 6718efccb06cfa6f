import { parseImageHeader, readHeader } from '../../../nodes/Hailuo/images/imageHeader';
import { err, ok } from '../../../nodes/Hailuo/utils/result';
import { allSamples, sample, seenBySharp } from '../../../tools/images/sampleImages';

/** Parses a file in chunks of `chunkBytes` and counts the bytes that were read. */
function parseInChunks(bytes: Uint8Array, chunkBytes: number) {
	let read = 0;
	function* chunks() {
		for (let at = 0; at < bytes.length; at += chunkBytes) {
			const chunk = bytes.subarray(at, at + chunkBytes);
			read += chunk.length;
			yield chunk;
		}
	}
	return { result: parseImageHeader(chunks(), bytes.length), bytesRead: () => read };
}

const parse = async (bytes: Uint8Array, chunkBytes = 4096) =>
	await parseInChunks(bytes, chunkBytes).result;

describe('parseImageHeader', () => {
	describe('with valid images', () => {
		it('reads the same format and dimensions as sharp from more than 200 images', async () => {
			const samples = await allSamples();
			expect(samples.length).toBeGreaterThan(200);

			for (const { name, bytes } of samples) {
				expect([name, await parse(bytes)]).toEqual([name, ok(await seenBySharp(bytes))]);
			}
		});

		it.each([1, 7, 1000])('returns the same result with chunkBytes = %d', async (chunkBytes) => {
			for (const kind of ['JPEG with a long note', 'PNG with a profile', 'WebP lossless']) {
				const bytes = await sample(kind, 640, 360);
				expect(await parse(bytes, chunkBytes)).toEqual(ok(await seenBySharp(bytes)));
			}
		});

		it('reads at most 2,048 bytes when the header is at the start', async () => {
			for (const kind of ['JPEG', 'PNG', 'WebP lossy', 'WebP lossless']) {
				const bytes = Buffer.concat([await sample(kind, 1280, 720), Buffer.alloc(1_000_000)]);
				const { result, bytesRead } = parseInChunks(bytes, 1024);
				expect(await result).toMatchObject({ ok: true, value: { width: 1280 } });
				expect(bytesRead()).toBeLessThanOrEqual(2048);
			}
		});
	});

	describe('with Exif rotation', () => {
		it.each([
			[1, 'upright', 1280, 720],
			[3, 'upside down', 1280, 720],
			[6, 'on its side', 720, 1280],
			[8, 'on its side', 720, 1280],
		])('reads orientation %d (%s) as %d × %d px', async (orientation, _, width, height) => {
			const bytes = await sample(`JPEG turned, Exif ${orientation}`, 1280, 720);
			expect(await parse(bytes)).toEqual(ok({ format: 'JPEG', width, height }));
		});

		/** Each function damages the Exif data of a photograph in a different way. */
		it.each<[string, (exif: Buffer) => void]>([
			['an offset beyond the end of the data', (exif) => exif.writeUInt32LE(0xffffffff, 10)],
			['a tag count of 65,535', (exif) => exif.writeUInt16LE(0xffff, 14)],
			['zeros', (exif) => void exif.fill(0, 6, 30)],
		])(
			'reads the dimensions, rotated or not, when the Exif data is damaged: %s',
			async (_, damage) => {
				const bytes = await sample('JPEG turned, Exif 6', 1280, 720);
				damage(bytes.subarray(bytes.indexOf('Exif\0\0')));

				const result = await parse(bytes);

				// With a tag count of 65,535 the first tag is still the orientation.
				expect(['720 × 1280', '1280 × 720']).toContain(
					result.ok && `${result.value.width} × ${result.value.height}`,
				);
			},
		);
	});

	describe('with truncated files', () => {
		/** After its header a JPEG does not contain its length; a PNG with one data chunk and a WebP do. */
		const endOfHeader = (jpeg: Buffer) => jpeg.indexOf(Buffer.from([0xff, 0xda]));
		const lastByte = ({ length }: Buffer) => length - 16;

		it.each([
			['JPEG', endOfHeader],
			['JPEG progressive', endOfHeader],
			['JPEG turned, Exif 6', endOfHeader],
			['PNG', lastByte],
			['WebP lossy', lastByte],
			['WebP lossless', lastByte],
			['WebP extended: transparency', lastByte],
		])('rejects a file of the kind "%s" truncated at any byte', async (kind, end) => {
			const bytes = await sample(kind, 320, 320);
			for (let length = 12; length <= end(bytes); length += 1) {
				expect([length, await parse(bytes.subarray(0, length))]).toEqual([
					length,
					err(expect.stringContaining('truncated')),
				]);
			}
		});

		it('rejects a file when the storage returns fewer bytes than its size', async () => {
			const bytes = await sample('PNG', 320, 320);
			const result = await parseImageHeader([bytes.subarray(0, 20)], bytes.length);
			expect(result).toEqual(err(expect.stringContaining('truncated')));
		});

		it('rejects an empty file', async () => {
			expect(await parse(Buffer.alloc(0))).toEqual(err('is an empty file'));
		});
	});

	describe('with files of another type', () => {
		it.each([
			['GIF89a\x01\x00\x01\x00\x80\x00', 'a GIF image'],
			['BM\x36\x00\x0c\x00\x00\x00\x00\x00\x36\x00', 'a BMP image'],
			['II*\0\x08\0\0\0\0\0\0\0', 'a TIFF image'],
			['MM\0*\0\0\0\x08\0\0\0\0', 'a TIFF image'],
			['\0\0\0\x18ftypheic\0\0\0\0', 'a HEIC image'],
			['\0\0\0\x18ftypheix\0\0\0\0', 'a HEIC image'],
			['\0\0\n\x18ftypmif1\0\0\0\0', 'a HEIC image'],
			['\0\0\0\x18ftypmsf1\0\0\0\0', 'a HEIC image'],
			['\0\0\n\x1cftypavif\0\0\0\0', 'an AVIF image'],
			['\0\0\0\x1cftypavis\0\0\0\0', 'an AVIF image'],
			['\0\0\n\x18ftypmp42\0\0\0\0', 'a video'],
			['\0\0\0\x18ftypmp42\0\0\0\0', 'a video'],
			['%PDF-1.7\n%âãÏÓ', 'a PDF document'],
			['<svg xmlns="http://www.w3.org/2000/svg">', 'an SVG image'],
			['\n <SVG xmlns="http://www.w3.org/2000/svg">', 'an SVG image'],
			['<!DOCTYPE html><html>', 'a web page or an XML file'],
			['\n  <?xml version="1.0"?>', 'a web page or an XML file'],
			['{"error":"not found"}', 'a JSON file'],
			['\n[{"error":"not found"}]', 'a JSON file'],
			['see a GIF8, BM, II*, %PDF, <svg> or {}', 'not a supported image'],
			['not a ftyp', 'not a supported image'],
			['my RIFF0000WEBP', 'not a supported image'],
			['RIFF\n000WAVE', 'not a supported image'],
			['just words', 'not a supported image'],
			['\xff\xd8', 'not a supported image'],
		])('rejects the content %j: %s', async (content, description) => {
			expect(await parse(Buffer.from(content, 'latin1'))).toEqual(
				err(`is ${description}. Allowed: JPEG, PNG, WebP`),
			);
		});
	});

	describe('with corrupt files', () => {
		/** Each function changes a valid file so that its header is wrong. */
		it.each<[string, string, (bytes: Buffer) => void]>([
			['a PNG with a changed width', 'PNG', (bytes) => bytes.writeUInt32BE(9999, 16)],
			['a PNG with the width 0', 'PNG', (bytes) => bytes.writeUInt32BE(0, 16)],
			['a PNG that starts with another chunk', 'PNG', (bytes) => void bytes.write('CgBI', 12)],
			['a PNG with an invalid chunk name', 'PNG', (bytes) => void bytes.fill(1, 37, 41)],
			[
				'a JPEG with the height 0',
				'JPEG',
				(bytes) => bytes.writeUInt16BE(0, offsetOfFrame(bytes) + 5),
			],
			[
				'a JPEG without a marker after the first segment',
				'JPEG',
				(bytes) => void bytes.fill(0, offsetOfSecondMarker(bytes)),
			],
			['a JPEG with a segment of length 0', 'JPEG', (bytes) => bytes.writeUInt16BE(0, 4)],
			['a WebP of an unknown kind', 'WebP lossy', (bytes) => void bytes.write('VP9 ', 12)],
			['a lossy WebP without its start code', 'WebP lossy', (bytes) => void bytes.fill(0, 23, 26)],
			[
				'a lossless WebP without its signature',
				'WebP lossless',
				(bytes) => void bytes.fill(0, 20, 21),
			],
			['a WebP with the width 0', 'WebP lossy', (bytes) => void bytes.fill(0, 26, 28)],
		])('rejects %s', async (_, kind, change) => {
			const bytes = await sample(kind, 320, 320);
			change(bytes);
			expect(await parse(bytes)).toEqual(err(expect.stringMatching(/^is (corrupt|truncated)/)));
		});

		it('does not throw when any of the first 700 bytes is changed', async () => {
			for (const kind of ['JPEG turned, Exif 6', 'PNG with a profile', 'WebP lossy']) {
				const bytes = await sample(kind, 320, 320);
				for (let at = 0; at < Math.min(bytes.length, 700); at += 1) {
					for (const value of [0, 0x7f, 0xff]) {
						const changed = Buffer.from(bytes);
						changed[at] = value;
						const result = await parse(changed);
						const keys = result.ok ? Object.keys(result.value).join() : typeof result.error;
						expect(keys).toMatch(/^(string|format,width,height)$/);
					}
				}
			}
		});
	});

	describe('with a malicious file of 20 MB', () => {
		const BYTES = 20 * 1024 * 1024;
		const repeated = (start: Buffer, part: Buffer) =>
			Buffer.concat([start, Buffer.alloc(BYTES - start.length, part)]);
		const pngStart = async () => (await sample('PNG', 640, 360)).subarray(0, 33);

		it.each<[string, () => Promise<Buffer> | Buffer]>([
			[
				'only fill bytes',
				() => Buffer.concat([Buffer.from([0xff, 0xd8]), Buffer.alloc(BYTES, 0xff)]),
			],
			[
				'JPEG restart markers',
				() => repeated(Buffer.from([0xff, 0xd8]), Buffer.from([0xff, 0xd0])),
			],
			[
				'tiny JPEG segments',
				() => repeated(Buffer.from([0xff, 0xd8]), Buffer.from([0xff, 0xe0, 0, 2])),
			],
			[
				'tiny PNG chunks',
				async () => repeated(await pngStart(), Buffer.from('\0\0\0\0tEXtcrc!', 'latin1')),
			],
		])('rejects a file of %s before it has read 1 % of it', async (_, make) => {
			const { result, bytesRead } = parseInChunks(await make(), 8192);

			expect(await result).toEqual(err('is corrupt: its header has more than 10000 parts'));
			expect(bytesRead()).toBeLessThan(BYTES / 100);
		});

		it('reads a header of exactly 10,000 parts', async () => {
			const image = await sample('JPEG', 640, 360);
			const withFillBytes = (count: number) =>
				Buffer.concat([image.subarray(0, 2), Buffer.alloc(count, 0xff), image.subarray(2)]);
			const parts = await countParts(image);

			expect(await parse(withFillBytes(10_000 - parts))).toMatchObject({ ok: true });
			expect(await parse(withFillBytes(10_001 - parts))).toMatchObject({ ok: false });
		});

		it('reads no more of a file that cannot contain the next part', async () => {
			// A segment of 65,533 bytes in a file of 60,006.
			const start = Buffer.from([0xff, 0xd8, 0xff, 0xe1, 0xff, 0xff]);
			const file = Buffer.concat([start, Buffer.alloc(60_000)]);

			const { result, bytesRead } = parseInChunks(file, 1024);

			expect(await result).toEqual(err(expect.stringContaining('truncated')));
			expect(bytesRead()).toBe(1024);
		});
	});
});

/** Number of ranges that the parser requests. */
async function countParts(bytes: Buffer): Promise<number> {
	const parser = readHeader(bytes.length);
	let parts = 0;
	for (let step = parser.next(); !step.done; parts += 1) {
		const { at, length } = step.value;
		step = parser.next(new DataView(bytes.buffer, bytes.byteOffset + at, length));
	}
	return parts;
}

function offsetOfFrame(jpeg: Buffer): number {
	return jpeg.indexOf(Buffer.from([0xff, 0xc0]));
}

function offsetOfSecondMarker(jpeg: Buffer): number {
	return 4 + jpeg.readUInt16BE(4);
}
