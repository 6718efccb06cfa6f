import type { FaultCase } from './case';
import { VIOLATIONS, type Ledger } from './ledger';
import type { ItemEnd } from './run/itemEnd';
import type { Seen } from './run/runNode';
import type { Setting } from './run/setting';

/** @returns differences between a run and its row; empty if there are none */
export function issuesIn(row: FaultCase, setting: Setting, seen: Seen): string[] {
	return [
		...aboutHit(row, setting, seen.hit),
		...aboutOthers(row, setting, seen),
		...aboutRequests(row, seen),
		...aboutLedger(row, seen.ledger),
	];
}

function aboutHit({ out }: FaultCase, { onError }: Setting, hit: ItemEnd): string[] {
	if (typeof out === 'string') {
		return hit.is === out ? [] : [`the item hit has no ${out}: ${JSON.stringify(hit)}`];
	}
	if (hit.is !== 'error') return [`the item hit has no error: ${JSON.stringify(hit)}`];
	const namesTask = /^(?:The video of )?[Tt]ask (\S+)/.exec(hit.message)?.[1];
	return [
		...lacking(hit.message, out.error, 'error'),
		...lacking(hit.advice, out.advice, 'advice'),
		...(onError !== 'stopWorkflow' && hit.taskId !== namesTask
			? [`details.taskId is ${hit.taskId}, and the error is of ${namesTask}`]
			: []),
	];
}

function lacking(text: string, pattern: RegExp, name: string): string[] {
	return pattern.test(text) ? [] : [`the ${name} "${text}" does not match ${pattern}`];
}

/** A failure affects only its own item, unless On Error is Stop. */
function aboutOthers(
	{ out, hitsAll }: FaultCase,
	{ onError }: Setting,
	{ others }: Seen,
): string[] {
	if (hitsAll || (out !== 'video' && onError === 'stopWorkflow')) return [];
	const good = typeof out === 'string' ? out : 'video';
	const without = others.filter(({ is }) => is !== good);
	return without.map((end) => `an item that was not hit has no ${good}: ${JSON.stringify(end)}`);
}

function aboutRequests(row: FaultCase, { requests, restMs = Infinity }: Seen): string[] {
	const expected = Object.entries(row.requests) as Array<[keyof Seen['requests'], number]>;
	const counts = expected
		.filter(([endpoint, count]) => requests[endpoint] !== count)
		.map(([endpoint, count]) => `${requests[endpoint]} instead of ${count} × ${endpoint}`);
	const isTooSoon = row.restMs !== undefined && restMs < row.restMs;
	return [...counts, ...(isTooSoon ? [`asked again after ${restMs} ms`] : [])];
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
