import { estimateCompletion, type ProgressSample } from './estimateCompletion';

/** What is known of a task when its next read is scheduled. */
export interface PollHistory {
	/** Time since its creation, ms. */
	ageMs: number;
	/** The progress at each read so far, oldest first. */
	samples: readonly ProgressSample[];
	/** Whether the last read failed: then progress does not shorten the interval. */
	lastReadFailed: boolean;
	/** The provider's estimate of the whole generation, ms. */
	estimateMs?: number;
}

/** Providers name at least 30 s for a video; a read shortly before that costs little and may save 5 s. */
const FIRST_READ_MS = 25_000;
/** With an estimate the first read is at a third of it, but not later than this: estimates can be far too long. */
const MAX_FIRST_READ_MS = 45_000;
/** While the end is unknown. Source: the provider's guide says 10 to 15 s, its own client reads every 8 s. */
const INTERVAL_MS = 10_000;
/** From an age of 20 minutes on, the interval grows with the age. */
const AGE_PER_INTERVAL = 120;
/** Providers with shorter tasks (a simulator) are read faster, in proportion. */
const TYPICAL_ESTIMATE_MS = 90_000;

/** The minMs interval, unless the estimate is shorter than `SHORT_TASK_MS`. */
const MIN_INTERVAL_MS = 2_000;
const SHORT_TASK_MS = 30_000;
const SHORT_TASK_MIN_INTERVAL_MS = 500;

/** How far progress is extrapolated: twice the time for which it has been observed. */
const MAX_EXTRAPOLATION = 2;
/** While the task is overdue, each interval is longer by this factor. */
const OVERDUE_BACKOFF = 1.5;
/** A read waits at most so long for others, so that they become one request. */
const MAX_BATCH_DELAY_MS = 1_000;
const MIN_DELAY_PER_BATCH_DELAY = 4;
/** So that tasks created together are not read together. */
const JITTER = 0.1;

/**
 * The delay until a task is read next, ms.
 *
 * While progress is steady, the next read is at the earliest possible completion. Otherwise reads come
 * at an even interval.
 */
export function nextPollDelayMs(history: PollHistory, random: () => number): number {
	const { ageMs, samples, lastReadFailed, estimateMs = Infinity } = history;
	const minMs = estimateMs < SHORT_TASK_MS ? SHORT_TASK_MIN_INTERVAL_MS : MIN_INTERVAL_MS;
	const jitter = 1 + JITTER * (2 * random() - 1);
	const pace = Math.min(1, estimateMs / TYPICAL_ESTIMATE_MS);
	const even = jitter * Math.max(INTERVAL_MS * pace, ageMs / AGE_PER_INTERVAL);
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

/** The age at which a task is expected to end, ms: by its progress, else by the estimate; undefined if neither tells. */
export function expectedEndMs({
	samples,
	estimateMs,
}: Pick<PollHistory, 'samples' | 'estimateMs'>): number | undefined {
	return estimateCompletion(samples)?.earliestAgeMs ?? estimateMs;
}

/** For how long a read may wait for others to go with it, ms: a second, and less where tasks are short. */
export function maxBatchDelayMs(delayMs: number): number {
	return Math.min(MAX_BATCH_DELAY_MS, delayMs / MIN_DELAY_PER_BATCH_DELAY);
}
