import { nextWatchDelayMs } from '../../../nodes/Hailuo/trigger/watchInterval';

const S = 1_000;
const MINUTE = 60 * S;

describe('nextWatchDelayMs', () => {
	it.each([
		['half the remaining time of the estimate', { ageMs: 10 * S, estimateMs: 300 * S }, 145 * S],
		[
			'half the remaining time of the estimate, even if there is progress',
			{ ageMs: 10 * S, estimateMs: 300 * S, progress: 50 },
			145 * S,
		],
		[
			'a tenth of the age after the estimate has passed',
			{ ageMs: 400 * S, estimateMs: 300 * S },
			40 * S,
		],
		['a tenth of the age exactly at the estimate', { ageMs: 300 * S, estimateMs: 300 * S }, 30 * S],
		[
			'a tenth of the age after the estimate has passed, whatever the progress',
			{ ageMs: 400 * S, estimateMs: 300 * S, progress: 50 },
			40 * S,
		],
		[
			'a tenth of the age of an unfinished task with progress 100',
			{ ageMs: 600 * S, progress: 100 },
			60 * S,
		],
		[
			'half the remaining time by progress without an estimate',
			{ ageMs: 60 * S, progress: 75 },
			10 * S,
		],
		['at most half the age with a progress of 1', { ageMs: 60 * S, progress: 1 }, 30 * S],
		['a tenth of the age without estimate and progress', { ageMs: 20 * MINUTE }, 2 * MINUTE],
		['no less than Wait for a young task', { ageMs: 5 * S }, 20 * S],
		['no less than Wait for a short estimate', { ageMs: 3 * S, estimateMs: 3 * S }, 0.3 * S],
		['at most 5 minutes', { ageMs: 0, estimateMs: 60 * MINUTE }, 5 * MINUTE],
	])('waits %s', (_, progress, expected) => {
		expect(nextWatchDelayMs(progress)).toBeCloseTo(expected, 3);
	});
});
