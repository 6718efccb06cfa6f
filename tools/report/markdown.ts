/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development code, never shipped */
import { readFileSync, writeFileSync } from 'node:fs';

/** A table whose columns are as wide as their longest cell, as Prettier formats it. */
export function table(head: readonly string[], rows: ReadonlyArray<readonly string[]>): string {
	const widths = head.map((_, column) =>
		Math.max(3, ...[head, ...rows].map((row) => row[column].length)),
	);
	const lineOf = (cells: readonly string[], fill = ' ') =>
		`| ${cells.map((cell, column) => cell.padEnd(widths[column], fill)).join(' | ')} |`;
	const empty = head.map(() => '');
	return [lineOf(head), lineOf(empty, '-'), ...rows.map((row) => lineOf(row))].join('\n');
}

/** Three digits, at most two of them decimals. */
export function short(value: number): string {
	if (Math.abs(value) >= 100) return String(Math.round(value));
	return String(Number(value.toFixed(Math.abs(value) >= 10 ? 1 : 2)));
}

/** Replaces the part of a page that a command writes, which is between two comments. */
export function rewrite(page: string, command: string, change: (written: string) => string): void {
	const [begin, end] = [`<!-- written by ${command} -->`, '<!-- end of what is written -->'];
	const [before, rest] = readFileSync(page, 'utf8').split(begin);
	const [written, after] = rest.split(end);
	writeFileSync(page, `${before}${begin}\n\n${change(written)}\n\n${end}${after}`);
}
