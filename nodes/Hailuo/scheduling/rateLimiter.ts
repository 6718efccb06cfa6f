import { LONGEST_REST_MS } from '../transport/retryPolicy';
import type { Clock } from './clock';

/** At most five reads a second leave one run of the node, however many tasks it waits for. */
const SPACING_MS = 200;

/** The door that the requests of a run go through: reads one by one, and closed to all while the API asks for rest. */
export class Gate {
	private nextReadAt = 0;
	private closedUntil = 0;

	constructor(private readonly clock: Clock) {}

	/** Closes the gate for this many ms from now. */
	close(ms: number): void {
		this.closedUntil = Math.max(this.closedUntil, this.clock.now() + ms);
	}

	/** For how long it stays closed from now, ms; 0 where it is open. */
	get closedForMs(): number {
		return Math.max(0, this.closedUntil - this.clock.now());
	}

	/**
	 * Resolves with true when the gate is open; with false as soon as the signal aborts, or where it
	 * stays closed beyond the deadline. Without one, nobody waits for longer than 2 minutes.
	 *
	 * @param deadline a moment of the clock, ms
	 */
	async whenOpen(signal: AbortSignal, deadline?: number): Promise<boolean> {
		while (this.closedForMs > 0 && !signal.aborted) {
			const isHopeless = deadline === undefined && this.closedForMs > LONGEST_REST_MS;
			if (isHopeless || this.clock.now() >= (deadline ?? Infinity)) return false;
			await this.sleepUntil(Math.min(this.closedUntil, deadline ?? Infinity), signal);
		}
		return !signal.aborted;
	}

	/** The same, when it is the caller's turn to read. */
	async turnToRead(signal: AbortSignal, deadline?: number): Promise<boolean> {
		for (;;) {
			if (!(await this.whenOpen(signal, deadline))) return false;
			const turnAt = Math.max(this.clock.now(), this.nextReadAt);
			this.nextReadAt = turnAt + SPACING_MS;
			await this.sleepUntil(turnAt, signal);
			if (signal.aborted) return false;
			// Others' answers may have closed the gate while this caller stood in line.
			if (this.closedForMs === 0) return true;
		}
	}

	private async sleepUntil(moment: number, signal: AbortSignal): Promise<void> {
		await this.clock.sleep(Math.max(0, moment - this.clock.now()), signal);
	}
}
