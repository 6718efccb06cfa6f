import { bar, svg, text, title, type Look } from './svg';

export interface Bar extends Look {
	label: string;
	value: number;
	/** Text after the bar. */
	note: string;
}

export interface BarGroup {
	heading: string;
	bars: readonly Bar[];
}

const WIDTH = 760;
const LEFT = 190;
const RIGHT = 150;
const ROW = 24;

/** Groups of horizontal bars on one scale that starts at 0. */
export function barPlot(heading: string, groups: readonly BarGroup[]): string {
	const largest = Math.max(...groups.flatMap(({ bars }) => bars.map(({ value }) => value)));
	const scale = (WIDTH - LEFT - RIGHT) / largest;
	const parts = [title(16, 28, heading)];
	let y = 44;
	for (const group of groups) {
		parts.push(text(16, y + 16, group.heading));
		y += ROW;
		for (const { label, value, note, ...look } of group.bars) {
			parts.push(text(LEFT - 10, y + 14, label, 'end'));
			parts.push(bar(LEFT, y + 2, Math.max(1, value * scale), ROW - 7, look));
			parts.push(text(LEFT + value * scale + 8, y + 14, note));
			y += ROW;
		}
		y += 8;
	}
	return svg(WIDTH, y + 8, parts);
}
