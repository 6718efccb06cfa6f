import type { IBinaryData, IContextObject } from 'n8n-workflow';

/** n8n cannot save an execution with more than about 400 MB of files in it (measured on 2.40.7). */
const MAX_BYTES = 300 * 1024 ** 2;

/**
 * Counts the videos that n8n keeps in the items themselves, as it does with
 * `N8N_DEFAULT_BINARY_DATA_MODE=default`, the default of n8n 1: those of all runs of the node in this
 * execution. Beyond the limit the execution would never be saved, and all its task IDs would be lost.
 */
export class InMemoryFiles {
	/** Stored in n8n's node context, by run index. */
	private readonly bytesByRun: Record<number, number>;
	private omitted = 0;

	constructor(
		nodeContext: IContextObject,
		private readonly runIndex: number,
	) {
		this.bytesByRun = (nodeContext.inMemoryBytes ??= {}) as Record<number, number>;
		// n8n discards the output of an earlier try.
		delete this.bytesByRun[runIndex];
	}

	/** A stored file has an ID; one without an ID is in the item, in base64. */
	add({ id, data }: Pick<IBinaryData, 'id' | 'data'>): void {
		if (id !== undefined) return;
		this.bytesByRun[this.runIndex] = (this.bytesByRun[this.runIndex] ?? 0) + data.length * 0.75;
	}

	/** Called before a download. Whether the item must be output without its file. */
	omit(): boolean {
		const bytes = Object.values(this.bytesByRun).reduce((sum, ofRun) => sum + ofRun, 0);
		if (bytes < MAX_BYTES) return false;
		this.omitted += 1;
		return true;
	}

	hints(): string[] {
		if (this.omitted === 0) return [];
		const videos = this.omitted === 1 ? '1 video has' : `${this.omitted} videos have`;
		return [
			`${videos} no file, only a URL, which expires after 24 hours: this n8n keeps files in memory and cannot save an execution with more than about 400 MB of them. Set N8N_DEFAULT_BINARY_DATA_MODE=filesystem on the n8n host.`,
		];
	}
}
