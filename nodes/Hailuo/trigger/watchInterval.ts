import { firstPollDelayMs, nextPollDelayMs, type TaskProgress } from '../scheduling/pollInterval';

/** The maximum interval, which is also the longest delay between the end of a video and its read. */
const MAX_INTERVAL_MS = 5 * 60_000;

/**
 * The delay until a watched task is read again, ms: half of the remaining time by its estimate, else by
 * its progress (at most half of its age, since progress may be stuck). If the task is overdue: a tenth
 * of its age. Never shorter than the interval of Wait.
 */
export function nextWatchDelayMs({ ageMs, estimateMs, progress = 0 }: TaskProgress): number {
	const known = { ageMs, estimateMs };
	const minMs = Math.max(firstPollDelayMs(known, noJitter), nextPollDelayMs(known, noJitter));
	return Math.min(MAX_INTERVAL_MS, Math.max(minMs, delayMs()));

	function delayMs(): number {
		if (estimateMs !== undefined && estimateMs > ageMs) return (estimateMs - ageMs) / 2;
		if (estimateMs === undefined && progress > 0 && progress < 100) {
			const remaining = (ageMs * (100 - progress)) / progress;
			return Math.min(remaining, ageMs) / 2;
		}
		return ageMs / 10;
	}
}

const noJitter = () => 0;
