/** Time as the waiting code sees it, handed in so that tests can run hours in milliseconds. */
export interface Clock {
	/** Milliseconds since some fixed moment. */
	now(): number;
	/** Resolves after `ms`, or as soon as the signal aborts: the caller looks at the signal. Never rejects. */
	sleep(ms: number, signal?: AbortSignal): Promise<void>;
	/** Evenly distributed in [0, 1). */
	random(): number;
}
