import {
	describeLimits,
	validateImage,
	type ImageFile,
	type ImageLimits,
} from '../../../nodes/Hailuo/domain/imageLimits';
import { MODELS } from '../../../nodes/Hailuo/domain/models';
import { imagesOf } from './documented';

const limitsOf = (value: string) => MODELS.find((model) => model.value === value)!.images;
const HAILUO = limitsOf('MiniMax-Hailuo-02');
const H3 = limitsOf('minimax-h3');
const MB = 1024 * 1024;

const image = (changes: Partial<ImageFile> = {}): ImageFile => ({
	id: 'file',
	format: 'PNG',
	bytes: 1000,
	...changes,
});

describe('validateImage', () => {
	it.each<[width: number, height: number, issue: string | undefined, limits: ImageLimits]>([
		[301, 301, undefined, HAILUO],
		[2500, 1000, undefined, HAILUO],
		[1000, 2500, undefined, HAILUO],
		[9000, 9000, undefined, HAILUO],
		[2501, 1000, 'must have an aspect ratio of 2:5 to 5:2 (got 2501 × 1000 px)', HAILUO],
		[400, 1001, 'must have an aspect ratio of 2:5 to 5:2 (got 400 × 1001 px)', HAILUO],
		[300, 301, 'must have at least 301 px on each side (got 300 × 301 px)', HAILUO],
		[600, 300, 'must have at least 301 px on each side (got 600 × 300 px)', HAILUO],
		[256, 256, undefined, H3],
		[256, 640, undefined, H3],
		[5760, 2304, undefined, H3],
		[255, 256, 'must have 256 to 5760 px on each side (got 255 × 256 px)', H3],
		[5761, 5000, 'must have 256 to 5760 px on each side (got 5761 × 5000 px)', H3],
		[641, 256, 'must have an aspect ratio of 2:5 to 5:2 (got 641 × 256 px)', H3],
	])('returns for %d × %d px: %s', (width, height, issue, limits) => {
		expect(validateImage(image({ width, height }), limits)?.message).toBe(issue);
	});

	it.each([
		[20 * MB, HAILUO, undefined],
		[20 * MB + 1, HAILUO, 'must be at most 20 MB (got 20.1 MB)'],
		[25 * MB, HAILUO, 'must be at most 20 MB (got 25.0 MB)'],
		[30 * MB, H3, undefined],
		[30 * MB + 1, H3, 'must be at most 30 MB (got 30.1 MB)'],
	])('returns for %d bytes the issue of the model', (bytes, limits, issue) => {
		expect(validateImage(image({ bytes }), limits)?.message).toBe(issue);
	});

	it('accepts HEIC only for models that take it, with unknown dimensions', () => {
		expect(validateImage(image({ format: 'HEIC' }), H3)).toBeUndefined();
		expect(validateImage(image({ format: 'HEIC' }), HAILUO)?.message).toBe(
			'must be JPEG, PNG or WebP (got HEIC)',
		);
	});
});

describe('describeLimits', () => {
	it.each(MODELS)('describes the documented limits of $value', ({ value, images }) => {
		const [formats, size, edges] = imagesOf(value).split(/, (?=up to|each)/);
		expect(describeLimits(images)).toBe(`${formats}, ${size}, aspect ratio 2:5 to 5:2, ${edges}`);
	});
});
