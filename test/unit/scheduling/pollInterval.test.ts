import {
	expectedEndMs,
	maxBatchDelayMs,
	nextPollDelayMs,
	type PollHistory,
} from '../../../nodes/Hailuo/scheduling/pollInterval';

const S = 1_000;
const RANDOMS = [0, 0.25, 0.5, 0.75, 0.999_999];

const delay = (waited: Partial<PollHistory> = {}, random = 0.5) =>
	nextPollDelayMs({ ageMs: 0, samples: [], lastReadFailed: false, ...waited }, () => random);
/** Reads of a task of 200 s whose progress goes evenly. */
const evenly = (...agesS: number[]) => agesS.map((age) => ({ ageMs: age * S, progress: age / 2 }));

describe('pollInterval', () => {
	describe('the first read', () => {
		it.each([
			['without an estimate', undefined, 25],
			['at a third of the estimate', 90, 30],
			['not much later than without one, however long the estimate is', 3_600, 45],
			['soon where the estimate is short', 6, 2],
			['at once, more or less, where it is tiny', 0.001, 0.5],
		])('%s', (_, estimateS, expectedS) => {
			const estimateMs = estimateS && estimateS * S;
			expect(delay({ estimateMs })).toBeCloseTo(expectedS * S);
		});

		it('takes the age of the task into account', () => {
			expect(delay({ ageMs: 20 * S })).toBeCloseTo(5 * S);
		});

		it.each([25, 300])('of a task of %d s comes after an even interval', (ageS) => {
			expect(delay({ ageMs: ageS * S })).toBeCloseTo(10 * S);
		});
	});

	it('a young task that was read once is read again after an even interval', () => {
		const samples = [{ ageMs: 5 * S, progress: 0 }];
		expect(delay({ ageMs: 5 * S, samples })).toBeCloseTo(10 * S);
	});

	describe('while progress tells nothing', () => {
		const stuck = [25, 35, 45].map((age) => ({ ageMs: age * S, progress: 10 }));

		it.each([
			['no estimate', undefined, 10],
			['a long estimate', 600, 10],
			['a short estimate', 18, 2],
		])('reads come evenly with %s', (_, estimateS, expectedS) => {
			const estimateMs = estimateS && estimateS * S;
			expect(delay({ ageMs: 45 * S, samples: stuck, estimateMs })).toBeCloseTo(expectedS * S);
		});

		it('an old task is read less and less often', () => {
			expect(delay({ ageMs: 40 * 60 * S, samples: stuck })).toBeCloseTo(20 * S);
		});
	});

	describe('while progress moves', () => {
		it('the next read waits for the earliest end', () => {
			const wait = delay({ ageMs: 160 * S, samples: evenly(40, 160) });
			// Done at 200 s; the number read may stand for one more percent, which is 2 s.
			expect(wait).toBeGreaterThan(35 * S);
			expect(wait).toBeLessThanOrEqual(40 * S);
		});

		it('but no longer than twice the time for which it has been seen to move', () => {
			expect(delay({ ageMs: 40 * S, samples: evenly(30, 40) })).toBeCloseTo(20 * S);
		});

		it('reads come every 2 s when the end is due, and less and less often when it does not come', () => {
			const due = evenly(40, 199).map((read) => ({ ...read, progress: Math.floor(read.progress) }));
			const again = { ageMs: 201 * S, progress: 99 };
			expect(delay({ ageMs: 199 * S, samples: due })).toBeCloseTo(2 * S);
			expect(delay({ ageMs: 201 * S, samples: [...due, again] })).toBeCloseTo(3 * S);
			expect(delay({ ageMs: 201 * S, samples: [...due, ...Array(20).fill(again)] })).toBeCloseTo(
				10 * S,
			);
		});
	});

	it('a read that went wrong is repeated after an even interval, whatever progress said', () => {
		const seen = evenly(40, 199);
		expect(delay({ ageMs: 199 * S, samples: seen, lastReadFailed: true })).toBeCloseTo(10 * S);
		expect(delay({ ageMs: 25 * S, lastReadFailed: true })).toBeCloseTo(10 * S);
	});

	describe.each(RANDOMS)('random %d', (random) => {
		const states: Array<Partial<PollHistory>> = [
			{},
			{ ageMs: 24.9 * S },
			{ ageMs: 40 * S, samples: evenly(30, 40) },
			{ ageMs: 199 * S, samples: evenly(40, 199) },
			{ ageMs: 300 * S, samples: [{ ageMs: 300 * S, progress: 100 }] },
			{ ageMs: 60 * S, samples: [{ ageMs: 60 * S, progress: 0 }] },
		];

		it.each([undefined, 30, 31, 90, 3_600])(
			'never reads faster than every 2 s where the estimate is %s s',
			(estimateS) => {
				const estimateMs = estimateS && estimateS * S;
				for (const state of states) {
					expect(delay({ ...state, estimateMs }, random)).toBeGreaterThanOrEqual(2 * S);
				}
			},
		);

		it.each([0.001, 1, 29])(
			'never reads faster than every 500 ms where it is %s s',
			(estimateS) => {
				for (const state of states) {
					const wait = delay({ ...state, estimateMs: estimateS * S }, random);
					expect(wait).toBeGreaterThanOrEqual(500);
				}
			},
		);

		it('differs from the middle by a tenth at most', () => {
			for (const state of [{}, { ageMs: 300 * S }]) {
				expect(Math.abs(delay(state, random) / delay(state) - 1)).toBeLessThanOrEqual(0.1 + 1e-9);
			}
		});
	});

	it('differs at all, so that tasks made together are not read together', () => {
		expect(new Set(RANDOMS.map((random) => delay({}, random))).size).toBe(RANDOMS.length);
	});

	it.each([
		['by progress', { samples: evenly(40, 160), estimateMs: 90 * S }, 195, 200],
		['by the estimate, while progress tells nothing', { samples: [], estimateMs: 90 * S }, 90, 90],
	])('the end is expected %s', (_, history, fromS, toS) => {
		expect(expectedEndMs(history)).toBeGreaterThanOrEqual(fromS * S);
		expect(expectedEndMs(history)).toBeLessThanOrEqual(toS * S);
	});

	it('the end is unknown where neither tells', () => {
		expect(expectedEndMs({ samples: [] })).toBeUndefined();
	});

	it.each([
		[500, 125],
		[4_000, 1_000],
		[60_000, 1_000],
	])('of a delay of %d ms, a read waits at most %d ms longer for others', (delayMs, waitMs) => {
		expect(maxBatchDelayMs(delayMs)).toBe(waitMs);
	});
});
