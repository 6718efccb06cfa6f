import { short, table } from '../../tools/report/markdown';
import { simulateWaiting } from './fleet';
import type { Figures } from './load';
import { simulateTrigger } from './trigger';

const HOUR_MS = 3_600_000;
/** The only published figure: MiniMax, of its own API. */
const STATED = 20;
/** At least 70 are required for 100,000 a day. */
const AGREED = 100;

/** A plan to create this many videos a day. */
interface Plan {
	name: string;
	simulate(): Promise<Figures>;
}

/** This many videos at once, in one execution. */
const atOnce = (videos: number) => ({
	videos,
	videosPerRun: videos,
	everyMs: 0,
	createsAMinute: STATED,
});

/** One hour of a day with this many videos, evenly spread. */
function evenly(videosADay: number, videosPerRun: number, createsAMinute: number) {
	const videos = Math.round(videosADay / 24);
	return { videos, videosPerRun, everyMs: (HOUR_MS * videosPerRun) / videos, createsAMinute };
}

const plans: readonly Plan[] = [
	{
		name: '10, one run at night',
		simulate: async () => await simulateWaiting(atOnce(10), { slots: 1 }),
	},
	{
		name: '1,000, one run at night',
		simulate: async () => await simulateWaiting(atOnce(1_000), { slots: 1 }),
	},
	{
		name: '… with Max Concurrency 20',
		simulate: async () => await simulateWaiting(atOnce(1_000), { slots: 1, maxConcurrency: 20 }),
	},
	{
		name: '… without waiting',
		simulate: async () => await simulateWaiting(atOnce(1_000), { slots: 1, waits: false }),
	},
	{
		name: '1,000, one by one as they come',
		simulate: async () => await simulateWaiting(evenly(1_000, 1, STATED), { slots: 10 }),
	},
	{
		name: '100,000, one by one, 500 slots',
		simulate: async () => await simulateWaiting(evenly(100_000, 1, AGREED), { slots: 500 }),
	},
	{
		name: '100,000, ten a run, 100 slots',
		simulate: async () => await simulateWaiting(evenly(100_000, 10, AGREED), { slots: 100 }),
	},
	{
		name: '… where the provider takes 20 a minute',
		simulate: async () => await simulateWaiting(evenly(100_000, 10, STATED), { slots: 100 }),
	},
	{
		name: '… and one a run, 4,167 slots',
		simulate: async () => await simulateWaiting(evenly(100_000, 1, STATED), { slots: 4_167 }),
	},
	{
		name: '100,000, Create alone, and the trigger',
		simulate: async () => await simulateTrigger(evenly(100_000, 1, AGREED)),
	},
	{
		name: '… where the provider has batches',
		simulate: async () => await simulateTrigger({ ...evenly(100_000, 1, AGREED), hasBatch: true }),
	},
	{
		name: '144,000, without batches',
		simulate: async () => await simulateTrigger(evenly(144_000, 1, AGREED)),
	},
	{
		name: '165,000, the same: too many',
		simulate: async () => await simulateTrigger(evenly(165_000, 1, AGREED)),
	},
];

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

function cells(figures: Figures): string[] {
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
