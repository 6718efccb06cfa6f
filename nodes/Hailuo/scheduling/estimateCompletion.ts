/** The progress at one read of a task. */
export interface ProgressSample {
	/** Age of the task at that read, ms. */
	ageMs: number;
	/** 0 to 100, %, rounded down as providers do. */
	progress: number;
}

/** When a task can be completed, by its progress. */
export interface CompletionEstimate {
	/** The task is not completed before this age, ms. */
	earliestAgeMs: number;
	/** For how long progress has been increasing, ms. */
	movedForMs: number;
	/** Reads up to the last that have shown the same progress. */
	unchangedReads: number;
}

/** Progress is modelled as (age / duration)^n. Outside these bounds it is ignored; a linear provider has n = 1. */
const MIN_EXPONENT = 0.5;
const MAX_EXPONENT = 1.6;
/** In the last percents of a long task, two reads can show the same number although progress increases. */
const NEARLY_DONE = 95;

/**
 * Estimates the earliest completion from two reads: the newest, and the oldest since which progress has
 * been increasing.
 *
 * @returns undefined if progress tells nothing: it is constant, decreases, or leaps
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

/** The last read before progress started to increase, without decreasing since. */
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
