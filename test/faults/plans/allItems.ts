import type { FaultCase } from '../case';
import { ONERRORS } from '../run/setting';
import { ITEMS, planOf, type FaultPlan } from './plan';

/** Plans with the same fault on all five items, one for each On Error. */
export function plansWithFaultOnAllItems(row: FaultCase): FaultPlan[] {
	const faults = [...Array(ITEMS).keys()].map((item) => ({ item, row }));
	return ONERRORS.map((onError) => planOf(faults, { onError }));
}
