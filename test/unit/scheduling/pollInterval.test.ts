import {
	expectedEndMs,
	maxBatchDelayMs,
	nextPollDelayMs,
	type PollHistory,
} from '../../../nodes/Hailuo/scheduling/pollInterval';

const S = 1_000;
const RANDOMS = [0, 0.25, 0.5, 0.75, 0.999_999];

const delay = (history: Partial<PollHistory> = {}, random = 0.5) =>
	nextPollDelayMs({ ageMs: 0, samples: [], lastReadFailed: false, ...history }, () => random);
/** Reads of a task of 200 s with linear progress. */
const linear = (...agesS: number[]) => agesS.map((age) => ({ ageMs: age * S, progress: age / 2 }));

describe('nextPollDelayMs', () => {
	describe('before the first read', () => {
		it.each([
			['25 s without an estimate', undefined, 25],
			['a third of an estimate of 90 s', 90, 30],
			['at most 45 s with an estimate of 1 h', 3_600, 45],
			['2 s with an estimate of 6 s', 6, 2],
			['500 ms with an estimate of 1 ms', 0.001, 0.5],
		])('waits %s', (_, estimateS, expectedS) => {
			const estimateMs = estimateS && estimateS * S;
			expect(delay({ estimateMs })).toBeCloseTo(expectedS * S);
		});

		it('subtracts the age of the task from the first delay', () => {
			expect(delay({ ageMs: 20 * S })).toBeCloseTo(5 * S);
		});

		it.each([25, 300])('waits the usual 10 s if the task is %d s old', (ageS) => {
			expect(delay({ ageMs: ageS * S })).toBeCloseTo(10 * S);
		});
	});

	it('waits 10 s after the first read of a task of 5 s', () => {
		const samples = [{ ageMs: 5 * S, progress: 0 }];
		expect(delay({ ageMs: 5 * S, samples })).toBeCloseTo(10 * S);
	});

	describe('when progress is constant', () => {
		const constant = [25, 35, 45].map((age) => ({ ageMs: age * S, progress: 10 }));

		it.each([
			['10 s without an estimate', undefined, 10],
			['10 s with an estimate of 600 s', 600, 10],
			['2 s with an estimate of 18 s', 18, 2],
		])('waits %s', (_, estimateS, expectedS) => {
			const estimateMs = estimateS && estimateS * S;
			expect(delay({ ageMs: 45 * S, samples: constant, estimateMs })).toBeCloseTo(expectedS * S);
		});

		it('waits longer with the age of the task: 20 s at 40 minutes', () => {
			expect(delay({ ageMs: 40 * 60 * S, samples: constant })).toBeCloseTo(20 * S);
		});
	});

	describe('when progress increases', () => {
		it('waits until the earliest possible completion', () => {
			const wait = delay({ ageMs: 160 * S, samples: linear(40, 160) });
			// Complete at 200 s; progress is rounded down, and one percent is 2 s.
			expect(wait).toBeGreaterThan(35 * S);
			expect(wait).toBeLessThanOrEqual(40 * S);
		});

		it('waits at most twice the time for which progress was observed', () => {
			expect(delay({ ageMs: 40 * S, samples: linear(30, 40) })).toBeCloseTo(20 * S);
		});

		it('waits 2 s when completion is due, and up to 10 s while the task is overdue', () => {
			const due = linear(40, 199).map((read) => ({ ...read, progress: Math.floor(read.progress) }));
			const overdue = { ageMs: 201 * S, progress: 99 };
			expect(delay({ ageMs: 199 * S, samples: due })).toBeCloseTo(2 * S);
			expect(delay({ ageMs: 201 * S, samples: [...due, overdue] })).toBeCloseTo(3 * S);
			expect(delay({ ageMs: 201 * S, samples: [...due, ...Array(20).fill(overdue)] })).toBeCloseTo(
				10 * S,
			);
		});
	});

	it('waits 10 s after a failed read, whatever the progress', () => {
		const samples = linear(40, 199);
		expect(delay({ ageMs: 199 * S, samples, lastReadFailed: true })).toBeCloseTo(10 * S);
		expect(delay({ ageMs: 25 * S, lastReadFailed: true })).toBeCloseTo(10 * S);
	});

	describe.each(RANDOMS)('with a random value of %d', (random) => {
		const states: Array<Partial<PollHistory>> = [
			{},
			{ ageMs: 24.9 * S },
			{ ageMs: 40 * S, samples: linear(30, 40) },
			{ ageMs: 199 * S, samples: linear(40, 199) },
			{ ageMs: 300 * S, samples: [{ ageMs: 300 * S, progress: 100 }] },
			{ ageMs: 60 * S, samples: [{ ageMs: 60 * S, progress: 0 }] },
		];

		it.each([undefined, 30, 31, 90, 3_600])(
			'never waits less than 2 s with an estimate of %s s',
			(estimateS) => {
				const estimateMs = estimateS && estimateS * S;
				for (const state of states) {
					expect(delay({ ...state, estimateMs }, random)).toBeGreaterThanOrEqual(2 * S);
				}
			},
		);

		it.each([0.001, 1, 29])(
			'never waits less than 500 ms with an estimate of %s s',
			(estimateS) => {
				for (const state of states) {
					const wait = delay({ ...state, estimateMs: estimateS * S }, random);
					expect(wait).toBeGreaterThanOrEqual(500);
				}
			},
		);

		it('varies the delay by at most 10 %', () => {
			for (const state of [{}, { ageMs: 300 * S }]) {
				expect(Math.abs(delay(state, random) / delay(state) - 1)).toBeLessThanOrEqual(0.1 + 1e-9);
			}
		});
	});

	it('varies the delay, so that tasks created together are not read together', () => {
		expect(new Set(RANDOMS.map((random) => delay({}, random))).size).toBe(RANDOMS.length);
	});
});

describe('expectedEndMs', () => {
	it.each([
		[
			'progress, even if there is an estimate',
			{ samples: linear(40, 160), estimateMs: 90 * S },
			195,
			200,
		],
		['the estimate while progress is unknown', { samples: [], estimateMs: 90 * S }, 90, 90],
	])('expects the end by %s', (_, history, fromS, toS) => {
		expect(expectedEndMs(history)).toBeGreaterThanOrEqual(fromS * S);
		expect(expectedEndMs(history)).toBeLessThanOrEqual(toS * S);
	});

	it('returns undefined without progress and estimate', () => {
		expect(expectedEndMs({ samples: [] })).toBeUndefined();
	});
});

describe('maxBatchDelayMs', () => {
	it.each([
		[500, 125],
		[4_000, 1_000],
		[60_000, 1_000],
	])(
		'after a poll delay of %d ms, allows a wait of at most %d ms for a batch',
		(delayMs, expectedMs) => {
			expect(maxBatchDelayMs(delayMs)).toBe(expectedMs);
		},
	);
});
