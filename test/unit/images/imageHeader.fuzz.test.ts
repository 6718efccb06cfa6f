import sharp from 'sharp';

import { parseImageHeader } from '../../../nodes/Hailuo/images/imageHeader';
import { sample } from '../../../tools/images/sampleImages';

const MUTATIONS = 20_000;
const SEED = 20_261_124;
/** Of a file, so that most mutations hit the header. */
const HEAD_BYTES = 600;

/** Mulberry32: the same numbers for the same seed. */
function randomFrom(seed: number): (below: number) => number {
	let state = seed;
	return (below) => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
	};
}

/** One to four changes: a byte, a bit, a number of two bytes, bytes put in or taken out, or the end cut off. */
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

/** Width and height as a viewer shows them; undefined where the library cannot read the header. */
async function bySharp(bytes: Buffer): Promise<{ width: number; height: number } | undefined> {
	try {
		const { width, height, orientation = 1 } = await sharp(bytes).metadata();
		return orientation >= 5 ? { width: height, height: width } : { width, height };
	} catch {
		return undefined;
	}
}

describe('imageHeader, with mutated files', () => {
	it(`${MUTATIONS} damaged headers: no exception, no long step, and no other size than the library sees`, async () => {
		const random = randomFrom(SEED);
		const originals = await Promise.all(KINDS.map(async (kind) => await sample(kind, 48, 32)));
		const tally = { refused: 0, both: 0 };
		const differing: unknown[] = [];
		let slowestMs = 0;

		for (let done = 0; done < MUTATIONS; done += 100) {
			const files = Array.from({ length: 100 }, () =>
				mutated(originals[random(originals.length)], random),
			);
			await Promise.all(
				files.map(async (bytes) => {
					const start = performance.now();
					const ours = await parseImageHeader([bytes], bytes.length);
					slowestMs = Math.max(slowestMs, performance.now() - start);
					if (!ours.ok) tally.refused += 1;
					const theirs = await bySharp(bytes);
					// The library also reads headers of files that are cut off later, and we of damaged pictures.
					if (!ours.ok || theirs === undefined) return;
					tally.both += 1;
					const { width, height } = ours.value;
					if (width !== theirs.width || height !== theirs.height) {
						differing.push({ ours: ours.value, theirs, file: bytes.toString('base64') });
					}
				}),
			);
		}

		expect(differing.slice(0, 3)).toEqual([]);
		expect(slowestMs).toBeLessThan(1_000);
		// Otherwise the mutations would test nothing.
		expect(tally.both).toBeGreaterThan(MUTATIONS / 10);
		expect(tally.refused).toBeGreaterThan(MUTATIONS / 10);
	});
});
