import { nextReadDelayMs } from '../../../nodes/Hailuo/polling/schedule';

const SECOND = 1_000;
const RANDOMS = [0, 0.25, 0.5, 0.75, 0.999_999];

const delay = (reads: number, estimateMs?: number, random = 0.5) =>
	nextReadDelayMs({ reads, estimateMs }, () => random);

it.each([
	['no estimate', undefined, 10 * SECOND, 8 * SECOND],
	['an estimate of 10 minutes', 600 * SECOND, 10 * SECOND, 8 * SECOND],
	['an estimate of 30 s', 30 * SECOND, 10 * SECOND, 8 * SECOND],
	['an estimate of 15 s', 15 * SECOND, 5 * SECOND, 4 * SECOND],
	['an estimate of 3 s', 3 * SECOND, 1 * SECOND, 0.8 * SECOND],
	['an estimate of 1 s', 1 * SECOND, 0.5 * SECOND, 0.5 * SECOND],
	['an estimate of 1 ms', 1, 0.5 * SECOND, 0.5 * SECOND],
])('with %s: the first read, then the interval', (_, estimateMs, first, interval) => {
	expect(delay(0, estimateMs)).toBeCloseTo(first);
	for (const reads of [1, 2, 100]) expect(delay(reads, estimateMs)).toBeCloseTo(interval);
});

describe.each(RANDOMS)('random %d', (random) => {
	it.each([undefined, 30 * SECOND, 31 * SECOND, 90 * SECOND, 3_600 * SECOND])(
		'never reads faster than every 2 s where the estimate is %s ms',
		(estimateMs) => {
			for (const reads of [0, 1, 2, 50]) {
				expect(delay(reads, estimateMs, random)).toBeGreaterThanOrEqual(2 * SECOND);
			}
		},
	);

	it.each([undefined, 1, 2 * SECOND, 20 * SECOND, 600 * SECOND])(
		'differs by a tenth at most where the estimate is %s ms, and is never under 500 ms',
		(estimateMs) => {
			for (const reads of [0, 1]) {
				const ratio = delay(reads, estimateMs, random) / delay(reads, estimateMs);
				expect(Math.abs(ratio - 1)).toBeLessThanOrEqual(0.1 + Number.EPSILON);
				expect(delay(reads, estimateMs, random)).toBeGreaterThanOrEqual(500);
			}
		},
	);
});

it('differs at all, so that tasks made together are not read together', () => {
	expect(new Set(RANDOMS.map((random) => delay(1, undefined, random))).size).toBe(RANDOMS.length);
});
