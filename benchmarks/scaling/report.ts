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
	const { slots, createsAMinute, requestsAS, mostInAS, limitAS, refused, tookMs } = figures;
	const seen = [...figures.seenAfterMs].sort((a, b) => a - b);
	const seenAfter = (share: number) => `${short(seen[Math.floor(share * seen.length)] / 1000)} s`;
	return [
		String(slots ?? '–'),
		String(createsAMinute),
		short(requestsAS),
		`${mostInAS} (${limitAS})`,
		seen.length > 0 ? `${seenAfter(0.5)}, ${seenAfter(0.95)}` : '–',
		String(refused ?? '–'),
		tookMs < 2 * 3_600_000 ? `${short(tookMs / 60_000)} min` : `${short(tookMs / 3_600_000)} h`,
	];
}
