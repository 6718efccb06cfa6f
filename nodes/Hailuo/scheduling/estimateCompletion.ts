/** The progress at one read of a task. */
export interface ProgressSample {
	/** Age of the task at that read, ms. */
	ageMs: number;
	/** 0 to 100, %, rounded down as providers do. */
	progress: number;
}

/** When a task can complete at the earliest, estimated from its progress. */
export interface CompletionEstimate {
	/** The task is not completed before this age, ms. */
	earliestAgeMs: number;
	/** How long progress has been increasing, ms. */
	movedForMs: number;
	/** Consecutive reads before the last one with the same progress. */
	unchangedReads: number;
}

/** Progress is modelled as (age / duration)^n. Outside these bounds it is ignored; a linear provider has n = 1. */
const MIN_EXPONENT = 0.5;
const MAX_EXPONENT = 1.6;
/** From this progress on, %, a long task can report the same number twice although progress increases. */
const NEARLY_DONE = 95;

/**
 * Estimates the earliest completion from two reads: the newest one, and the one after which progress
 * started to increase.
 *
 * @param samples oldest first
 * @returns undefined if progress is not usable: it is constant, decreases, or leaps
 */
export function estimateCompletion(
	samples: readonly ProgressSample[],
): CompletionEstimate | undefined {
	if (samples.length < 2) return undefined;
	const last = samples[samples.length - 1];
	const base = startOfMovement(samples);
	const unchangedReads = countUnchanged(samples);
	if (base === undefined || (unchangedReads > 0 && last.progress < NEARLY_DONE)) return undefined;

	// Both numbers are rounded down, so each can be up to 1 too low.
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

/** The last read before progress started to increase without decreasing again. */
function startOfMovement(samples: readonly ProgressSample[]): ProgressSample | undefined {
	const { progress: current } = samples[samples.length - 1];
	let start = samples.length - 1;
	while (start > 0 && samples[start - 1].progress <= samples[start].progress) start -= 1;
	const earlier = samples.slice(start).filter(({ progress }) => progress > 0 && progress < current);
	return earlier.filter(({ progress }) => progress === earlier[0].progress).at(-1);
}

function countUnchanged(samples: readonly ProgressSample[]): number {
	const { progress } = samples[samples.length - 1];
	let count = 0;
	while (samples[samples.length - 2 - count]?.progress === progress) count += 1;
	return count;
}
