import sharp from 'sharp';

import { parseImageHeader } from '../../../nodes/Hailuo/images/imageHeader';
import { sample } from '../../../tools/images/sampleImages';

const MUTATIONS = 20_000;
const SEED = 20_261_124;
/** Bytes of a file that are mutated, so that most mutations hit the header. */
const HEAD_BYTES = 600;

/** Mulberry32: returns the same numbers for the same seed. */
function randomFrom(seed: number): (below: number) => number {
	let state = seed;
	return (below) => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
	};
}

/** One to four changes: a byte, a bit, a two-byte number, inserted or removed bytes, or a truncated end. */
function mutated(original: Buffer, random: (below: number) => number): Buffer {
	let bytes = Buffer.from(original);
	for (let changes = 1 + random(4); changes > 0 && bytes.length > 4; changes -= 1) {
		const at = random(Math.min(bytes.length - 2, HEAD_BYTES));
		const before = bytes.subarray(0, at);
		switch (random(6)) {
			case 0:
				bytes[at] = random(256);
				break;
			case 1:
				bytes[at] ^= 1 << random(8);
				break;
			case 2:
				bytes.writeUInt16BE([0, 1, 2, 0x7fff, 0x8000, 0xffff][random(6)], at);
				break;
			case 3:
				bytes = Buffer.concat([
					before,
					Buffer.alloc(1 + random(8), random(256)),
					bytes.subarray(at),
				]);
				break;
			case 4:
				bytes = Buffer.concat([before, bytes.subarray(at + 1 + random(8))]);
				break;
			default:
				bytes = Buffer.from(bytes.subarray(0, Math.max(1, bytes.length - random(bytes.length))));
		}
	}
	return bytes;
}

const KINDS = [
	'JPEG',
	'JPEG progressive',
	'JPEG turned, Exif 6',
	'PNG',
	'PNG palette',
	'WebP lossy',
	'WebP lossless',
	'WebP extended: transparency',
];

/** Width and height before a rotation by Exif; undefined if sharp cannot read the header. */
async function dimensionsBySharp(
	bytes: Buffer,
): Promise<{ width: number; height: number } | undefined> {
	try {
		const { width, height } = await sharp(bytes).metadata();
		return { width, height };
	} catch {
		return undefined;
	}
}

describe('parseImageHeader', () => {
	it(`parses or rejects ${MUTATIONS} mutated files without an exception, each in under 1 s, and reads no other dimensions than sharp`, async () => {
		const random = randomFrom(SEED);
		const originals = await Promise.all(KINDS.map(async (kind) => await sample(kind, 48, 32)));
		const tally = { rejected: 0, parsedByBoth: 0 };
		const differences: unknown[] = [];
		let slowestMs = 0;

		for (let done = 0; done < MUTATIONS; done += 100) {
			const files = Array.from({ length: 100 }, () =>
				mutated(originals[random(originals.length)], random),
			);
			await Promise.all(
				files.map(async (bytes) => {
					const start = performance.now();
					const actual = parseImageHeader(bytes);
					slowestMs = Math.max(slowestMs, performance.now() - start);
					if (!actual.ok) tally.rejected += 1;
					const expected = await dimensionsBySharp(bytes);
					// Sharp also reads the headers of truncated files, and our parser those of files with damaged pixels.
					if (!actual.ok || expected === undefined) return;
					tally.parsedByBoth += 1;
					const { width, height } = actual.value;
					if (width !== expected.width || height !== expected.height) {
						differences.push({ actual: actual.value, expected, file: bytes.toString('base64') });
					}
				}),
			);
		}

		expect(differences.slice(0, 3)).toEqual([]);
		expect(slowestMs).toBeLessThan(1_000);
		// Otherwise the mutations would be too strong or too weak.
		expect(tally.parsedByBoth).toBeGreaterThan(MUTATIONS / 10);
		expect(tally.rejected).toBeGreaterThan(MUTATIONS / 10);
	});
});
