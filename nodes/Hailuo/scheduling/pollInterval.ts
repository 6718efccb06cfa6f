/** What is known about an unfinished task when its next read is scheduled. */
export interface TaskProgress {
	/** Time since its creation, ms. */
	ageMs: number;
	/** The total generation time, ms, as estimated at its creation. A later estimate may be the remaining time. */
	estimateMs?: number;
	/** 0 to 100, %, if it has increased since the first read: some providers report the same number until the end. */
	progress?: number;
}

/** Providers state at least 30 s for a video. A read shortly before costs little and may save 5 s. */
const FIRST_READ_MS = 25_000;
/** With an estimate, the first read is at a third of it, at most at this age: estimates can be far too long. */
const MAX_FIRST_READ_MS = 45_000;

/** The shortest interval, unless a tenth of the estimate is shorter (a simulator). */
const MIN_INTERVAL_MS = 2_000;
/** The longest interval up to an age of 20 minutes. Source: the provider's guide says 10 to 15 s; its client uses 8 s. */
const MAX_INTERVAL_MS = 10_000;
/** The same where progress is reported. It may be uneven, so this is also the longest delay that a jump causes. */
const MAX_INTERVAL_WITH_PROGRESS_MS = 15_000;
/** No interval is shorter than 1/120 of the age: above 4 minutes, the shortest one grows. */
const AGE_PER_INTERVAL = 120;
/** Shortens each interval by up to this part, so that tasks created together are not all read together. */
const JITTER = 0.1;

/** How long from now a task is read for the first time, ms. */
export function firstPollDelayMs(
	{ ageMs, estimateMs }: TaskProgress,
	random: () => number,
): number {
	const firstAgeMs =
		estimateMs === undefined ? FIRST_READ_MS : Math.min(MAX_FIRST_READ_MS, estimateMs / 3);
	return Math.max(0, firstAgeMs - ageMs) * jitter(random);
}

/**
 * The delay from one read of a task until the next, ms: half of the remaining time if progress or the
 * estimate tells it. A task that is overdue by its estimate is read after half of the time since then.
 */
export function nextPollDelayMs(task: TaskProgress, random: () => number): number {
	const { ageMs, progress } = task;
	const minMs = minPollDelayMs(task);
	const longestMs = progress === undefined ? MAX_INTERVAL_MS : MAX_INTERVAL_WITH_PROGRESS_MS;
	const maxMs = Math.max(longestMs, minMs);
	const endMs = expectedEndMs(task) ?? Infinity;
	const delayMs = Math.min(maxMs, Math.abs(endMs - ageMs) / 2) * jitter(random);
	return Math.max(minMs, delayMs);
}

/** The shortest delay between two reads of a task, ms. */
export function minPollDelayMs({ ageMs, estimateMs = Infinity }: TaskProgress): number {
	return Math.min(Math.max(MIN_INTERVAL_MS, ageMs / AGE_PER_INTERVAL), estimateMs / 10);
}

/** The age at which a task is expected to end, ms, by its progress or else its estimate; undefined without both. */
export function expectedEndMs({
	ageMs,
	progress = 0,
	estimateMs,
}: TaskProgress): number | undefined {
	return progress > 0 ? (ageMs * 100) / progress : estimateMs;
}

function jitter(random: () => number): number {
	return 1 - JITTER * random();
}
