import { validateFileSize, validateDimensions } from '../../../nodes/Hailuo/domain/imageLimits';

const size = (width: number, height: number) => ({ format: 'PNG' as const, width, height });

describe('validateDimensions', () => {
	describe('with dimensions within the limits of the API', () => {
		it.each([
			[301, 301],
			[1280, 720],
			[720, 1280],
			[2500, 1000],
			[1000, 2500],
			[751, 301],
			[4000, 3000],
		])('accepts %d × %d px', (width, height) => {
			expect(validateDimensions(size(width, height))).toBeUndefined();
		});
	});

	describe('with dimensions outside the limits of the API', () => {
		it.each([
			[2000, 700, 'is 2000 × 700 px (20:7); the aspect ratio must be 2:5 to 5:2'],
			[700, 2000, 'is 700 × 2000 px (7:20); the aspect ratio must be 2:5 to 5:2'],
			[1921, 700, 'is 1921 × 700 px (2.74:1); the aspect ratio must be 2:5 to 5:2'],
			[2501, 1000, 'is 2501 × 1000 px (2.50:1); the aspect ratio must be 2:5 to 5:2'],
			[400, 1001, 'is 400 × 1001 px (1:2.50); the aspect ratio must be 2:5 to 5:2'],
			[300, 300, 'is 300 × 300 px; the short edge must be over 300 px'],
			[300, 600, 'is 300 × 600 px; the short edge must be over 300 px'],
			[600, 300, 'is 600 × 300 px; the short edge must be over 300 px'],
			[1, 1, 'is 1 × 1 px; the short edge must be over 300 px'],
		])('rejects %d × %d px: %s', (width, height, issue) => {
			expect(validateDimensions(size(width, height))).toBe(issue);
		});
	});
});

describe('validateFileSize', () => {
	it.each([
		[20 * 1024 * 1024, undefined],
		[20 * 1024 * 1024 + 1, 'is 20.1 MB; the maximum is 20 MB'],
		[25 * 1024 * 1024, 'is 25.0 MB; the maximum is 20 MB'],
	])('returns for %d bytes the issue %p', (bytes, issue) => {
		expect(validateFileSize(bytes)).toBe(issue);
	});
});
