import { computeLedger } from '../ledger';
import { planOf } from '../plans/plan';
import { ITEM_ROWS, kindOf, type Kind } from '../plans/rows';
import type { PlanResult } from '../plans/runPlans';
import { ledgerInput } from '../testing/ledgerInput';
import { planSections } from './plans';

const rowOf = (kind: Kind) => ITEM_ROWS.find((row) => kindOf(row) === kind)!;

function result(kinds: Kind[], issues: string[], changes: Parameters<typeof ledgerInput>[0] = {}) {
	const plan = planOf(kinds.map((kind, item) => ({ item, row: rowOf(kind) })));
	const ledger = computeLedger(ledgerInput(changes));
	const observed = {
		ledger,
		ends: [],
		indeterminate: [],
		reported: [],
		unreturned: [],
		creates: [],
	};
	return { plan, observed, issues } satisfies PlanResult;
}

describe('planSections', () => {
	it('counts the runs with pairs by the kinds of their faults, in any order', () => {
		const pairs = [
			result(['indeterminate create', 'failed read'], []),
			result(['failed read', 'indeterminate create'], ['the ledger says unnamed 1'], {
				delivered: [],
			}),
			result(['indeterminate create', 'rejected create'], []),
		];

		const page = planSections({ allItems: [], pairs, retries: [], random: [] }).join('\n');

		const rows = page.split('\n').filter((line) => line.includes('indeterminate create'));
		const cells = rows.map((line) =>
			line
				.split('|')
				.map((cell) => cell.trim())
				.slice(1, -1),
		);
		expect(cells).toEqual([
			['indeterminate create', 'failed read', '2', '1', '2 = 1 delivered', '0', '1 unnamed'],
			['rejected create', 'indeterminate create', '1', '0', '1 = 1 delivered', '0', '0'],
		]);
	});
});
