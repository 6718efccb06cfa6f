import { MAX_PAUSE_MS } from '../transport/retryPolicy';
import type { Clock } from '../utils/clock';

/** At most five reads per second in one run of the node, regardless of the number of tasks. */
const MIN_SPACING_MS = 200;

/** Limits the requests of one run: spaces reads, and pauses all requests while the API rate limits the run. */
export class RateLimiter {
	private nextSlotAt = 0;
	private pausedUntil = 0;

	constructor(private readonly clock: Clock) {}

	/** Pauses all requests for this time from now, ms. Never shortens a pause. */
	pauseFor(ms: number): void {
		this.pausedUntil = Math.max(this.pausedUntil, this.clock.now() + ms);
	}

	/** The remaining pause, ms; 0 if there is none. */
	get pausedForMs(): number {
		return Math.max(0, this.pausedUntil - this.clock.now());
	}

	/**
	 * Resolves with true when there is no pause. Resolves with false when the signal aborts, or if the
	 * pause lasts beyond the deadline (without a deadline: longer than 2 minutes).
	 *
	 * @param deadline clock time, ms
	 */
	async waitUntilResumed(signal: AbortSignal, deadline?: number): Promise<boolean> {
		while (this.pausedForMs > 0 && !signal.aborted) {
			const isTooLong = deadline === undefined && this.pausedForMs > MAX_PAUSE_MS;
			if (isTooLong || this.clock.now() >= (deadline ?? Infinity)) return false;
			await this.sleepUntil(Math.min(this.pausedUntil, deadline ?? Infinity), signal);
		}
		return !signal.aborted;
	}

	/** Like `waitUntilResumed`, and also waits for a slot: at most one every 200 ms. */
	async acquire(signal: AbortSignal, deadline?: number): Promise<boolean> {
		for (;;) {
			if (!(await this.waitUntilResumed(signal, deadline))) return false;
			const slotAt = Math.max(this.clock.now(), this.nextSlotAt);
			this.nextSlotAt = slotAt + MIN_SPACING_MS;
			await this.sleepUntil(slotAt, signal);
			if (signal.aborted) return false;
			// Another response may have paused the run while this caller waited for its slot.
			if (this.pausedForMs === 0) return true;
		}
	}

	/** Time until a request may be sent, ms: until the end of the pause or the next slot. */
	get readyInMs(): number {
		return Math.max(this.pausedForMs, this.nextSlotAt - this.clock.now(), 0);
	}

	/** Takes the slot for a request that is sent now. The next slot follows after the spacing, 200 ms by default. */
	takeSlot(spacingMs = MIN_SPACING_MS): void {
		this.nextSlotAt = this.clock.now() + spacingMs;
	}

	private async sleepUntil(timeMs: number, signal: AbortSignal): Promise<void> {
		await this.clock.sleep(Math.max(0, timeMs - this.clock.now()), signal);
	}
}
