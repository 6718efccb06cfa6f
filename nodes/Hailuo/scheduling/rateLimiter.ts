import { MAX_PAUSE_MS } from '../transport/retryPolicy';
import type { Clock } from './clock';

/** At most five reads a second leave one run of the node, however many tasks it waits for. */
const MIN_SPACING_MS = 200;

/** The door that the requests of a run go through: reads one by one, and closed to all while the API asks for rest. */
export class RateLimiter {
	private nextSlotAt = 0;
	private pausedUntil = 0;

	constructor(private readonly clock: Clock) {}

	/** Closes the gate for this many ms from now. */
	pauseFor(ms: number): void {
		this.pausedUntil = Math.max(this.pausedUntil, this.clock.now() + ms);
	}

	/** For how long it stays closed from now, ms; 0 where it is open. */
	get pausedForMs(): number {
		return Math.max(0, this.pausedUntil - this.clock.now());
	}

	/**
	 * Resolves with true when the gate is open; with false as soon as the signal aborts, or where it
	 * stays closed beyond the deadline. Without one, nobody waits for longer than 2 minutes.
	 *
	 * @param deadline a moment of the clock, ms
	 */
	async waitUntilResumed(signal: AbortSignal, deadline?: number): Promise<boolean> {
		while (this.pausedForMs > 0 && !signal.aborted) {
			const isHopeless = deadline === undefined && this.pausedForMs > MAX_PAUSE_MS;
			if (isHopeless || this.clock.now() >= (deadline ?? Infinity)) return false;
			await this.sleepUntil(Math.min(this.pausedUntil, deadline ?? Infinity), signal);
		}
		return !signal.aborted;
	}

	/** The same, when it is the caller's turn to read. */
	async acquire(signal: AbortSignal, deadline?: number): Promise<boolean> {
		for (;;) {
			if (!(await this.waitUntilResumed(signal, deadline))) return false;
			const turnAt = Math.max(this.clock.now(), this.nextSlotAt);
			this.nextSlotAt = turnAt + MIN_SPACING_MS;
			await this.sleepUntil(turnAt, signal);
			if (signal.aborted) return false;
			// Others' answers may have closed the gate while this caller stood in line.
			if (this.pausedForMs === 0) return true;
		}
	}

	private async sleepUntil(moment: number, signal: AbortSignal): Promise<void> {
		await this.clock.sleep(Math.max(0, moment - this.clock.now()), signal);
	}
}
