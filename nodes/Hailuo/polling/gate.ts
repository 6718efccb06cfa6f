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

	/** Resolves when the gate is open, or as soon as the signal aborts. */
	async whenOpen(signal: AbortSignal): Promise<void> {
		while (this.closedUntil > this.clock.now() && !signal.aborted) {
			await this.clock.sleep(this.closedUntil - this.clock.now(), signal);
		}
	}

	/** Resolves when it is the caller's turn to read, or as soon as the signal aborts. */
	async turnToRead(signal: AbortSignal): Promise<void> {
		await this.whenOpen(signal);
		const turnAt = Math.max(this.clock.now(), this.nextReadAt);
		this.nextReadAt = turnAt + SPACING_MS;
		await this.clock.sleep(turnAt - this.clock.now(), signal);
		// Others' answers may have closed the gate while this caller stood in line.
		if (this.closedUntil > this.clock.now() && !signal.aborted) await this.turnToRead(signal);
	}
}
