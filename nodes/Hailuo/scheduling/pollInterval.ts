import { estimateCompletion, type ProgressSample } from './estimateCompletion';

/** What is known about a task when its next read is scheduled. */
export interface PollHistory {
	/** Time since its creation, ms. */
	ageMs: number;
	/** The progress at each read so far, oldest first. */
	samples: readonly ProgressSample[];
	/** Whether the last read failed. If so, progress does not affect the interval. */
	lastReadFailed: boolean;
	/** The provider's estimate of the total generation time, ms. */
	estimateMs?: number;
}

/** Providers state at least 30 s for a video. A read shortly before costs little and may save 5 s. */
const FIRST_READ_MS = 25_000;
/** With an estimate, the first read is at a third of it, at most at this age: estimates can be far too long. */
const MAX_FIRST_READ_MS = 45_000;
/** The interval while the end is unknown. Source: the provider's guide says 10 to 15 s; its client uses 8 s. */
const INTERVAL_MS = 10_000;
/** The interval is at least 1/120 of the age, so it grows from an age of 20 minutes on. */
const AGE_PER_INTERVAL = 120;
/** For tasks with a shorter estimate (a simulator), the interval is shortened proportionally. */
const TYPICAL_ESTIMATE_MS = 90_000;

/** The minimum interval, unless the estimate is shorter than `SHORT_TASK_MS`. */
const MIN_INTERVAL_MS = 2_000;
const SHORT_TASK_MS = 30_000;
const SHORT_TASK_MIN_INTERVAL_MS = 500;

/** Progress is extrapolated by at most twice the time for which it has been observed. */
const MAX_EXTRAPOLATION = 2;
/** While a task is overdue, each interval is longer than the previous one by this factor. */
const OVERDUE_BACKOFF = 1.5;
/** The longest time that a read waits to be batched with others. */
const MAX_BATCH_DELAY_MS = 1_000;
const MIN_DELAY_PER_BATCH_DELAY = 4;
/** Keeps tasks that were created together from being read together. */
const JITTER = 0.1;

/**
 * The delay until a task is read next, ms.
 *
 * While progress is steady, the next read is at the earliest possible completion. Otherwise it is
 * read at a regular interval.
 */
export function nextPollDelayMs(history: PollHistory, random: () => number): number {
	const { ageMs, samples, lastReadFailed, estimateMs = Infinity } = history;
	const minMs = estimateMs < SHORT_TASK_MS ? SHORT_TASK_MIN_INTERVAL_MS : MIN_INTERVAL_MS;
	const jitter = 1 + JITTER * (2 * random() - 1);
	const scale = Math.min(1, estimateMs / TYPICAL_ESTIMATE_MS);
	const even = jitter * Math.max(INTERVAL_MS * scale, ageMs / AGE_PER_INTERVAL);
	const interval = Math.max(minMs, even);
	if (lastReadFailed) return interval;

	const firstAgeMs = Number.isFinite(estimateMs)
		? Math.min(MAX_FIRST_READ_MS, estimateMs / 3)
		: FIRST_READ_MS;
	if (samples.length === 0 && ageMs < firstAgeMs) {
		return Math.max(minMs, jitter * (firstAgeMs - ageMs));
	}
	const end = estimateCompletion(samples);
	if (end === undefined) return interval;

	const earliest = end.earliestAgeMs - ageMs;
	if (earliest > minMs)
		return Math.min(earliest, Math.max(interval, MAX_EXTRAPOLATION * end.movedForMs));
	return Math.min(interval, minMs * OVERDUE_BACKOFF ** end.unchangedReads);
}

/** The age at which a task is expected to end, ms, by its progress or else its estimate; undefined without both. */
export function expectedEndMs({
	samples,
	estimateMs,
}: Pick<PollHistory, 'samples' | 'estimateMs'>): number | undefined {
	return estimateCompletion(samples)?.earliestAgeMs ?? estimateMs;
}

/** How long a read may wait to be batched with others, ms: one second, or less if the delay is short. */
export function maxBatchDelayMs(delayMs: number): number {
	return Math.min(MAX_BATCH_DELAY_MS, delayMs / MIN_DELAY_PER_BATCH_DELAY);
}
