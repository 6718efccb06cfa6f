import { short, table } from '../../tools/report/markdown';
import type { Figures } from './load';
import { plans } from './plans';

const HEAD = [
	'Videos a day',
	'Slots in use',
	'Creates a minute',
	'Reads a second',
	'Most in a second (limit)',
	'Seen after its end: half, 95 %',
	'Refused',
	'Took',
];

/** Runs all plans; the same table every time. */
export async function scalingTable(): Promise<string> {
	const rows: string[][] = [];
	for (const { name, simulate } of plans) rows.push([name, ...cells(await simulate())]);
	return table(HEAD, rows);
}

export function cells(figures: Figures): string[] {
	const { slots, createsAMinute, requestsAS, mostInAS, limitAS, rejected, durationMs } = figures;
	const sorted = [...figures.lagsMs].sort((a, b) => a - b);
	const lagAt = (share: number) => `${short(sorted[Math.floor(share * sorted.length)] / 1000)} s`;
	return [
		String(slots ?? '–'),
		String(createsAMinute),
		short(requestsAS),
		`${mostInAS} (${limitAS})`,
		sorted.length > 0 ? `${lagAt(0.5)}, ${lagAt(0.95)}` : '–',
		String(rejected ?? '–'),
		durationMs < 2 * 3_600_000
			? `${short(durationMs / 60_000)} min`
			: `${short(durationMs / 3_600_000)} h`,
	];
}
