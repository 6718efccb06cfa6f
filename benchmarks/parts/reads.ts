import { everyS, json2video, ours, read, type Reading, type ReadStrategy } from '../reading';
import { videos, type ProgressKind } from '../../tools/simulation/videos';

export const MEDIANS_S = [55, 180, 510] as const;
export const KINDS = ['linear', 'noisy', 'none'] as const satisfies readonly ProgressKind[];
export const VIDEOS = 20_000;

export const STRATEGIES = [
	'ours',
	'ours, estimate = median',
	'every 5 s',
	'every 10 s',
	'every 15 s',
	'JSON2Video',
] as const;

/** Cost and result of a read strategy for one kind of videos. */
export interface ReadsFigure extends Omit<Reading, 'shortestPauseS'> {
	strategy: (typeof STRATEGIES)[number];
	medianS: number;
	progress: (typeof KINDS)[number];
}

/** In virtual time, and seeded: the same figures on every machine. */
export async function measureReads(): Promise<ReadsFigure[]> {
	return MEDIANS_S.flatMap((medianS) =>
		KINDS.flatMap((progress) => {
			const sample = videos(VIDEOS, medianS * 1000, progress);
			const strategies: Record<(typeof STRATEGIES)[number], ReadStrategy> = {
				ours: ours(),
				'ours, estimate = median': ours(medianS * 1000),
				'every 5 s': everyS(5),
				'every 10 s': everyS(10),
				'every 15 s': everyS(15),
				JSON2Video: json2video,
			};
			return STRATEGIES.map((strategy) => {
				const { reads, lagS } = read(sample, strategies[strategy]);
				return { strategy, medianS, progress, reads, lagS };
			});
		}),
	);
}
