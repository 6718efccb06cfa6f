import type { FaultCase } from './case';
import type { ItemEnd } from './run/itemEnd';
import type { RunObservation } from './run/observation';
import type { Setting } from './run/setting';

/** @returns differences between a run and its row; empty if there are none */
export function issuesIn(row: FaultCase, setting: Setting, observed: RunObservation): string[] {
	return [
		...aboutFaulted(row, observed.faulted),
		...aboutOthers(row, setting, observed),
		...aboutRequests(row, observed),
		...(observed.isIndeterminate === Boolean(row.isIndeterminate)
			? []
			: [`a task without a returned ID: ${observed.isIndeterminate}`]),
		...observed.violations,
	];
}

function aboutFaulted({ out }: FaultCase, faulted: ItemEnd): string[] {
	if (typeof out === 'string') {
		return faulted.is === out
			? []
			: [`the item with the fault has no ${out}: ${JSON.stringify(faulted)}`];
	}
	if (faulted.is !== 'error')
		return [`the item with the fault has no error: ${JSON.stringify(faulted)}`];
	return [
		...lacking(faulted.message, out.error, 'error'),
		...lacking(faulted.advice, out.advice, 'advice'),
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
