import {
	nextRequestAt,
	selectReads,
	type PlannedRead,
} from '../../../nodes/Hailuo/scheduling/planReads';

/** A read that is due at `dueAt` and may wait 1 s for a batch. */
const at = (dueAt: number, more: Partial<PlannedRead> = {}): PlannedRead => ({
	dueAt,
	latestAt: dueAt + 1_000,
	lastReadAt: 0,
	...more,
});

describe('nextRequestAt', () => {
	it.each<[string, PlannedRead[], number, number]>([
		['a single read at its time', [at(5_000)], 50, 5_000],
		['two reads due 800 ms apart together', [at(5_000), at(5_800)], 50, 5_800],
		['two reads due exactly 1 s apart together', [at(5_000), at(6_000)], 50, 6_000],
		['a read before one that is due 1,001 ms later', [at(5_000), at(6_001)], 50, 5_000],
		[
			'all reads due within 1 s of the first together',
			[0, 400, 900, 1_300].map((ms) => at(ms)),
			50,
			900,
		],
		[
			'reads no later than the latest time of any of them',
			[at(0), at(100, { latestAt: 300 }), at(400)],
			50,
			100,
		],
		['a full batch without a further wait', [0, 100, 200, 300].map((ms) => at(ms)), 3, 200],
		['a read without a wait if a request holds one task', [at(0), at(100)], 1, 0],
		['overdue reads at once', [at(-9_000), at(-8_500)], 50, -8_500],
	])('sends %s', (_, reads, maxTasks, expected) => {
		expect(nextRequestAt(reads, maxTasks)).toBe(expected);
	});
});

describe('selectReads, with two tasks per request', () => {
	const NOW = 10_000;
	const [older, old, newest] = [1_000, 2_000, 3_000].map((lastReadAt) => at(0, { lastReadAt }));
	const ended = at(0, { lastReadAt: 8_000, endsAt: 9_000 });
	const endedEarlier = at(0, { lastReadAt: 9_000, endsAt: 8_500 });
	const endsLater = at(0, { lastReadAt: 9_000, endsAt: 20_000 });

	it.each<[string, PlannedRead[], PlannedRead[]]>([
		['selects the tasks whose last read is longest ago', [newest, old, older], [older, old]],
		['prefers a task whose end is due', [older, old, ended], [ended, older]],
		[
			'sorts tasks whose end is due by that end',
			[older, ended, endedEarlier],
			[endedEarlier, ended],
		],
		['does not prefer a task whose end is not due yet', [endsLater, older, old], [older, old]],
		[
			'prefers a task whose end is due exactly now',
			[older, old, { ...ended, endsAt: NOW }],
			[{ ...ended, endsAt: NOW }, older],
		],
		['selects nothing if no read is due yet', [at(NOW + 1)], []],
		['selects only the reads that are due', [older, at(NOW + 1)], [older]],
	])('%s', (_, reads, expected) => {
		expect(selectReads(reads, NOW, 2)).toEqual(expected);
	});
});
