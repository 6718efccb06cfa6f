import { estimateCompletion } from '../../../nodes/Hailuo/scheduling/estimateCompletion';

const S = 1_000;
type Reads = Array<[ageS: number, progress: number]>;
const end = (reads: Reads) =>
	estimateCompletion(reads.map(([age, progress]) => ({ ageMs: age * S, progress })));

describe('estimateCompletion', () => {
	describe.each([
		['evenly', 1],
		['fast at first', 0.6],
		['slowly at first', 1.4],
	])('a task of 180 s whose progress goes %s', (_, n) => {
		const progressAt = (age: number) => Math.floor(100 * (age / 180) ** n);

		it.each([
			[25, 35],
			[25, 55],
			[25, 120],
			[60, 150],
			[120, 178],
		])('seen at %i s and %i s, is not expected after its end', (first, second) => {
			const { earliestAgeMs } = end([
				[first, progressAt(first)],
				[second, progressAt(second)],
			])!;
			expect(earliestAgeMs).toBeLessThanOrEqual(180 * S);
			expect(earliestAgeMs).toBeGreaterThanOrEqual(second * S);
		});

		it('is expected more exactly the longer it has been seen', () => {
			const { earliestAgeMs } = end([
				[25, progressAt(25)],
				[150, progressAt(150)],
			])!;
			expect(earliestAgeMs).toBeGreaterThan(170 * S);
		});
	});

	it.each<[string, Reads]>([
		['no read', []],
		['one read', [[30, 16]]],
		['standing still', [[25, 10], [35, 10], [45, 10]]], // prettier-ignore
		['standing at 0', [[25, 0], [35, 0]]], // prettier-ignore
		['going back', [[25, 30], [35, 20]]], // prettier-ignore
		['a leap', [[25, 10], [35, 90]]], // prettier-ignore
		['hardly moving for its age', [[25, 10], [135, 11]]], // prettier-ignore
		['standing still after it moved', [[25, 13], [35, 19], [55, 19]]], // prettier-ignore
		['waking up late', [[25, 10], [125, 10], [135, 30]]], // prettier-ignore
	])('%s tells nothing', (_, reads) => {
		expect(end(reads)).toBeUndefined();
	});

	it('counts from the last read at which progress stood still', () => {
		const afterRest = end([[25, 10], [35, 10], [45, 12], [55, 15]]); // prettier-ignore
		expect(afterRest?.movedForMs).toBe(20 * S);
	});

	it('forgets what was before progress went back', () => {
		const afterFall = end([[25, 60], [35, 19], [55, 30], [75, 41]]); // prettier-ignore
		expect(afterFall?.movedForMs).toBe(40 * S);
		const afterLowFall = end([[25, 30], [35, 19], [55, 30], [75, 41]]); // prettier-ignore
		expect(afterLowFall?.movedForMs).toBe(40 * S);
	});

	it('counts from the first read that shows progress', () => {
		expect(end([[25, 0], [35, 10], [55, 16]])?.movedForMs).toBe(20 * S); // prettier-ignore
	});

	it.each([
		[94, undefined],
		[95, 1],
	])('that stands still at %d %% tells something from 95 %% on', (progress, unchangedReads) => {
		const stuck = end([[40, 20], [2 * progress, progress], [2 * progress + 1, progress]]); // prettier-ignore
		expect(stuck?.unchangedReads).toBe(unchangedReads);
	});

	it('counts the reads near the end that show nothing new', () => {
		expect(end([[40, 20], [199, 99], [201, 99], [204, 99]])?.unchangedReads).toBe(2); // prettier-ignore
	});
});
