import type { Endpoint, FaultRule, Simulator } from '../../../simulator';
import type { FaultCase } from '../case';
import { markOf } from '../item';

/** The maximum number of attempts of a request. */
const ALL_TRIES = 4;

/** Adds the faults of a row to the simulator; only requests of the item with this index get them. */
export function planFault(api: Simulator, row: FaultCase, faultedIndex: number): void {
	const { where, behavior } = row;
	const on = endpointOf(row);
	if (behavior) api.plan({ promptIncludes: markOf(faultedIndex), ...behavior });
	// An upload has no prompt and is identified by its position.
	const onlyFaulted =
		where === 'upload' ? { skip: faultedIndex } : { promptIncludes: markOf(faultedIndex) };
	const isOfAllItems = on === 'batch' || on === 'credits';
	addFaults(api, row, isOfAllItems ? {} : onlyFaulted);
}

/** Adds the faults of a row for the requests that match. */
export function addFaults(
	api: Simulator,
	row: FaultCase,
	match: Omit<FaultRule, 'on' | 'then'>,
): void {
	const { where, when, faults = [] } = row;
	for (const [index, then] of faults.entries()) {
		const isLast = index === faults.length - 1;
		api.fault({
			on: endpointOf(row),
			...match,
			...(when === 'middle' && { skip: 1 }),
			...(when === 'at completion' && { atCompletion: true }),
			...(when === 'always' && isLast && { times: where === 'upload' ? ALL_TRIES : 'always' }),
			then,
		});
	}
}

/** The endpoint whose requests get the fault. */
export function endpointOf({ where, on }: FaultCase): Endpoint {
	if (on !== undefined) return on;
	if (where === 'get many') return 'list';
	return where === 'get credits' || where === 'minimum credits' ? 'credits' : where;
}
