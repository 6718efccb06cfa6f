import { short, table } from '../../tools/report/markdown';
import { videos, type ProgressKind, type Video } from './videos';
import { simulateWaiting, type Figures, type Load } from './fleet';

const MEDIAN_MS = 180_000;
/** The basis of each goal: one run with default settings, and a provider without a limit on creates. */
interface OneRun {
	name: string;
	videos: readonly Video[];
	hasBatch?: boolean;
	retryAfter?: Load['retryAfter'];
	maxUnfinished?: number;
}

const many = (count: number, kind: ProgressKind) => videos(count, MEDIAN_MS, kind);
const alike = (count: number, durationMs: number): Video[] =>
	Array.from({ length: count }, () => ({
		durationMs,
		progressAt: (ageMs) => Math.min(99, Math.floor((100 * ageMs) / durationMs)),
	}));

export const runs: readonly OneRun[] = [
	...[20, 300, 1_000, 5_000].map((count) => ({
		name: `${count}, no progress, batches`,
		videos: many(count, 'none'),
		hasBatch: true,
	})),
	...[20, 300, 1_000].map((count) => ({
		name: `${count}, no progress, no batches`,
		videos: many(count, 'none'),
	})),
	{ name: '300, even progress, batches', videos: many(300, 'linear'), hasBatch: true },
	{ name: '300, even progress, no batches', videos: many(300, 'linear') },
	{ name: '300, uneven progress, batches', videos: many(300, 'uneven'), hasBatch: true },
	{ name: '20, uneven progress, no batches', videos: many(20, 'uneven') },
	{
		name: '20 of 180 s each, even progress, batches',
		videos: alike(20, MEDIAN_MS),
		hasBatch: true,
	},
	{ name: '20 of 180 s each, even progress, no batches', videos: alike(20, MEDIAN_MS) },
	{
		name: '9 of 180 s each, of which 3 may be unfinished',
		videos: alike(9, MEDIAN_MS),
		hasBatch: true,
		maxUnfinished: 3,
	},
	{
		name: '1 beside a create with Retry-After: 3600',
		videos: alike(2, MEDIAN_MS),
		retryAfter: { creates: 1, ms: 3_600_000 },
	},
];

export async function simulateRun({ videos: all, ...api }: OneRun): Promise<Figures> {
	const load = { videos: all.length, videosPerRun: all.length, everyMs: 0 };
	return await simulateWaiting({ ...load, createsAMinute: Infinity, ...api }, { slots: 1 }, all);
}

const HEAD = [
	'Videos of one run',
	'Seen after its end: mean, worst',
	'Requests per video',
	'Most requests in a second',
	'Took',
	'× slowest video',
];

/** The figures of one run, the same every time. */
export async function oneRunTable(): Promise<string> {
	const rows: string[][] = [];
	for (const run of runs) {
		const { lagsMs, requests, mostInAS, durationMs } = await simulateRun(run);
		const mean = lagsMs.reduce((sum, ms) => sum + ms, 0) / lagsMs.length;
		const slowestMs = run.videos.reduce((most, video) => Math.max(most, video.durationMs), 0);
		rows.push([
			run.name,
			`${short(mean / 1000)} s, ${short(Math.max(...lagsMs) / 1000)} s`,
			short((requests ?? 0) / run.videos.length),
			String(mostInAS),
			`${short(durationMs / 60_000)} min`,
			short(durationMs / slowestMs),
		]);
	}
	return table(HEAD, rows);
}
