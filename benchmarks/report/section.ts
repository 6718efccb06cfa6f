/** One part of the report. */
export interface Section {
	/** Lines of the table at the top: what, how much, and the target. */
	glance: ReadonlyArray<readonly [string, string, string]>;
	/** Markdown below a heading of its own. */
	body: string;
	/** SVG by the name of its file in docs/images. */
	plots: Readonly<Record<string, string>>;
}

export const COLOURS = {
	ours: '#d6336c',
	oursToo: '#f08cae',
	loop: '#2b8a8a',
	builtIn: '#7b8794',
	fixed: '#4263eb',
};
