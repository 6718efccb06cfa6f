/** The clock of all code that waits. Injected, so that tests can simulate hours in milliseconds. */
export interface Clock {
	/** Milliseconds since a fixed time. */
	now(): number;
	/** Resolves after `ms`, or as soon as the signal aborts: the caller checks the signal. Never rejects. */
	sleep(ms: number, signal?: AbortSignal): Promise<void>;
	/** Uniformly distributed in [0, 1). */
	random(): number;
}
