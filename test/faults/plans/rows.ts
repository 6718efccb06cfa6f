import type { FaultCase, Place } from '../case';
import { CASES } from '../cases';

/** The places that several items of a run can be hit at. */
export const PAIRED = ['create', 'read', 'download'] as const satisfies readonly Place[];
export type PairedPlace = (typeof PAIRED)[number];

/** The faults of these places; the other dialect only words them in another way. */
export const ITEM_ROWS: readonly FaultCase[] = CASES.filter(
	({ where, dialect }) => (PAIRED as readonly Place[]).includes(where) && dialect !== 'text',
);

/** Those that many runs can meet: without a minute's wait for an answer, or ten minutes of rejections. */
export const QUICK_ROWS = ITEM_ROWS.filter(
	({ isSlow, isRetriedForMinutes }) => !isSlow && !isRetriedForMinutes,
);

/** What a fault comes to when it comes alone. */
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
