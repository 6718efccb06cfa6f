import type { FaultCase } from '../case';
import { ONERRORS } from '../run/setting';
import { ITEMS, planOf, type FaultPlan } from './plan';

/** All five items of a run are hit by the same fault. */
export function allHitBy(row: FaultCase): FaultPlan[] {
	const hits = [...Array(ITEMS).keys()].map((item) => ({ item, row }));
	return ONERRORS.map((onError) => planOf(hits, { onError }));
}
