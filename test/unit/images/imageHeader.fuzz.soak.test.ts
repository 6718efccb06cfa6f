import fc from 'fast-check';
import sharp from 'sharp';

import { parseImageHeader } from '../../../nodes/Hailuo/images/imageHeader';
import { sample } from '../../../tools/images/sampleImages';

const FILES = 20_000;
const KINDS = [
	'JPEG',
	'JPEG progressive',
	'JPEG turned',
	'PNG',
	'PNG palette',
	'WebP lossy',
	'WebP lossless',
	'WebP extended: transparency',
];

/** A change at a place in the header: some bytes are replaced by others, possibly by none or all the rest. */
const change = fc.record({
	at: fc.nat(600),
	removed: fc.oneof({ weight: 5, arbitrary: fc.nat(8) }, { weight: 1, arbitrary: fc.nat(600) }),
	inserted: fc.uint8Array({ maxLength: 8 }),
});
type Change = typeof change extends fc.Arbitrary<infer T> ? T : never;

const changed = (file: Buffer, { at, removed, inserted }: Change) =>
	Buffer.concat([file.subarray(0, at), inserted, file.subarray(at + removed)]);

/** Width and height before a rotation by Exif; undefined if sharp cannot read the header. */
async function sizeBySharp(file: Buffer) {
	try {
		const { width, height } = await sharp(file).metadata();
		return { width, height };
	} catch {
		return undefined;
	}
}

describe('parseImageHeader', () => {
	it(`reads no other dimensions than sharp from ${FILES} changed files`, async () => {
		const originals = await Promise.all(KINDS.map(async (kind) => await sample(kind, 48, 32)));
		const changes = fc.array(change, { minLength: 1, maxLength: 4 });
		const plans = fc.sample(fc.tuple(fc.constantFrom(...originals), changes), {
			numRuns: FILES,
			seed: 20_261_124,
		});
		let rejected = 0;
		let parsedByBoth = 0;
		const differences: unknown[] = [];

		for (const [original, edits] of plans) {
			const file = edits.reduce(changed, original);
			const actual = parseImageHeader(file);
			if (!actual.ok) rejected += 1;
			// Sharp also reads the headers of truncated files, and our parser those of files with damaged pixels.
			const expected = actual.ok ? await sizeBySharp(file) : undefined;
			if (!actual.ok || expected === undefined) continue;
			parsedByBoth += 1;
			const { width, height } = actual.value;
			if (width !== expected.width || height !== expected.height) {
				differences.push({ actual: actual.value, expected, file: file.toString('base64') });
			}
		}

		expect(differences.slice(0, 3)).toEqual([]);
		// Otherwise the changes would be too strong or too weak.
		expect(parsedByBoth).toBeGreaterThan(FILES / 10);
		expect(rejected).toBeGreaterThan(FILES / 10);
	});
});
