import type { Measured } from '../figures';
import { TASK_S, type TimeFigure } from '../parts/time';
import { barPlot, type Bar } from './bars';
import {
	against,
	machineLine,
	paragraphs,
	short,
	table,
	withRange,
} from '../../tools/report/markdown';
import { COLOURS, type Section } from './section';

const NAMES: Record<TimeFigure['strategy'], string> = {
	ours: 'Hailuo',
	oursSingleReads: 'Hailuo, no batches',
	loop: 'HTTP Request loop',
	builtIn: 'Built-in MiniMax',
};
const FILLS: Record<TimeFigure['strategy'], string> = {
	ours: COLOURS.ours,
	oursSingleReads: COLOURS.oursToo,
	loop: COLOURS.loop,
	builtIn: COLOURS.builtIn,
};

export function timeSection({ machine, figures }: Measured<TimeFigure[]>): Section {
	const seconds = (strategy: TimeFigure['strategy'], items: number, isSpread = false) =>
		figures.find(
			(one) => one.strategy === strategy && one.items === items && one.isSpread === isSpread,
		)!;
	const same = seconds('ours', 20).seconds.median;
	const spread = seconds('ours', 20, true).seconds.median;
	const oneByOne = seconds('builtIn', 20);
	const faster = oneByOne.seconds.median / same;
	const how = oneByOne.calculatedFrom ? `, calculated from ${oneByOne.calculatedFrom} items` : '';

	return {
		glance: [
			[
				'20 items, built-in MiniMax node ÷ Hailuo',
				`${short(faster)} × faster${how}`,
				against(faster, 15, '×', true),
			],
			[
				'20 items that end one after the other ÷ the slowest task',
				`${short(spread / TASK_S)} ×`,
				against(spread / TASK_S, 1.1, '×'),
			],
			[
				'20 items that end in the same instant ÷ the slowest task',
				`${short(same / TASK_S)} ×`,
				against(same / TASK_S, 1.1, '×'),
			],
		],
		body: paragraphs(
			`From the start of the workflow to the last downloaded video, in one and the same real n8n. Every task takes ${TASK_S} s, or, where they "end one after the other", from ${TASK_S / 2} to ${TASK_S} s.`,
			'![Time of 1, 5 and 20 items](images/bench-time.svg)',
			table(
				['Items', 'Strategy', 'Time', '÷ slowest task'],
				figures.map((figure) => [
					`${figure.items}${figure.isSpread ? ', one after the other' : ''}`,
					NAMES[figure.strategy],
					figure.calculatedFrom
						? `${short(figure.seconds.median)} s (calculated from ${figure.calculatedFrom} items)`
						: withRange(figure.seconds, 's'),
					`${short(figure.seconds.median / TASK_S)} ×`,
				]),
			),
			`- **Hailuo**: Create with Wait for Completion and default settings, at a provider that can read several tasks in one request. _No batches_: at one that cannot.
- **HTTP Request loop**: the workflow that is usually built by hand: HTTP Request → Wait 10 s → HTTP Request → IF → back to Wait, then a download. n8n sends the requests of all items in parallel, so the loop is as parallel as this node.
- **Built-in MiniMax**: one item after the other, each read every 15 s, so a task of ${TASK_S} s takes 30 s. It uses MiniMax's own API; here, a small server with the same task durations.`,
			`**What limits it.** Without batches, a run sends at most five reads per second: the last of twenty tasks that end in the same instant is read 19 × 0.2 s = 3.8 s after its end at best, if no progress tells the end in advance.`,
			`**What this does not show.** A loop with Wait 10 s fits tasks of exactly ${TASK_S} s by chance; a task of 21 s takes it 30 s. The loop has no rate limit and no timeout, ends at the first failed read, and outputs items that end at different times in several runs and not in input order. With tasks that take minutes, the 15 s of the built-in node matter less; it still takes as many times longer as there are items.`,
			machineLine(machine),
		),
		plots: { 'bench-time.svg': plot(figures) },
	};
}

function plot(figures: readonly TimeFigure[]): string {
	const barOf = ({ strategy, isSpread, seconds, calculatedFrom }: TimeFigure): Bar => ({
		label: NAMES[strategy],
		value: seconds.median,
		note: `${short(seconds.median)} s${calculatedFrom ? ' (calculated)' : ''}${isSpread ? ', ends spread' : ''}`,
		fill: FILLS[strategy],
		isDashed: calculatedFrom !== undefined,
	});
	const order: Array<TimeFigure['strategy']> = ['ours', 'oursSingleReads', 'loop', 'builtIn'];
	const groups = [1, 5, 20].map((items) => ({
		heading: items === 1 ? '1 item' : `${items} items`,
		bars: figures
			.filter((figure) => figure.items === items)
			.sort((a, b) => order.indexOf(a.strategy) - order.indexOf(b.strategy))
			.map(barOf),
	}));
	return barPlot(`Time until the last video is downloaded (tasks of ${TASK_S} s)`, groups);
}
