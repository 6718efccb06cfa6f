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

	/** Resolves when the gate is open, or as soon as the signal aborts. */
	async whenOpen(signal: AbortSignal): Promise<void> {
		while (this.closedUntil > this.clock.now() && !signal.aborted) {
			await this.sleepUntil(this.closedUntil, signal);
		}
	}

	/**
	 * Resolves with true when it is the caller's turn to read; with false as soon as the signal
	 * aborts, or at the deadline where the gate stays closed for longer.
	 *
	 * @param deadline a moment of the clock, ms
	 */
	async turnToRead(signal: AbortSignal, deadline = Infinity): Promise<boolean> {
		for (;;) {
			if (this.closedUntil > Math.max(deadline, this.clock.now())) {
				await this.sleepUntil(deadline, signal);
				return false;
			}
			await this.whenOpen(signal);
			const turnAt = Math.max(this.clock.now(), this.nextReadAt);
			this.nextReadAt = turnAt + SPACING_MS;
			await this.sleepUntil(turnAt, signal);
			if (signal.aborted) return false;
			// Others' answers may have closed the gate while this caller stood in line.
			if (this.closedUntil <= this.clock.now()) return true;
		}
	}

	private async sleepUntil(moment: number, signal: AbortSignal): Promise<void> {
		await this.clock.sleep(Math.max(0, moment - this.clock.now()), signal);
	}
}
