import { VIOLATIONS, type Ledger } from '../ledger';
import type { RowResult } from '../run/matrix';

/** Replaces what differs from run to run: IDs, ports and tokens. */
export function normalize(text: string): string {
	return text
		.replace(/task-unified-\d+-\w+/g, 'task-…')
		.replace(/https?:\/\/[^\s|]+?(?=[.,;]?(\s|$))/g, 'http://…');
}

/** The result that the user sees with On Error = Stop and one item. */
export function endOf({ faulted }: RowResult['shown']): { message: string; advice: string } {
	if (faulted.is === 'video') return { message: 'video', advice: '' };
	if (faulted.is === 'emitted') return { message: 'emitted once', advice: '' };
	if (faulted.is === 'credits') return { message: 'credits', advice: '' };
	if (faulted.is === 'error')
		return { message: normalize(faulted.message), advice: normalize(faulted.advice) };
	return { message: 'neither video nor error', advice: '' };
}

/** Requests of one item to an endpoint, as stated by the row and counted in every run. */
export function requestsTo({ row: { requests } }: RowResult, place: keyof typeof requests): string {
	return String(requests[place] ?? 'many');
}

/** `18 = 15 delivered + 3 named` */
export function balance({ paid, delivered, named, indeterminate }: Ledger): string {
	const parts = Object.entries({ delivered, named, indeterminate }).filter(
		([, count]) => count > 0,
	);
	const sum = parts.map(([name, count]) => `${count} ${name}`).join(' + ');
	return sum === '' ? String(paid) : `${paid} = ${sum}`;
}

/** Violations that are not 0, in words; `unreported` has its own column. */
export function violations(ledger: Ledger): string {
	const names = (Object.keys(VIOLATIONS) as Array<keyof typeof VIOLATIONS>).filter(
		(each) => each !== 'unreported',
	);
	const parts = names.filter((name) => ledger[name] > 0);
	return parts.map((name) => `${ledger[name]} ${VIOLATIONS[name]}`).join(', ') || '0';
}
