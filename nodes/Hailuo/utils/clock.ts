/** The clock of all code that waits. Injected, so that tests can simulate hours in milliseconds. */
export interface Clock {
	/** Milliseconds since a fixed time. */
	now(): number;
	/** Resolves after `ms`, or as soon as the signal aborts: the caller checks the signal. Never rejects. */
	sleep(ms: number, signal?: AbortSignal): Promise<void>;
	/** Uniformly distributed in [0, 1). */
	random(): number;
}

/** Resolves when a signal aborts. */
export async function aborted(signal: AbortSignal): Promise<undefined> {
	if (signal.aborted) return;
	await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
}
