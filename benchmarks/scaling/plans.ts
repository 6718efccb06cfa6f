import { short, table } from '../../tools/report/markdown';
import { simulateWaiting, type Figures, type Load, type Waiting } from './fleet';
import { simulateTrigger } from './trigger';

const HOUR_MS = 3_600_000;
/** The only published figure: MiniMax, of its own API. */
const STATED = 20;
/** At least 70 are required for 100,000 a day. */
const AGREED = 100;

/** This many videos at once, in one execution. */
const atOnce = (videos: number): Load => ({
	videos,
	videosPerRun: videos,
	everyMs: 0,
	createsAMinute: STATED,
});

/** One hour of a day with this many videos, evenly spread. */
function evenly(videosADay: number, videosPerRun: number, createsAMinute: number): Load {
	const videos = Math.round(videosADay / 24);
	return { videos, videosPerRun, everyMs: (HOUR_MS * videosPerRun) / videos, createsAMinute };
}

/** A plan to create this many videos a day. Without `waiting`, the trigger gets them. */
const PLANS: ReadonlyArray<[name: string, load: Load, waiting?: Waiting]> = [
	['10, one run at night', atOnce(10), { slots: 1 }],
	['1,000, one run at night', atOnce(1_000), { slots: 1 }],
	['… with Max Concurrency 20', atOnce(1_000), { slots: 1, maxConcurrency: 20 }],
	['… without waiting', atOnce(1_000), { slots: 1, waits: false }],
	['1,000, one by one as they come', evenly(1_000, 1, STATED), { slots: 10 }],
	['100,000, one by one, 500 slots', evenly(100_000, 1, AGREED), { slots: 500 }],
	['100,000, ten a run, 100 slots', evenly(100_000, 10, AGREED), { slots: 100 }],
	['… where the provider takes 20 a minute', evenly(100_000, 10, STATED), { slots: 100 }],
	['… and one a run, 4,167 slots', evenly(100_000, 1, STATED), { slots: 4_167 }],
	['100,000, Create alone, and the trigger', evenly(100_000, 1, AGREED)],
	['… where the provider has batches', { ...evenly(100_000, 1, AGREED), hasBatch: true }],
	['144,000, without batches', evenly(144_000, 1, AGREED)],
	['165,000, the same: too many', evenly(165_000, 1, AGREED)],
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
	for (const [name, load, waiting] of PLANS) {
		const figures = waiting ? await simulateWaiting(load, waiting) : await simulateTrigger(load);
		rows.push([name, ...cells(figures)]);
	}
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
