import type { StartedRun } from '../../../tools/engine/engine';
import { measureOwnMs } from '../../../tools/stopwatch';

/** Stops a run, and waits for its end. Returns how long that took this process, in ms. */
export async function measureStopMs({ stop, result }: StartedRun): Promise<number> {
	return await measureOwnMs(async () => {
		stop();
		await result;
	});
}
