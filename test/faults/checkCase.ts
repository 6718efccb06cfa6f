import type { FaultCase } from './case';
import { VIOLATIONS, type Ledger } from './ledger';
import type { ItemEnd } from './run/itemEnd';
import type { RunObservation } from './run/observation';
import type { Setting } from './run/setting';

/** @returns differences between a run and its row; empty if there are none */
export function issuesIn(row: FaultCase, setting: Setting, observed: RunObservation): string[] {
	return [
		...aboutFaulted(row, setting, observed.faulted),
		...aboutOthers(row, setting, observed),
		...aboutRequests(row, observed),
		...aboutLedger(row, observed.ledger),
	];
}

function aboutFaulted({ out }: FaultCase, { onError }: Setting, faulted: ItemEnd): string[] {
	if (typeof out === 'string') {
		return faulted.is === out
			? []
			: [`the item with the fault has no ${out}: ${JSON.stringify(faulted)}`];
	}
	if (faulted.is !== 'error')
		return [`the item with the fault has no error: ${JSON.stringify(faulted)}`];
	const namesTask = /^(?:The video of )?[Tt]ask (\S+)/.exec(faulted.message)?.[1];
	return [
		...lacking(faulted.message, out.error, 'error'),
		...lacking(faulted.advice, out.advice, 'advice'),
		...(onError !== 'stopWorkflow' && faulted.taskId !== namesTask
			? [`details.taskId is ${faulted.taskId}, and the error is of ${namesTask}`]
			: []),
	];
}

function lacking(text: string, pattern: RegExp, name: string): string[] {
	return pattern.test(text) ? [] : [`the ${name} "${text}" does not match ${pattern}`];
}

/** A failure affects only its own item, unless On Error is Stop. */
function aboutOthers(
	{ out, affectsAllItems }: FaultCase,
	{ onError }: Setting,
	{ others }: RunObservation,
): string[] {
	if (affectsAllItems || (out !== 'video' && onError === 'stopWorkflow')) return [];
	const good = typeof out === 'string' ? out : 'video';
	const without = others.filter(({ is }) => is !== good);
	return without.map((end) => `an item without a fault has no ${good}: ${JSON.stringify(end)}`);
}

function aboutRequests(row: FaultCase, { requests, pauseMs = Infinity }: RunObservation): string[] {
	const expected = Object.entries(row.requests) as Array<
		[keyof RunObservation['requests'], number]
	>;
	const counts = expected
		.filter(([endpoint, count]) => requests[endpoint] !== count)
		.map(([endpoint, count]) => `${requests[endpoint]} instead of ${count} × ${endpoint}`);
	const isTooSoon = row.minPauseMs !== undefined && pauseMs < row.minPauseMs;
	return [...counts, ...(isTooSoon ? [`repeated after ${pauseMs} ms`] : [])];
}

function aboutLedger({ isIndeterminate }: FaultCase, ledger: Ledger): string[] {
	const indeterminate = isIndeterminate ? 1 : 0;
	return [
		...violationsOf(ledger),
		...(ledger.indeterminate === indeterminate
			? []
			: [`the ledger says indeterminate ${ledger.indeterminate}`]),
	];
}

/** @returns the numbers of a ledger that must be 0 and are not */
export function violationsOf(ledger: Ledger): string[] {
	return (Object.keys(VIOLATIONS) as Array<keyof typeof VIOLATIONS>)
		.filter((name) => ledger[name] !== 0)
		.map((name) => `the ledger says ${name} ${ledger[name]}`);
}
