import { nextPollDelayMs } from '../scheduling/pollInterval';

/** What is known of an unfinished task when its next read is planned. */
export interface TaskProgress {
	/** Time since its creation, ms. */
	ageMs: number;
	/** The API's estimate of the whole generation, ms, where it gives one. */
	estimateMs?: number;
	/** 0 to 100, %, where the API tells. */
	progress?: number;
}

/** So that a video is never found later than this after its end. */
const MAX_INTERVAL_MS = 5 * 60_000;

/**
 * When a watched task is worth another read, in ms from now: after half the time that it will still
 * take by its estimate; without one by its progress, which may be stuck and is trusted less; past
 * that, after a tenth of its age. Never sooner than a task that is waited for would be read.
 */
export function nextWatchDelayMs({ ageMs, estimateMs, progress = 0 }: TaskProgress): number {
	const soonest = nextPollDelayMs(
		{ ageMs, samples: [], lastReadFailed: false, estimateMs },
		() => 0.5,
	);
	return Math.min(MAX_INTERVAL_MS, Math.max(soonest, wish()));

	function wish(): number {
		if (estimateMs !== undefined && estimateMs > ageMs) return (estimateMs - ageMs) / 2;
		if (estimateMs === undefined && progress > 0 && progress < 100) {
			const remaining = (ageMs * (100 - progress)) / progress;
			return Math.min(remaining, ageMs) / 2;
		}
		return ageMs / 10;
	}
}
