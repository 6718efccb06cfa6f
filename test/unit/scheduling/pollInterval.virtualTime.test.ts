import { everyS, ours, read } from '../../../benchmarks/reading';
import { videos, type ProgressKind } from '../../../tools/simulation/videos';

const COUNT = 20_000;
const S = 1_000;

describe('nextPollDelayMs over 20,000 videos with a median of 180 s', () => {
	it.each<[ProgressKind, number, number]>([
		['linear', 8, 1.5],
		['noisy', 10, 3],
		['none', 20, 5.5],
	])(
		'with %s progress, needs at most %d reads on average and detects the end within %d s on average',
		(kind, reads, lagS) => {
			for (const estimateMs of [undefined, 180 * S]) {
				const result = read(videos(COUNT, 180 * S, kind), ours(estimateMs));

				expect(result.reads).toBeLessThanOrEqual(reads);
				expect(result.lagS).toBeLessThanOrEqual(lagS);
				expect(result.shortestPauseS).toBeGreaterThanOrEqual(2);
			}
		},
	);
});

describe.each([55, 180, 510])('nextPollDelayMs over videos with a median of %i s', (medianS) => {
	it.each<ProgressKind>(['linear', 'noisy', 'none'])(
		'has no higher product of reads and lag than any fixed interval, with %s progress',
		(kind) => {
			const sample = videos(COUNT / 10, medianS * S, kind);
			const cost = ({ reads, lagS }: ReturnType<typeof read>) => reads * lagS;
			const fixed = [5, 8, 10, 15].map((seconds) => cost(read(sample, everyS(seconds))));

			for (const estimateMs of [undefined, 180 * S, medianS * S]) {
				expect(cost(read(sample, ours(estimateMs)))).toBeLessThanOrEqual(Math.min(...fixed));
			}
		},
	);
});
