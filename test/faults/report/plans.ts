import { table } from '../../../tools/report/markdown';
import { addLedgers } from '../ledger';
import { RETRY_ROWS } from '../plans/retries';
import { KINDS, kindOf } from '../plans/rows';
import type { PlanResult } from '../plans/runPlans';
import type { PlanResults } from '../plans/suite';
import { balance, violations } from './words';

const INTRODUCTION =
	'Several faults of the tables above in one run of five items. Each table counts runs by the kinds of their faults. The ledger of each run must balance as above.';

/** The sections about several faults at once: number of runs by kind. */
export function planSections({ allItems, pairs, retries, random }: PlanResults): string[] {
	const whatOf = new Map(RETRY_ROWS.map(({ plan, what }) => [plan, what]));
	return [
		'## Several faults in one run',
		INTRODUCTION,
		'### The same fault on all five items',
		countTable(['Fault'], allItems, ({ plan }) => [kindOf(plan.faults[0].row)]),
		'### Different faults on two items',
		countTable(['First', 'Second'], pairs, ({ plan }) => kindsOf(plan)),
		'### Retry On Fail, three tries',
		countTable(['Case'], retries, ({ plan }) => [whatOf.get(plan) ?? '']),
		'### Random plans: up to three faults, one or three tries, any On Error',
		countTable(['Faults'], random, ({ plan }) => [String(plan.faults.length)]),
	];
}

/** The kinds of its faults in the order of the tables, independent of the order of the items. */
function kindsOf({ faults }: PlanResult['plan']): string[] {
	const kinds = faults.map(({ row }) => kindOf(row));
	return kinds.sort((a, b) => KINDS.indexOf(a) - KINDS.indexOf(b));
}

function countTable(
	head: readonly string[],
	results: readonly PlanResult[],
	cellsOf: (result: PlanResult) => string[],
): string {
	const groups = new Map<string, { cells: string[]; results: PlanResult[] }>();
	for (const result of results) {
		const cells = cellsOf(result);
		const group = groups.get(cells.join()) ?? { cells, results: [] };
		group.results.push(result);
		groups.set(cells.join(), group);
	}
	return table(
		[...head, 'Runs', 'Open', 'Paid', 'Unreported', 'Violations'],
		[...groups.values()].map((group) => {
			const ledger = addLedgers(group.results.map(({ observed }) => observed.ledger));
			const open = group.results.filter(({ issues }) => issues.length > 0);
			return [
				...group.cells,
				...[group.results.length, open.length].map(String),
				balance(ledger),
				String(ledger.unreported),
				violations(ledger),
			];
		}),
	);
}
