import {
	expectedEndMs,
	firstPollDelayMs,
	minPollDelayMs,
	nextPollDelayMs,
} from '../../../nodes/Hailuo/scheduling/pollInterval';

/** In seconds: age, estimate and progress of a task. */
type Known = [ageS: number, estimateS?: number, progress?: number];

const task = ([ageS, estimateS, progress]: Known) => ({
	ageMs: ageS * 1_000,
	...(estimateS !== undefined && { estimateMs: estimateS * 1_000 }),
	...(progress !== undefined && { progress }),
});
const noJitter = () => 0;
const fullJitter = () => 0.999_999;

describe('firstPollDelayMs', () => {
	it.each<[string, Known, number]>([
		['25 s without an estimate', [0], 25],
		['a third of an estimate of 90 s', [0, 90], 30],
		['45 s with an estimate of an hour', [0, 3_600], 45],
		['a third of an estimate of 1 s', [0, 1], 1 / 3],
		['the rest of it for a task of 20 s', [20], 5],
		['nothing for a task that is older', [60], 0],
	])('is %s', (_, known, expectedS) => {
		expect(firstPollDelayMs(task(known), noJitter)).toBeCloseTo(expectedS * 1_000);
		expect(firstPollDelayMs(task(known), fullJitter)).toBeCloseTo(expectedS * 900, 0);
	});
});

describe('nextPollDelayMs', () => {
	it.each<[string, Known, number]>([
		['10 s if nothing tells the end', [45], 10],
		['half of the remaining time by progress', [150, undefined, 90], 8.333],
		['at most 15 s where progress is told', [60, undefined, 20], 15],
		['at least 2 s', [180, undefined, 99], 2],
		['2 s at 100 %', [100, undefined, 100], 2],
		['half of the remaining time by the estimate', [84, 90], 3],
		['at most 10 s with an estimate', [30, 600], 10],
		['half of the time since the estimate', [102, 90], 6],
		['at most 10 s after a wrong estimate', [600, 5], 10],
		['by progress, even if there is an estimate', [150, 5, 90], 8.333],
		['a tenth of a short estimate', [3, 3], 0.3],
		['20 s for a task of 40 minutes', [2_400], 20],
		['1/120 of the age, even at 99 %', [1_200, undefined, 99], 10],
	])('is %s', (_, known, expectedS) => {
		expect(nextPollDelayMs(task(known), noJitter) / 1_000).toBeCloseTo(expectedS, 2);
	});

	it.each<Known>([[45], [100, undefined, 100], [180, undefined, 50], [89, 90], [3, 3]])(
		'is shortened by at most 10 %%, and never below the minimum (age %d s)',
		(...known) => {
			const longest = nextPollDelayMs(task(known), noJitter);
			const shortest = nextPollDelayMs(task(known), fullJitter);

			expect(shortest).toBeGreaterThanOrEqual(0.9 * longest - 0.1);
			expect(shortest).toBeGreaterThanOrEqual(minPollDelayMs(task(known)));
		},
	);
});

describe('expectedEndMs', () => {
	it.each<[string, Known, number | undefined]>([
		['by progress, even if there is an estimate', [60, 300, 25], 240],
		['by the estimate', [60, 300], 300],
		['unknown without both', [60], undefined],
	])('is %s', (_, known, expectedS) => {
		expect(expectedEndMs(task(known))).toBe(expectedS && expectedS * 1_000);
	});
});
