/** Median duration of the videos. One provider of the model states 4 to 5 minutes for 6 s at 768p. */
export const MEDIAN_MS = 5 * 60_000;
/** Latency from a request to its response, ms. */
export const LATENCY_MS = 500;

/** The load of n8n, and the limits of the provider. */
export interface Load {
	videos: number;
	videosPerRun: number;
	/** Interval between executions, ms; 0: all start at once. */
	everyMs: number;
	/** Creates that the provider accepts in any minute, before it responds with 429. */
	createsAMinute: number;
	/** Creates that it accepts at all. The next gets a 429 with a `Retry-After` of this time, ms. */
	retryAfter?: { creates: number; ms: number };
	/** Maximum number of unfinished videos. Default: no limit. */
	maxUnfinished?: number;
	/** Whether it reads tasks in batches. Default false. */
	hasBatch?: boolean;
}

/** The result. */
export interface Figures {
	/** Videos that were rejected and not charged; absent if creates are not simulated. */
	rejected?: number;
	/** Requests that read tasks; absent if only the trigger reads. */
	requests?: number;
	/** Maximum number of parallel executions; absent if none waits. */
	slots?: number;
	/** In the busiest minute. */
	createsAMinute: number;
	/** Reads and lists, a mean over the busiest minute. */
	requestsAS: number;
	/** Maximum number of reads and lists in any second, and the limit by our own rate limits. */
	mostInAS: number;
	limitAS: number;
	/** Time from each video's completion until n8n knows of it, ms; empty if nothing waits. */
	lagsMs: number[];
	/** From the first to the last, ms. */
	durationMs: number;
}
