import type { Measured } from '../figures';
import { KINDS, MEDIANS_S, VIDEOS, STRATEGIES, type ReadsFigure } from '../parts/reads';
import { dotPlot } from './dots';
import { paragraphs, short, table } from '../../tools/report/markdown';
import { COLOURS, type Section } from './section';

const FILLS: Record<ReadsFigure['strategy'], string> = {
	ours: COLOURS.ours,
	'ours, estimate = median': COLOURS.oursToo,
	'every 5 s': '#91a7ff',
	'every 10 s': COLOURS.fixed,
	'every 15 s': '#1c2f8f',
	JSON2Video: COLOURS.loop,
};
const ABOUT: Record<(typeof KINDS)[number], string> = {
	linear: 'even progress',
	noisy: 'uneven progress',
	none: 'no progress',
};
/** Most reads and lag at 180 s. */
const TARGETS: Record<(typeof KINDS)[number], [reads: number, lagS: number]> = {
	linear: [15, 2.5],
	noisy: [15, 2.5],
	none: [20, 5.5],
};
const PLOTTED_S = 180;

export function readsSection({ figures }: Measured<ReadsFigure[]>): Section {
	const of = (
		strategy: ReadsFigure['strategy'],
		medianS: number,
		progress: (typeof KINDS)[number],
	) =>
		figures.find(
			(one) => one.strategy === strategy && one.medianS === medianS && one.progress === progress,
		)!;

	return {
		glance: KINDS.map((progress) => {
			const { reads, lagS } = of('ours', PLOTTED_S, progress);
			const [mostReads, mostLagS] = TARGETS[progress];
			const holds = reads <= mostReads && lagS <= mostLagS;
			const fixed = of('every 10 s', PLOTTED_S, progress);
			return [
				`Video of ${PLOTTED_S} s, ${ABOUT[progress]}: reads × lag, every 10 s ÷ Hailuo`,
				`${short((fixed.reads * fixed.lagS) / (reads * lagS))} × less: ${short(reads)} reads, seen ${short(lagS)} s after the end`,
				`≤ ${mostReads} reads, ≤ ${mostLagS} s: ${holds ? 'holds' : '**missed**'}`,
			] as const;
		}),
		body: paragraphs(
			`Means over ${VIDEOS.toLocaleString('en')} simulated videos per cell, in virtual time and seeded, so that they are the same everywhere. Lag: time from the end of a video to the read that shows it. Durations are lognormal (σ 0.4) around the median; _uneven_ progress is (age ÷ duration)ⁿ with n from 0.6 to 1.4; _no_ progress stays at 10 %.`,
			'![Reads and lag per video](images/bench-reads.svg)',
			...MEDIANS_S.map((medianS) =>
				paragraphs(
					`Median ${medianS} s: reads per video, and lag`,
					table(
						['Strategy', ...KINDS.map((kind) => ABOUT[kind])],
						STRATEGIES.map((strategy) => [
							strategy === 'ours' ? '**ours**' : strategy,
							...KINDS.map((kind) => {
								const { reads, lagS } = of(strategy, medianS, kind);
								return `${short(reads)} reads, ${short(lagS)} s`;
							}),
						]),
					),
				),
			),
			`**How close this is to the optimum.** One read and no lag would require knowing the end in advance. With even progress, whole percents leave 1 % of the duration unknown (1.8 s of 180 s), two reads are needed to measure its speed, and it is never extrapolated to more than twice the time observed: about 7 reads. Without progress every moment is equally likely, and a constant interval is optimal: reads × lag is half the duration, whatever the interval. Only the reads before 25 s can be saved, since no provider states less than 30 s for a video.`,
			`**What this does not show.** Whether real progress is even; no figures are published. For failed requests see [faults](faults.md), for many videos in one run [scaling](scaling.md#one-run).`,
		),
		plots: { 'bench-reads.svg': plot(figures) },
	};
}

function plot(figures: readonly ReadsFigure[]): string {
	const panels = KINDS.map((progress) => ({
		heading: ABOUT[progress],
		dots: figures
			.filter((one) => one.medianS === PLOTTED_S && one.progress === progress)
			.map(({ strategy, reads, lagS }) => ({
				label: strategy,
				x: reads,
				y: lagS,
				fill: FILLS[strategy],
			})),
	}));
	return dotPlot(`Videos of about ${PLOTTED_S} s: nearer to the corner is better`, panels, {
		x: { label: 'reads per video', max: 40, step: 10 },
		y: { label: 'seen s after the end', max: 20, step: 5 },
	});
}
