import { table } from '../../../tools/report/markdown';
import { titleOf } from '../case';
import type { RowResult } from '../run/matrix';
import { balance, endOf, requestsTo, violations } from './words';

const WIDTH = 70;

/** The matrix for the terminal: case, outcome, reads, ledger, and then the issues of open cases. */
export function terminalTable(results: readonly RowResult[]): string {
	const rows = results.map((result) => [
		result.issues.length > 0 ? 'OPEN' : 'ok',
		titleOf(result.row),
		shortened(endOf(result.shown).message),
		requestsTo(result, 'read'),
		balance(result.ledger),
		violations(result.ledger),
	]);
	const open = results.filter(({ issues }) => issues.length > 0);
	return [
		table(['', 'Case', 'Outcome', 'Reads', 'Paid', 'Violations'], rows),
		...open.map(({ row, issues }) => [`\n${titleOf(row)}`, ...issues].join('\n  ')),
	].join('\n');
}

function shortened(text: string): string {
	return text.length > WIDTH ? `${text.slice(0, WIDTH - 1)}…` : text;
}
