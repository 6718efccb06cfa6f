/** One part of the report. */
export interface Section {
	/** Rows of the table at the top: what, measured value, target. */
	glance: ReadonlyArray<readonly [string, string, string]>;
	/** Markdown below its own heading. */
	body: string;
	/** SVG by file name in docs/images. */
	plots: Readonly<Record<string, string>>;
}

export const COLOURS = {
	ours: '#d6336c',
	oursToo: '#f08cae',
	loop: '#2b8a8a',
	builtIn: '#7b8794',
	fixed: '#4263eb',
};
