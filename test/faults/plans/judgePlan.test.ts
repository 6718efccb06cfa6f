import { computeLedger } from '../ledger';
import { brokenInvariants, issuesInEnds } from './judgePlan';
import { planOf, type FaultPlan } from './plan';
import { ITEM_ROWS } from './rows';
import type { PlanSeen } from './runPlan';

const LIST = 'May have been accepted without a task ID: items 1, 3 (Bad gateway (HTTP 502)).';

const rowWith = (out: 'video' | 'error') =>
	ITEM_ROWS.find((row) => (typeof row.out === 'string') === (out === 'video'))!;
const video = { is: 'video', taskId: 'task-1' } as const;
const failed = { is: 'error', message: 'No', advice: '' } as const;
const clean = computeLedger({
	records: [],
	items: 5,
	paid: [],
	delivered: [],
	visibleTexts: [],
	key: 'k3y',
	keyHosts: [],
});

const seenWith = (changes: Partial<PlanSeen> = {}): PlanSeen => ({
	ledger: clean,
	ends: Array(5).fill(video),
	indeterminate: [],
	reported: [],
	unreturned: [],
	creates: [1, 1, 1, 1, 1],
	...changes,
});
const plan = (changes: Partial<FaultPlan> = {}) =>
	planOf(
		[1, 3].map((item) => ({ item, row: rowWith('error') })),
		changes,
	);

describe('invariants', () => {
	const goesOn = plan({ onError: 'continueRegularOutput' });
	const reported = { indeterminate: [1, 3], reported: [1, 3] };
	const ended = (description: string) => ({
		...reported,
		error: { message: 'Item 1: No', description },
	});

	it.each<[string, FaultPlan, Partial<PlanSeen>, string[]]>([
		['hold', goesOn, {}, []],
		['hold where indeterminate creates are told first', plan(), ended(LIST), []],
		[
			'hold where the message tells of the only one',
			plan(),
			{
				indeterminate: [1],
				reported: [1],
				error: { message: 'Item 1: The request may have been accepted', description: 'Check' },
			},
			[],
		],
		['break by a ledger', plan(), { ledger: { ...clean, lost: 2 } }, ['the ledger says lost 2']],
		[
			'break by indeterminate creates told late',
			plan(),
			ended(`Check the key. ${LIST}`),
			['the description does not begin with the indeterminate creates'],
		],
		[
			'break by a false alarm',
			goesOn,
			{ ...reported, indeterminate: [3] },
			['item 1 has no indeterminate create, and is told to have one'],
		],
		[
			'break by a task that the account shows and nothing names',
			plan({ list: 'there' }),
			{
				unreturned: [
					{ id: 'task-1', isNamed: true },
					{ id: 'task-2', isNamed: false },
				],
			},
			['nothing names task-2, which the account shows'],
		],
		[
			'hold where the account cannot be listed',
			plan({ list: 'broken' }),
			{ unreturned: [{ id: 'task-2', isNamed: false }] },
			[],
		],
		[
			'break by an end that the user did not want',
			goesOn,
			{ error: { message: 'No', description: '' } },
			['an error ended the run that was to go on'],
		],
	])('%s', (_, given, changes, issues) => {
		expect(brokenInvariants(given, seenWith(changes))).toEqual(issues);
	});
});

describe('ends', () => {
	const goesOn = plan({ onError: 'continueRegularOutput' });
	const ends = (...failing: number[]) => ({
		ends: seenWith().ends.map((end, item) => (failing.includes(item) ? failed : end)),
	});
	const ended = (message: string) => ({ error: { message, description: '' } });

	it.each<[string, FaultPlan, Partial<PlanSeen>, number]>([
		['errors where they were to be', goesOn, ends(1, 3), 0],
		['an error too few', goesOn, ends(1), 1],
		['an error too many', goesOn, ends(0, 1, 3), 1],
		['the error of one that was hit', plan(), ended('Item 3: No'), 0],
		['the error of one that was not', plan(), ended('Item 2: No'), 1],
		['an error of nobody', plan(), ended('No'), 1],
		['no error', plan(), {}, 1],
		['all videos, as they were to be', planOf([{ item: 1, row: rowWith('video') }]), {}, 0],
		['a video too few', planOf([{ item: 1, row: rowWith('video') }]), ends(2), 1],
	])('%s', (_, given, changes, count) => {
		expect(issuesInEnds(given, seenWith(changes))).toHaveLength(count);
	});

	it('knows rows of both ends', () => {
		expect([rowWith('video'), rowWith('error')]).not.toContain(undefined);
	});
});
