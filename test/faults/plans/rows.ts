import type { FaultCase, Place } from '../case';
import { CASES } from '../cases';

/** The places at which several items of a run can get a fault. */
export const PAIRED = ['create', 'read', 'download'] as const satisfies readonly Place[];
export type PairedPlace = (typeof PAIRED)[number];

/** The faults of these places, without those in the other error format, which differ only in wording. */
export const ITEM_ROWS: readonly FaultCase[] = CASES.filter(
	({ where, errorShape }) => (PAIRED as readonly Place[]).includes(where) && errorShape !== 'text',
);

/** Rows for many runs: without those that wait a minute for a response, or are retried for ten minutes. */
export const QUICK_ROWS = ITEM_ROWS.filter(
	({ isSlow, isRetriedForMinutes }) => !isSlow && !isRetriedForMinutes,
);

/** The result of a fault that occurs alone. */
export const KINDS = [
	'recovered create',
	'rejected create',
	'indeterminate create',
	'failed task',
	'recovered read',
	'failed read',
	'recovered download',
	'failed download',
] as const;
export type Kind = (typeof KINDS)[number];

export function kindOf({ where, out }: FaultCase): Kind {
	if (where !== 'create' && where !== 'read' && where !== 'download') {
		throw new Error(`A fault at ${where} is not one of an item`);
	}
	if (typeof out === 'string') return `recovered ${where}`;
	const error = out.error.source;
	if (error.includes('may have been accepted')) return 'indeterminate create';
	if (/Task.* (failed|was cancelled)/.test(error)) return 'failed task';
	return where === 'create' ? 'rejected create' : `failed ${where}`;
}
