/** For the TypeScript that uses it: the ticker is plain JavaScript, as it serves the installer too. */
export interface Ticker {
	/** Changes the note while the step runs. */
	update(note: string): void;
	done(result?: string): void;
	failed(result?: string): void;
}

export function startTicker(label: string, note?: string): Ticker;
