/** Half of the videos take longer than this. One provider of the model states 4 to 5 minutes for 6 s at 768p. */
export const MEDIAN_MS = 5 * 60_000;
/** From a request to its answer. */
export const LATENCY_MS = 500;

/** What is asked of n8n, and what the provider allows. */
export interface Load {
	videos: number;
	videosPerRun: number;
	/** From one execution to the next; 0: all begin at once. */
	everyMs: number;
	/** Creates that the provider accepts in any minute, before it responds with 429. */
	createsAMinute: number;
	/** Unfinished videos that it allows. Default: any number. */
	maxUnfinished?: number;
	/** Whether it reads tasks in batches. Default false. */
	hasBatch?: boolean;
}

/** What came of it. */
export interface Figures {
	/** Videos that were refused for good, and not charged; absent where creates are not simulated. */
	refused?: number;
	/** Requests that read tasks; absent where only the trigger reads. */
	requests?: number;
	/** Most executions at once; absent where none waits. */
	slots?: number;
	/** In the busiest minute. */
	createsAMinute: number;
	/** Reads and lists, a mean over the busiest minute. */
	requestsAS: number;
	/** Most reads and lists in any second, and the limit that our own bounds set. */
	mostInAS: number;
	limitAS: number;
	/** From each video's end to the moment n8n knows of it, ms; empty where nobody waits. */
	seenAfterMs: number[];
	/** From the first to the last, ms. */
	tookMs: number;
}
