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

const NAMES: Record<TimeFigure['way'], string> = {
	ours: 'Hailuo',
	oursDefault: 'Hailuo, Max Concurrency 10',
	loop: 'HTTP Request loop',
	builtIn: 'Built-in MiniMax',
};
const FILLS: Record<TimeFigure['way'], string> = {
	ours: COLOURS.ours,
	oursDefault: COLOURS.oursToo,
	loop: COLOURS.loop,
	builtIn: COLOURS.builtIn,
};

export function timeSection({ machine, figures }: Measured<TimeFigure[]>): Section {
	const seconds = (way: TimeFigure['way'], items: number, isSpread = false) =>
		figures.find((one) => one.way === way && one.items === items && one.isSpread === isSpread)!;
	const same = seconds('ours', 20).seconds.median;
	const spread = seconds('ours', 20, true).seconds.median;
	const inTurns = seconds('builtIn', 20);
	const faster = inTurns.seconds.median / same;
	const how = inTurns.reckonedFrom ? `, reckoned from ${inTurns.reckonedFrom} items` : '';

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
				against(spread / TASK_S, 1.15, '×'),
			],
			[
				'20 items that end in the same instant ÷ the slowest task',
				`${short(same / TASK_S)} ×`,
				against(same / TASK_S, 1.15, '×'),
			],
		],
		body: paragraphs(
			`From the start of the workflow to the last downloaded video, in one and the same real n8n. Every task takes ${TASK_S} s, or, where they "end one after the other", from ${TASK_S / 2} to ${TASK_S} s.`,
			'![Time of 1, 5 and 20 items](images/bench-time.svg)',
			table(
				['Items', 'Way', 'Time', '÷ slowest task'],
				figures.map((figure) => [
					`${figure.items}${figure.isSpread ? ', one after the other' : ''}`,
					NAMES[figure.way],
					figure.reckonedFrom
						? `${short(figure.seconds.median)} s (reckoned from ${figure.reckonedFrom} items)`
						: withRange(figure.seconds, 's'),
					`${short(figure.seconds.median / TASK_S)} ×`,
				]),
			),
			`- **Hailuo**: Create with Wait for Completion and Max Concurrency 20. At the default of 10, twenty items go in two rounds.
- **HTTP Request loop**: what is built by hand: HTTP Request → Wait 10 s → HTTP Request → IF → back to Wait, then a download. n8n sends the requests of all items at once, so the loop is as parallel as we are.
- **Built-in MiniMax**: one item after the other, each read every 15 s, so a task of ${TASK_S} s takes 30 s. It speaks to MiniMax's own API; here to a small server with the same task clock.`,
			`**What bounds us.** Twenty tasks that end in the same instant are twenty reads, and at most five reads a second leave a run: the last task is seen 19 × 0.2 s = 3.8 s after its end at best, which is 1.19 × a task of 20 s. The two targets exclude each other here. The bound stays, because the API's limits are not known and a refused read helps nobody; and videos that take minutes and end apart do not feel it.`,
			`**What this does not show.** A loop of Wait 10 s fits tasks of exactly ${TASK_S} s by luck; one of 21 s would take it 30 s. It reads all items at once without a bound, has no deadline, ends at the first failed read, and where items end apart it gives them in several runs and not in their order. With tasks of minutes the 15 s of the built-in node weigh less, and it takes as many times longer as there are items.`,
			machineLine(machine),
		),
		plots: { 'bench-time.svg': plot(figures) },
	};
}

function plot(figures: readonly TimeFigure[]): string {
	const barOf = ({ way, isSpread, seconds, reckonedFrom }: TimeFigure): Bar => ({
		label: NAMES[way].replace(', Max Concurrency', ', at most'),
		value: seconds.median,
		note: `${short(seconds.median)} s${reckonedFrom ? ' (reckoned)' : ''}${isSpread ? ', ends spread' : ''}`,
		fill: FILLS[way],
		isDashed: reckonedFrom !== undefined,
	});
	const order: Array<TimeFigure['way']> = ['ours', 'oursDefault', 'loop', 'builtIn'];
	const groups = [1, 5, 20].map((items) => ({
		heading: items === 1 ? '1 item' : `${items} items`,
		bars: figures
			.filter((figure) => figure.items === items)
			.sort((a, b) => order.indexOf(a.way) - order.indexOf(b.way))
			.map(barOf),
	}));
	return barPlot(`Until the last video is there (tasks of ${TASK_S} s)`, groups);
}
