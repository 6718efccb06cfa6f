import { estimateCompletion } from '../../../nodes/Hailuo/scheduling/estimateCompletion';

const S = 1_000;
type Reads = Array<[ageS: number, progress: number]>;
const estimate = (reads: Reads) =>
	estimateCompletion(reads.map(([age, progress]) => ({ ageMs: age * S, progress })));

describe('estimateCompletion', () => {
	describe.each([
		['linear', 1],
		['decelerating', 0.6],
		['accelerating', 1.4],
	])('for a task of 180 s with %s progress', (_, exponent) => {
		const progressAt = (age: number) => Math.floor(100 * (age / 180) ** exponent);

		it.each([
			[25, 35],
			[25, 55],
			[25, 120],
			[60, 150],
			[120, 178],
		])(
			'never estimates a completion later than 180 s from reads at %i s and %i s',
			(first, second) => {
				const { earliestAgeMs } = estimate([
					[first, progressAt(first)],
					[second, progressAt(second)],
				])!;
				expect(earliestAgeMs).toBeLessThanOrEqual(180 * S);
				expect(earliestAgeMs).toBeGreaterThanOrEqual(second * S);
			},
		);

		it('estimates a completion after 170 s from reads at 25 s and 150 s', () => {
			const { earliestAgeMs } = estimate([
				[25, progressAt(25)],
				[150, progressAt(150)],
			])!;
			expect(earliestAgeMs).toBeGreaterThan(170 * S);
		});
	});

	it.each<[string, Reads]>([
		['no reads', []],
		['a single read', [[30, 16]]],
		['constant progress', [[25, 10], [35, 10], [45, 10]]], // prettier-ignore
		['constant progress of 0', [[25, 0], [35, 0]]], // prettier-ignore
		['decreasing progress', [[25, 30], [35, 20]]], // prettier-ignore
		['a leap from 10 % to 90 % in 10 s', [[25, 10], [35, 90]]], // prettier-ignore
		['1 % of progress in 110 s', [[25, 10], [135, 11]]], // prettier-ignore
		['progress that has stopped', [[25, 13], [35, 19], [55, 19]]], // prettier-ignore
		['progress that starts after a constant phase of 100 s', [[25, 10], [125, 10], [135, 30]]], // prettier-ignore
	])('returns undefined for %s', (_, reads) => {
		expect(estimate(reads)).toBeUndefined();
	});

	it('measures movedForMs from the last read with constant progress', () => {
		const afterConstant = estimate([[25, 10], [35, 10], [45, 12], [55, 15]]); // prettier-ignore
		expect(afterConstant?.movedForMs).toBe(20 * S);
	});

	it('ignores reads before progress decreased', () => {
		const afterDecrease = estimate([[25, 60], [35, 19], [55, 30], [75, 41]]); // prettier-ignore
		expect(afterDecrease?.movedForMs).toBe(40 * S);
		const afterSmallDecrease = estimate([[25, 30], [35, 19], [55, 30], [75, 41]]); // prettier-ignore
		expect(afterSmallDecrease?.movedForMs).toBe(40 * S);
	});

	it('measures movedForMs from the first read with progress above 0', () => {
		expect(estimate([[25, 0], [35, 10], [55, 16]])?.movedForMs).toBe(20 * S); // prettier-ignore
	});

	it.each([
		[94, undefined],
		[95, 1],
	])(
		'accepts constant progress only from 95 %% on: at %d %%, unchangedReads is %p',
		(progress, unchangedReads) => {
			const stuck = estimate([[40, 20], [2 * progress, progress], [2 * progress + 1, progress]]); // prettier-ignore
			expect(stuck?.unchangedReads).toBe(unchangedReads);
		},
	);

	it('counts the reads since progress last changed, near the end', () => {
		expect(estimate([[40, 20], [199, 99], [201, 99], [204, 99]])?.unchangedReads).toBe(2); // prettier-ignore
	});
});
