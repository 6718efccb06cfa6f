import { sleep } from 'n8n-workflow';

import type { Clock } from '../utils/clock';

/** Node fires longer timers at once. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** Wall-clock time at the start of the process, ms since 1970. */
const STARTED_AT_MS = Date.now() - performance.now();

/** The clock for everything that waits. It is not the wall clock, which can be set or jump. */
export const systemClock: Clock = {
	now: () => STARTED_AT_MS + performance.now(),
	random: () => Math.random(),
	async sleep(ms, signal) {
		const time = Math.min(MAX_TIMER_MS, Math.max(0, ms));
		if (signal === undefined) return await sleep(time);
		// One signal per sleeper: Node warns of a leak when many listen to the same one.
		const own = AbortSignal.any([signal]);
		const awake = new AbortController();
		// n8n's `sleep` rejects on abort from 2.35 on; before, it ignores the signal.
		const slept = sleep(time, own).catch(() => undefined);
		await Promise.race([slept, aborted(own, awake.signal)]);
		awake.abort();
	},
};

/** @param unless aborts to remove the listener */
async function aborted(signal: AbortSignal, unless: AbortSignal): Promise<void> {
	if (signal.aborted) return;
	const once = { once: true, signal: unless };
	await new Promise((resolve) => signal.addEventListener('abort', resolve, once));
}
