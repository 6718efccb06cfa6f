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

const seenWith = (changes: Partial<PlanObservation> = {}): PlanObservation => ({
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

describe('brokenInvariants', () => {
	const continuing = plan({ onError: 'continueRegularOutput' });
	const reported = { indeterminate: [1, 3], reported: [1, 3] };
	const ended = (description: string) => ({
		...reported,
		error: { message: 'Item 1: No', description },
	});

	it.each<[string, FaultPlan, Partial<PlanObservation>, string[]]>([
		['returns none for a run without issues', continuing, {}, []],
		['returns none if indeterminate creates are reported first', plan(), ended(LIST), []],
		[
			'returns none if the message reports the only indeterminate create',
			plan(),
			{
				indeterminate: [1],
				reported: [1],
				error: { message: 'Item 1: The request may have been accepted', description: 'Check' },
			},
			[],
		],
		[
			'returns a violation of the ledger',
			plan(),
			{ ledger: { ...clean, lost: 2 } },
			['the ledger says lost 2'],
		],
		[
			'returns an issue if indeterminate creates are not reported first',
			plan(),
			ended(`Check the key. ${LIST}`),
			['the description does not begin with the indeterminate creates'],
		],
		[
			'returns an issue if a create is falsely reported as indeterminate',
			continuing,
			{ ...reported, indeterminate: [3] },
			['item 1 is reported as indeterminate, but is not'],
		],
		[
			'returns an issue if a task in the account is not named',
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
			'returns none if a task is not named because the account cannot be listed',
			plan({ list: 'broken' }),
			{ unreturned: [{ id: 'task-2', isNamed: false }] },
			[],
		],
		[
			'returns an issue if an error ends a run with On Error = Continue',
			continuing,
			{ error: { message: 'No', description: '' } },
			['an error ended the run that was to go on'],
		],
	])('%s', (_, faultPlan, changes, issues) => {
		expect(brokenInvariants(faultPlan, seenWith(changes))).toEqual(issues);
	});
});

describe('issuesInEnds', () => {
	const continuing = plan({ onError: 'continueRegularOutput' });
	const ends = (...failing: number[]) => ({
		ends: seenWith().ends.map((end, item) => (failing.includes(item) ? failed : end)),
	});
	const ended = (message: string) => ({ error: { message, description: '' } });

	it.each<[string, FaultPlan, Partial<PlanObservation>, number]>([
		['accepts errors in the items with faults', continuing, ends(1, 3), 0],
		['rejects a missing error', continuing, ends(1), 1],
		['rejects an unexpected error', continuing, ends(0, 1, 3), 1],
		['accepts the error of an item with a fault', plan(), ended('Item 3: No'), 0],
		['rejects the error of an item without a fault', plan(), ended('Item 2: No'), 1],
		['rejects an error without an item', plan(), ended('No'), 1],
		['rejects a run without an error', plan(), {}, 1],
		['accepts videos for all items', planOf([{ item: 1, row: rowWith('video') }]), {}, 0],
		['rejects a missing video', planOf([{ item: 1, row: rowWith('video') }]), ends(2), 1],
	])('%s', (_, faultPlan, changes, count) => {
		expect(issuesInEnds(faultPlan, seenWith(changes))).toHaveLength(count);
	});

	it('is tested with rows of both results', () => {
		expect([rowWith('video'), rowWith('error')]).not.toContain(undefined);
	});
});
