import type { Measured } from '../figures';
import type { MemoryFigure } from '../parts/memory';
import { barPlot } from './bars';
import {
	against,
	machineLine,
	paragraphs,
	short,
	table,
	withRange,
} from '../../tools/report/markdown';
import { COLOURS, type Section } from './section';

const NAMES: Record<MemoryFigure['strategy'], string> = {
	ours: 'Hailuo',
	builtIn: 'Built-in MiniMax',
};
/** MB over idle, by the number of videos. */
const TARGETS: Record<number, number> = { 1: 40, 5: 80 };

export function memorySection({ machine, figures }: Measured<MemoryFigure[]>): Section {
	const of = (strategy: MemoryFigure['strategy'], videos: number) =>
		figures.find((one) => one.strategy === strategy && one.videos === videos)!.overIdleMb;

	return {
		glance: Object.entries(TARGETS).map(([videos, target]) => {
			const ours = of('ours', Number(videos)).median;
			const builtIn = of('builtIn', Number(videos)).median;
			return [
				`${videos} × 300 MB, memory over idle: built-in ÷ Hailuo`,
				`${short(builtIn / ours)} × less: +${short(ours)} MB`,
				against(ours, target, 'MB'),
			] as const;
		}),
		body: paragraphs(
			'Peak resident memory of the n8n process while it downloads, minus its memory when idle just before. Each run has a new n8n in filesystem binary mode (the default), which generates one small video first, so that what n8n loads on first use is not counted.',
			'![Memory of large videos](images/bench-memory.svg)',
			table(
				['Videos in one run', 'Strategy', 'Over idle', 'One small video', 'Idle'],
				figures.map(({ strategy, videos, overIdleMb, smallOverIdleMb, idleMb }) => [
					`${videos} × 300 MB`,
					NAMES[strategy],
					`+${withRange(overIdleMb, 'MB')}`,
					`+${short(smallOverIdleMb.median)} MB`,
					`${short(idleMb.median)} MB`,
				]),
			),
			'_One small video_ is the same workflow with a video of 0.1 MB, in the same n8n just before: the cost of any run.',
			'**What limits it.** Videos are streamed in chunks of about 64 kB, which stay in memory until V8 collects them. The peak therefore also depends on garbage collection, and single runs differ by tens of MB. With a young generation of 1 MB (`NODE_OPTIONS=--max-semi-space-size=1` for n8n, tried once), five videos cost 17 MB instead of 57 MB. The peak does not grow with the size of the file, and at most three files are downloaded in parallel.',
			'**What this does not show.** In database binary mode n8n loads each file into memory completely. The built-in node downloads one video after the other; several executions in parallel would add up.',
			machineLine(machine),
		),
		plots: { 'bench-memory.svg': plot(figures) },
	};
}

function plot(figures: readonly MemoryFigure[]): string {
	const groups = Object.keys(TARGETS).map((videos) => ({
		heading: `${videos} × 300 MB`,
		bars: figures
			.filter((one) => one.videos === Number(videos))
			.map(({ strategy, overIdleMb: { median } }) => ({
				label: NAMES[strategy],
				value: median,
				note: `+${short(median)} MB`,
				fill: COLOURS[strategy],
			})),
	}));
	return barPlot('Peak memory of n8n over idle', groups);
}
