import {
	nextRequestAt,
	selectReads,
	type PlannedRead,
} from '../../../nodes/Hailuo/scheduling/planReads';

/** Due then, and may wait for a second. */
const at = (dueAt: number, more: Partial<PlannedRead> = {}): PlannedRead => ({
	dueAt,
	latestAt: dueAt + 1_000,
	lastReadAt: 0,
	...more,
});

describe('the next request goes', () => {
	it.each<[string, PlannedRead[], number, number]>([
		['when one alone is due', [at(5_000)], 50, 5_000],
		['with one that is due within the second', [at(5_000), at(5_800)], 50, 5_800],
		['with one that is due just then', [at(5_000), at(6_000)], 50, 6_000],
		['without one that is due later', [at(5_000), at(6_001)], 50, 5_000],
		[
			'with the last within the second of the first',
			[0, 400, 900, 1_300].map((ms) => at(ms)),
			50,
			900,
		],
		['before one in the middle has to go', [at(0), at(100, { latestAt: 300 }), at(400)], 50, 100],
		['as soon as it is full', [0, 100, 200, 300].map((ms) => at(ms)), 3, 200],
		['without a wait where it holds one only', [at(0), at(100)], 1, 0],
		['at once for those that are overdue', [at(-9_000), at(-8_500)], 50, -8_500],
	])('%s', (_, reads, maxTasks, expected) => {
		expect(nextRequestAt(reads, maxTasks)).toBe(expected);
	});
});

describe('a request that holds two takes', () => {
	const NOW = 10_000;
	const [older, old, fresh] = [1_000, 2_000, 3_000].map((lastReadAt) => at(0, { lastReadAt }));
	const ending = at(0, { lastReadAt: 8_000, endsAt: 9_000 });
	const endingSooner = at(0, { lastReadAt: 9_000, endsAt: 8_500 });
	const endingLater = at(0, { lastReadAt: 9_000, endsAt: 20_000 });

	it.each<[string, PlannedRead[], PlannedRead[]]>([
		['those that were not read for longest', [fresh, old, older], [older, old]],
		['first those whose end is due', [older, old, ending], [ending, older]],
		['of these the earliest', [older, ending, endingSooner], [endingSooner, ending]],
		['none before its end is due', [endingLater, older, old], [older, old]],
		[
			'as one whose end is due one that ends just now',
			[older, old, { ...ending, endsAt: NOW }],
			[{ ...ending, endsAt: NOW }, older],
		],
		['none before its time', [at(NOW + 1)], []],
		['none that is not due yet', [older, at(NOW + 1)], [older]],
	])('%s', (_, reads, expected) => {
		expect(selectReads(reads, NOW, 2)).toEqual(expected);
	});
});
