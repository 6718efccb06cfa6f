/** The SVG elements that plots need. */

const FONT = 'font-family="system-ui, sans-serif" font-size="13"';

export type Anchor = 'start' | 'middle' | 'end';

export function text(x: number, y: number, content: string, anchor: Anchor = 'start'): string {
	return `<text x="${x}" y="${y}" text-anchor="${anchor}">${escaped(content)}</text>`;
}

export function title(x: number, y: number, content: string): string {
	return `<text x="${x}" y="${y}" font-size="15" font-weight="600">${escaped(content)}</text>`;
}

export interface Look {
	fill: string;
	/** Drawn as an outline, for calculated values. */
	isDashed?: boolean;
}

export function bar(x: number, y: number, width: number, height: number, look: Look): string {
	const { fill, isDashed } = look;
	const paint = isDashed
		? `fill="${fill}" fill-opacity="0.25" stroke="${fill}" stroke-dasharray="4 3"`
		: `fill="${fill}"`;
	return `<rect x="${x}" y="${y}" width="${rounded(width)}" height="${height}" ${paint}/>`;
}

export function line(x1: number, y1: number, x2: number, y2: number): string {
	return `<path d="M${rounded(x1)} ${rounded(y1)}L${rounded(x2)} ${rounded(y2)}" stroke="#c9ced6"/>`;
}

export function dot(x: number, y: number, fill: string): string {
	return `<circle cx="${rounded(x)}" cy="${rounded(y)}" r="5" fill="${fill}"/>`;
}

/** With a white background, so that it is readable on a dark page. */
export function svg(width: number, height: number, parts: readonly string[]): string {
	return [
		`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" ${FONT} fill="#1f2733">`,
		`<rect width="${width}" height="${height}" rx="6" fill="#ffffff"/>`,
		...parts,
		'</svg>',
		'',
	].join('\n');
}

const rounded = (value: number) => Number(value.toFixed(1));

const escaped = (content: string) =>
	content.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
