import type { Fault } from '../transport/responseError';
import { asksForRest, MAX_TRIES, pauseMs, restIsTooLong } from '../transport/retryPolicy';
import type { Clock } from './clock';
import type { Gate } from './rateLimiter';

/** What all repeated requests of one run share. */
export interface Trying {
	clock: Clock;
	gate: Gate;
	signal: AbortSignal;
}

/**
 * Sends a request up to four times, with growing pauses, as long as its fault may be repeated.
 * A 429 holds up all requests of the run, and one that asks for more than 2 minutes ends the tries,
 * those of the others too: they would only wait for it.
 *
 * @param line where each try stands before it is sent; reads of a status stand in one of their own
 * @returns `stopped` where the run ended while nothing was under way
 */
export async function tryAgain<T extends object>(
	send: () => Promise<T | { fault: Fault }>,
	mayRepeat: (fault: Fault) => boolean,
	{ clock, gate, signal }: Trying,
	line: 'whenOpen' | 'turnToRead' = 'whenOpen',
): Promise<T | { fault: Fault } | { stopped: true }> {
	for (let tries = 1; ; tries += 1) {
		const isTurn = await gate[line](signal);
		if (signal.aborted) return { stopped: true };
		if (!isTurn) return { fault: restFor(gate.closedForMs) };
		const result = await send();
		if (!('fault' in result)) return result;

		const { fault } = result;
		const pause = pauseMs(tries, fault, () => clock.random());
		if (asksForRest(fault)) gate.close(pause);
		if (tries >= MAX_TRIES || restIsTooLong(fault) || !mayRepeat(fault)) return result;
		await clock.sleep(pause, signal);
	}
}

function restFor(ms: number): Fault {
	const message = 'The API has asked this run to leave it alone';
	return { kind: 'refused', status: 429, message, retryAfterMs: ms };
}
