import { limitConcurrency } from '../../../nodes/Hailuo/scheduling/limit';
import { loadPackage } from '../../../tools/engine/packageLoader';
import type { FaultCase } from '../case';
import type { ItemEnd, Observation } from './output';
import { runRow, type Setting } from './runRow';

/** Each row is run with one item, whose unchanged error is shown, and as one of five items. */
const SETTINGS: readonly Setting[] = [
	{ onError: 'stopWorkflow', items: 1 },
	{ onError: 'continueErrorOutput', items: 5 },
];

/** The result of a row. */
export interface RowResult {
	/** The end of the run with one item. */
	shown: ItemEnd;
	/** Differences from the row; empty if there are none. */
	issues: string[];
}

/** Number of parallel runs, without those that wait for a response that never comes. */
const AT_ONCE = 60;

/** Starts all rows in parallel, the slow ones first. Each has its own promise of a result. */
export function startMatrix(rows: readonly FaultCase[]): Map<FaultCase, Promise<RowResult>> {
	const limit = limitConcurrency(AT_ONCE);
	// First, since loading blocks the event loop and would use up the time of a poll.
	const loading = loadPackage();
	const slowFirst = [...rows].sort((a, b) => Number(!a.isSlow) - Number(!b.isSlow));
	return new Map(
		slowFirst.map((row): [FaultCase, Promise<RowResult>] => {
			const result = loading.then(async () => await resultOf(row, limit));
			// An error is reported when the result is awaited; until then Node must not treat it as unhandled.
			result.catch(() => undefined);
			return [row, result];
		}),
	);
}

async function resultOf(
	row: FaultCase,
	limit: ReturnType<typeof limitConcurrency>,
): Promise<RowResult> {
	const observed = await Promise.all(
		SETTINGS.map(async (setting) => {
			const run = async () => await runRow(row, setting);
			return await (row.isSlow ? run() : limit(run));
		}),
	);
	return {
		shown: observed[0].faulted,
		issues: observed.flatMap((one, i) =>
			issuesIn(row, one).map((issue) => `${SETTINGS[i].items} items: ${issue}`),
		),
	};
}

function issuesIn(row: FaultCase, observed: Observation): string[] {
	const { out, requests, affectsAllItems } = row;
	const { faulted, others } = observed;
	// A failure affects only its own item.
	const good = typeof out === 'string' ? out : 'video';
	const bad = affectsAllItems ? [] : others.filter(({ is }) => is !== good);
	return [
		...(isExpected(faulted, out)
			? []
			: [`the item with the fault ends as ${JSON.stringify(faulted)}`]),
		...bad.map((end) => `an item without a fault has no ${good}: ${JSON.stringify(end)}`),
		...Object.entries(requests)
			.map(([endpoint, count]) => [observed.requests[endpoint as 'read'], count, endpoint])
			.filter(([actual, count]) => actual !== count)
			.map(([actual, count, endpoint]) => `${actual} instead of ${count} × ${endpoint}`),
		...observed.violations,
	];
}

function isExpected(end: ItemEnd, out: FaultCase['out']): boolean {
	if (typeof out === 'string') return end.is === out;
	return end.is === 'error' && out.error.test(end.message) && out.suggestion.test(end.suggestion);
}
