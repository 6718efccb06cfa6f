import { computeLedger } from '../ledger';
import { brokenInvariants, issuesInEnds } from './checkPlan';
import { planOf, type FaultPlan } from './plan';
import { ITEM_ROWS } from './rows';
import type { PlanObservation } from './runPlan';

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

const observationWith = (changes: Partial<PlanObservation> = {}): PlanObservation => ({
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

describe('The invariants of a plan', () => {
	const goesOn = plan({ onError: 'continueRegularOutput' });
	const reported = { indeterminate: [1, 3], reported: [1, 3] };
	const ended = (description: string) => ({
		...reported,
		error: { message: 'Item 1: No', description },
	});

	it.each<[string, FaultPlan, Partial<PlanObservation>, string[]]>([
		['hold in a run without issues', goesOn, {}, []],
		['hold if indeterminate creates are reported first', plan(), ended(LIST), []],
		[
			'hold if the message reports the only one',
			plan(),
			{
				indeterminate: [1],
				reported: [1],
				error: { message: 'Item 1: The request may have been accepted', description: 'Check' },
			},
			[],
		],
		[
			'are violated by the ledger',
			plan(),
			{ ledger: { ...clean, lost: 2 } },
			['the ledger says lost 2'],
		],
		[
			'are violated if indeterminate creates are not reported first',
			plan(),
			ended(`Check the key. ${LIST}`),
			['the description does not begin with the indeterminate creates'],
		],
		[
			'are violated by a falsely reported create',
			goesOn,
			{ ...reported, indeterminate: [3] },
			['item 1 is reported as indeterminate, but is not'],
		],
		[
			'are violated if a task in the account is not named',
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
			'hold if the account cannot be listed',
			plan({ list: 'broken' }),
			{ unreturned: [{ id: 'task-2', isNamed: false }] },
			[],
		],
		[
			'are violated by an error that ends a run with Continue',
			goesOn,
			{ error: { message: 'No', description: '' } },
			['an error ended the run that was to go on'],
		],
	])('%s', (_, plan, changes, issues) => {
		expect(brokenInvariants(plan, observationWith(changes))).toEqual(issues);
	});
});

describe('The results of a plan', () => {
	const goesOn = plan({ onError: 'continueRegularOutput' });
	const ends = (...failing: number[]) => ({
		ends: observationWith().ends.map((end, item) => (failing.includes(item) ? failed : end)),
	});
	const ended = (message: string) => ({ error: { message, description: '' } });

	it.each<[string, FaultPlan, Partial<PlanObservation>, number]>([
		['errors where expected', goesOn, ends(1, 3), 0],
		['a missing error', goesOn, ends(1), 1],
		['an unexpected error', goesOn, ends(0, 1, 3), 1],
		['the error of an item with a fault', plan(), ended('Item 3: No'), 0],
		['the error of an item without a fault', plan(), ended('Item 2: No'), 1],
		['an error without an item', plan(), ended('No'), 1],
		['no error', plan(), {}, 1],
		['all videos, as expected', planOf([{ item: 1, row: rowWith('video') }]), {}, 0],
		['a missing video', planOf([{ item: 1, row: rowWith('video') }]), ends(2), 1],
	])('are compared with the rows: %s', (_, plan, changes, count) => {
		expect(issuesInEnds(plan, observationWith(changes))).toHaveLength(count);
	});

	it('are tested with rows of both results', () => {
		expect([rowWith('video'), rowWith('error')]).not.toContain(undefined);
	});
});
