import { nextWatchDelayMs } from '../../../nodes/Hailuo/trigger/watchInterval';

const S = 1_000;
const MINUTE = 60 * S;

describe('watchInterval', () => {
	it.each([
		['half of what the estimate leaves', { ageMs: 10 * S, estimateMs: 300 * S }, 145 * S],
		[
			'the estimate counts more than the progress',
			{ ageMs: 10 * S, estimateMs: 300 * S, progress: 50 },
			145 * S,
		],
		['past the estimate: a tenth of the age', { ageMs: 400 * S, estimateMs: 300 * S }, 40 * S],
		['just at the estimate: a tenth of the age', { ageMs: 300 * S, estimateMs: 300 * S }, 30 * S],
		[
			'past the estimate, whatever the progress',
			{ ageMs: 400 * S, estimateMs: 300 * S, progress: 50 },
			40 * S,
		],
		['all progress made, and not finished: a tenth', { ageMs: 600 * S, progress: 100 }, 60 * S],
		['progress alone: half of what it leaves', { ageMs: 60 * S, progress: 75 }, 10 * S],
		['progress that is stuck is not believed', { ageMs: 60 * S, progress: 1 }, 30 * S],
		['nothing known: a tenth of the age', { ageMs: 20 * MINUTE }, 2 * MINUTE],
		['as soon as a wait would read', { ageMs: 5 * S }, 20 * S],
		[
			'a short estimate: as soon as a wait would read',
			{ ageMs: 3 * S, estimateMs: 3 * S },
			0.5 * S,
		],
		['at least every 5 minutes', { ageMs: 0, estimateMs: 60 * MINUTE }, 5 * MINUTE],
	])('%s', (_, known, expected) => {
		expect(nextWatchDelayMs(known)).toBeCloseTo(expected, 3);
	});
});
