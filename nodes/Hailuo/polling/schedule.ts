/** What is known when the next read of a task is planned. */
export interface Waited {
	/** How often the task has been read since the wait began. */
	reads: number;
	/** The API's estimate of the whole generation, ms, where it gives one. */
	estimateMs?: number;
}

/** A video is never ready sooner: one vendor's figure is 30 s at the least. */
const FIRST_READ_MS = 10_000;
/** What the vendor's own client does. */
const INTERVAL_MS = 8_000;
/** Against a host with very short tasks (a simulator). */
const FASTEST_MS = 500;
/** Tasks made together are not read together. */
const JITTER = 0.1;

/**
 * When to read a task next, in ms from now.
 *
 * First after 10 s, or a third of the estimate where that is less; then every 8 s, shortened in the
 * same proportion. An estimate of 30 s or more therefore never leads to a shorter interval.
 */
export function nextReadDelayMs({ reads, estimateMs }: Waited, random: () => number): number {
	const first = Math.min(FIRST_READ_MS, (estimateMs ?? Infinity) / 3);
	const delay = reads === 0 ? first : (INTERVAL_MS * first) / FIRST_READ_MS;
	const jitter = 1 + JITTER * (2 * random() - 1);
	return Math.max(FASTEST_MS, delay * jitter);
}
