/** A table whose columns are as wide as their longest cell, as Prettier formats it. */
export function table(head: readonly string[], rows: ReadonlyArray<readonly string[]>): string {
	const widths = head.map((_, column) =>
		Math.max(3, ...[head, ...rows].map((row) => row[column].length)),
	);
	const lineOf = (cells: readonly string[], fill = ' ') =>
		`| ${cells.map((cell, column) => cell.padEnd(widths[column], fill)).join(' | ')} |`;
	const rule = lineOf(
		head.map(() => ''),
		'-',
	);
	return [lineOf(head), rule, ...rows.map((row) => lineOf(row))].join('\n');
}

/** Three digits, at most two of them decimals. */
export function short(value: number): string {
	if (Math.abs(value) >= 100) return String(Math.round(value));
	return String(Number(value.toFixed(Math.abs(value) >= 10 ? 1 : 2)));
}
