import { estimateCompletion, type ProgressSample } from './estimateCompletion';

/** What is known of a task when its next read is planned. */
export interface PollHistory {
	/** Since its creation, as far as known; ms. */
	ageMs: number;
	/** The progress of each read so far, oldest first. */
	samples: readonly ProgressSample[];
	/** Whether the last read went wrong: then it is not the task that has to be hurried. */
	lastReadFailed: boolean;
	/** The API's estimate of the whole generation, ms, where it gives one. */
	estimateMs?: number;
}

/** No vendor names less than 30 s for a video; a little before that costs one read and may save 5 s. */
const FIRST_READ_MS = 25_000;
/** With an estimate, at a third of it, but not later: estimates can be far too long. */
const MAX_FIRST_READ_MS = 45_000;
/** While nothing tells when the end will come. The vendor's guide says 10 to 15 s, its own client reads every 8 s. */
const INTERVAL_MS = 10_000;
/** From 20 minutes on, a task is late anyway: the interval grows with its age. */
const AGE_PER_INTERVAL = 120;
/** Hosts with short tasks (a simulator) are read faster, in proportion. */
const TYPICAL_ESTIMATE_MS = 90_000;

/** Never faster, except where the estimate is shorter than this. */
const MIN_INTERVAL_MS = 2_000;
const SHORT_TASK_MS = 30_000;
const SHORT_TASK_MIN_INTERVAL_MS = 500;

/** How far to trust progress: twice as long ahead as it has been seen to move. */
const MAX_EXTRAPOLATION = 2;
/** While the end is due but does not come, each pause is longer by this factor. */
const OVERDUE_BACKOFF = 1.5;
/** A read waits at most so long for others, so that they become one request. */
const MAX_BATCH_DELAY_MS = 1_000;
const MIN_DELAY_PER_BATCH_DELAY = 4;
/** Tasks made together are not read together. */
const JITTER = 0.1;

/**
 * When to read a task next, in ms from now.
 *
 * Where progress moves as time does, the next read comes when the task can be done at the earliest;
 * where it tells nothing, reads come at an even interval, which is the best that can be done then.
 */
export function nextPollDelayMs(waited: PollHistory, random: () => number): number {
	const { ageMs, samples: seen, lastReadFailed: hasFailed, estimateMs = Infinity } = waited;
	const shortest = estimateMs < SHORT_TASK_MS ? SHORT_TASK_MIN_INTERVAL_MS : MIN_INTERVAL_MS;
	const jitter = 1 + JITTER * (2 * random() - 1);
	const pace = Math.min(1, estimateMs / TYPICAL_ESTIMATE_MS);
	const even = jitter * Math.max(INTERVAL_MS * pace, ageMs / AGE_PER_INTERVAL);
	const interval = Math.max(shortest, even);
	if (hasFailed) return interval;

	const firstAgeMs = Number.isFinite(estimateMs)
		? Math.min(MAX_FIRST_READ_MS, estimateMs / 3)
		: FIRST_READ_MS;
	if (seen.length === 0 && ageMs < firstAgeMs) {
		return Math.max(shortest, jitter * (firstAgeMs - ageMs));
	}
	const end = estimateCompletion(seen);
	if (end === undefined) return interval;

	const earliest = end.earliestAgeMs - ageMs;
	if (earliest > shortest)
		return Math.min(earliest, Math.max(interval, MAX_EXTRAPOLATION * end.movedForMs));
	return Math.min(interval, shortest * OVERDUE_BACKOFF ** end.unchangedReads);
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
