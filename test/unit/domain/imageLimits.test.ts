import {
	describeLimits,
	validateImage,
	type ImageFile,
} from '../../../nodes/Hailuo/domain/imageLimits';
import { MODELS } from '../../../nodes/Hailuo/domain/models';

const limitsOf = (value: string) =>
	MODELS.find((model) => model.value === value)!.modes.imageToVideo!.images;
const HAILUO = limitsOf('MiniMax-Hailuo-02');
const H3 = limitsOf('minimax-h3');
const MB = 1024 * 1024;

const image = (changes: Partial<ImageFile> = {}): ImageFile => ({
	id: 'file',
	format: 'PNG',
	bytes: 1000,
	...changes,
});
const size = (width: number, height: number) => image({ width, height });

describe('validateImage', () => {
	it.each([
		[
			'Hailuo',
			HAILUO,
			[
				[301, 301],
				[1280, 720],
				[720, 1280],
				[2500, 1000],
				[1000, 2500],
				[9000, 9000],
			],
		],
		[
			'H3',
			H3,
			[
				[256, 256],
				[256, 640],
				[5760, 5760],
				[5760, 2304],
			],
		],
	])('accepts dimensions within the limits of %s', (_, limits, sizes) => {
		for (const [width, height] of sizes) {
			expect([width, height, validateImage(size(width, height), limits)]).toEqual([
				width,
				height,
				undefined,
			]);
		}
	});

	it.each([
		[2000, 700, 'must have an aspect ratio of 2:5 to 5:2 (got 2000 × 700 px)'],
		[700, 2000, 'must have an aspect ratio of 2:5 to 5:2 (got 700 × 2000 px)'],
		[2501, 1000, 'must have an aspect ratio of 2:5 to 5:2 (got 2501 × 1000 px)'],
		[400, 1001, 'must have an aspect ratio of 2:5 to 5:2 (got 400 × 1001 px)'],
		[300, 300, 'must have at least 301 px on each side (got 300 × 300 px)'],
		[600, 300, 'must have at least 301 px on each side (got 600 × 300 px)'],
		[1, 1, 'must have at least 301 px on each side (got 1 × 1 px)'],
	])('rejects %d × %d px for Hailuo: %s', (width, height, issue) => {
		expect(validateImage(size(width, height), HAILUO)).toBe(issue);
	});

	it.each([
		[255, 256, 'must have 256 to 5760 px on each side (got 255 × 256 px)'],
		[5761, 5000, 'must have 256 to 5760 px on each side (got 5761 × 5000 px)'],
		[641, 256, 'must have an aspect ratio of 2:5 to 5:2 (got 641 × 256 px)'],
	])('rejects %d × %d px for H3: %s', (width, height, issue) => {
		expect(validateImage(size(width, height), H3)).toBe(issue);
	});

	it.each([
		[20 * MB, HAILUO, undefined],
		[20 * MB + 1, HAILUO, 'must be at most 20 MB (got 20.1 MB)'],
		[25 * MB, HAILUO, 'must be at most 20 MB (got 25.0 MB)'],
		[30 * MB, H3, undefined],
		[30 * MB + 1, H3, 'must be at most 30 MB (got 30.1 MB)'],
	])('returns for %d bytes the issue of the model', (bytes, limits, issue) => {
		expect(validateImage(image({ bytes }), limits)).toBe(issue);
	});

	it('accepts HEIC only for models that take it, with unknown dimensions', () => {
		expect(validateImage(image({ format: 'HEIC' }), H3)).toBeUndefined();
		expect(validateImage(image({ format: 'HEIC' }), HAILUO)).toBe(
			'must be JPEG, PNG or WebP (got HEIC)',
		);
	});
});

describe('describeLimits', () => {
	it.each([
		[HAILUO, 'JPEG, PNG or WebP, up to 20 MB, aspect ratio 2:5 to 5:2, each side at least 301 px'],
		[H3, 'JPEG, PNG, WebP or HEIC, up to 30 MB, aspect ratio 2:5 to 5:2, each side 256 to 5760 px'],
	])('describes all limits: %#', (limits, text) => {
		expect(describeLimits(limits)).toBe(text);
	});
});
