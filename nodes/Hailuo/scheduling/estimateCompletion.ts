/** What one read of a task said. */
export interface ProgressSample {
	/** Age of the task at that read, ms. */
	ageMs: number;
	/** 0 to 100, %, rounded down as hosts do. */
	progress: number;
}

/** What progress tells about the end of a task. */
export interface CompletionEstimate {
	/** The task is not done before this age, ms. */
	earliestAgeMs: number;
	/** For how long progress has been seen to move, ms. */
	movedForMs: number;
	/** How many reads in a row, up to the last, have shown nothing new. */
	unchangedReads: number;
}

/** Progress is taken to follow (age / duration)^n; outside these bounds it tells nothing. Honest hosts are at 1. */
const MIN_EXPONENT = 0.5;
const MAX_EXPONENT = 1.6;
/** In the last percents, two reads of a long task can show the same number although it moves. */
const NEARLY_DONE = 95;

/**
 * Reckons from two reads, the oldest since which progress has moved and the newest, when the task
 * can be done at the earliest.
 *
 * @returns undefined where progress tells nothing: it stands still, goes back, or leaps
 */
export function estimateCompletion(
	seen: readonly ProgressSample[],
): CompletionEstimate | undefined {
	if (seen.length < 2) return undefined;
	const last = seen[seen.length - 1];
	const base = startOfMovement(seen);
	const unchangedReads = countUnchanged(seen);
	if (base === undefined || (unchangedReads > 0 && last.progress < NEARLY_DONE)) return undefined;

	// Both numbers are rounded down, so each stands for up to one more.
	const growth = Math.log(last.ageMs / base.ageMs);
	const smallestN = Math.log(last.progress / (base.progress + 1)) / growth;
	const largestN = Math.log((last.progress + 1) / base.progress) / growth;
	if (largestN < MIN_EXPONENT || smallestN > MAX_EXPONENT) return undefined;

	const done = Math.min(1, (last.progress + 1) / 100);
	return {
		earliestAgeMs: last.ageMs * done ** (-1 / Math.min(MAX_EXPONENT, largestN)),
		movedForMs: last.ageMs - base.ageMs,
		unchangedReads,
	};
}

/** The last read before progress began to move, without ever going back since. */
function startOfMovement(seen: readonly ProgressSample[]): ProgressSample | undefined {
	const { progress: now } = seen[seen.length - 1];
	let start = seen.length - 1;
	while (start > 0 && seen[start - 1].progress <= seen[start].progress) start -= 1;
	const earlier = seen.slice(start).filter(({ progress }) => progress > 0 && progress < now);
	return earlier.filter(({ progress }) => progress === earlier[0].progress).at(-1);
}

function countUnchanged(seen: readonly ProgressSample[]): number {
	const { progress } = seen[seen.length - 1];
	let count = 0;
	while (seen[seen.length - 2 - count]?.progress === progress) count += 1;
	return count;
}
