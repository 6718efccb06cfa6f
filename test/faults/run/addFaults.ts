import type { Endpoint, FaultRule, Simulator } from '../../../simulator';
import type { FaultCase } from '../case';
import { markOf } from '../item';

/** The maximum number of attempts of a request. */
const ALL_TRIES = 4;

/** The endpoint whose requests get the fault. */
function endpointOf({ where, on }: FaultCase): Endpoint {
	if (on !== undefined) return on;
	if (where === 'get many') return 'list';
	return where === 'get credits' || where === 'minimum credits' ? 'credits' : where;
}

/** Adds the faults of a row to the simulator: for the requests that match, or else for those of this item. */
export function addFaults(
	api: Simulator,
	row: FaultCase,
	item: number,
	match: Partial<FaultRule> = matchFor(row, item),
): void {
	const { where, when, behavior, faults = [] } = row;
	if (behavior) api.plan({ promptIncludes: markOf(item), ...behavior });
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

function matchFor(row: FaultCase, item: number): Partial<FaultRule> {
	const on = endpointOf(row);
	if (on === 'batch' || on === 'credits') return {};
	// An upload has no prompt and is identified by its position.
	return row.where === 'upload' ? { skip: item } : { promptIncludes: markOf(item) };
}
