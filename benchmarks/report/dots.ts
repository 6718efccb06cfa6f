import { dot, line, svg, text, title } from './svg';

export interface Dot {
	label: string;
	x: number;
	y: number;
	fill: string;
}

export interface DotPanel {
	heading: string;
	dots: readonly Dot[];
}

export interface Axis {
	label: string;
	max: number;
	step: number;
}

const PANEL = 250;
const SIDE = 190;
const TOP = 78;
const LEFT = 56;

/** Panels next to each other, all on the same two scales that start at 0. */
export function dotPlot(
	heading: string,
	panels: readonly DotPanel[],
	axes: { x: Axis; y: Axis },
): string {
	const parts = [title(16, 28, heading), text(16, 50, `↑ ${axes.y.label}`)];
	for (const [index, { heading: about, dots }] of panels.entries()) {
		const left = LEFT + index * PANEL;
		const at = (x: number) => left + (SIDE * x) / axes.x.max;
		const up = (y: number) => TOP + SIDE - (SIDE * y) / axes.y.max;
		parts.push(text(left + SIDE / 2, TOP - 8, about, 'middle'));
		for (const x of ticks(axes.x)) {
			parts.push(line(at(x), TOP, at(x), TOP + SIDE));
			parts.push(text(at(x), TOP + SIDE + 18, String(x), 'middle'));
		}
		for (const y of ticks(axes.y)) {
			parts.push(line(left, up(y), left + SIDE, up(y)));
			parts.push(text(left - 8, up(y) + 4, String(y), 'end'));
		}
		// The first one is drawn last, so that it is on top.
		for (const { x, y, fill } of [...dots].reverse()) parts.push(dot(at(x), up(y), fill));
	}
	const width = LEFT + panels.length * PANEL;
	parts.push(text(width - 32, TOP + SIDE + 38, `${axes.x.label} →`, 'end'));
	const keyTop = TOP + SIDE + 62;
	const keys = panels[0].dots.map(({ label, fill }, index) => {
		const x = LEFT + (index % 3) * PANEL;
		const y = keyTop + Math.floor(index / 3) * 22;
		return dot(x, y - 4, fill) + text(x + 12, y, label);
	});
	const height = keyTop + 22 * Math.ceil(keys.length / 3);
	return svg(width, height, [...parts, ...keys]);
}

function ticks({ max, step }: Axis): number[] {
	return Array.from({ length: Math.floor(max / step) + 1 }, (_, index) => index * step);
}
