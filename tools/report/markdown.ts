import type { Machine } from '../../benchmarks/machine';
import type { Spread } from '../../benchmarks/spread';

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

/** `20.3 s (20.1 to 20.9, 3 runs)` */
export function withRange({ median, min, max, runs }: Spread, unit: string): string {
	if (runs === 1) return `${short(median)} ${unit} (1 run)`;
	return `${short(median)} ${unit} (${short(min)} to ${short(max)}, ${runs} runs)`;
}

/** Three digits, at most two of them decimals. */
export function short(value: number): string {
	if (Math.abs(value) >= 100) return String(Math.round(value));
	return String(Number(value.toFixed(Math.abs(value) >= 10 ? 1 : 2)));
}

/** The machine in one sentence. */
export function machineLine({ cores, memoryGb, system, node, n8n, nodeOfN8n, isBusy }: Machine) {
	const busy = isBusy
		? ' Other work ran on it at the same time, so times and CPU times are longer than need be.'
		: '';
	return `Machine: ${cores} cores, ${memoryGb} GB, ${system}; n8n ${n8n} on Node ${nodeOfN8n}, n8n's engine alone on Node ${node}.${busy}`;
}

export const paragraphs = (...parts: readonly string[]) => parts.join('\n\n');

/** A target, and whether it holds. */
export function against(value: number, target: number, unit: string, isLeast = false): string {
	const holds = isLeast ? value >= target : value <= target;
	return `${isLeast ? '≥' : '≤'} ${target} ${unit}: ${holds ? 'holds' : '**missed**'}`;
}
