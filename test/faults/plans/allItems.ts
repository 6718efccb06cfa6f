import type { FaultCase } from '../case';
import { ONERRORS } from '../run/setting';
import { ITEMS, planOf, type FaultPlan } from './plan';

/** Plans with the same fault on all five items, one for each On Error. */
export function allHitBy(row: FaultCase): FaultPlan[] {
	const hits = [...Array(ITEMS).keys()].map((item) => ({ item, row }));
	return ONERRORS.map((onError) => planOf(hits, { onError }));
}
