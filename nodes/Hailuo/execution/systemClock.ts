import { sleep } from 'n8n-workflow';

import { aborted, type Clock } from '../utils/clock';

/** Node fires longer timers immediately. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** Wall-clock time at the start of the process, ms since 1970. */
const STARTED_AT_MS = Date.now() - performance.now();

/** The monotonic clock for everything that waits. The wall clock can be set or jump. */
export const systemClock: Clock = {
	now: () => STARTED_AT_MS + performance.now(),
	random: () => Math.random(),
	async sleep(ms, signal) {
		const time = Math.min(MAX_TIMER_MS, Math.max(0, ms));
		if (signal === undefined) return await sleep(time);
		// One signal per call: Node warns of a leak if a signal has many listeners.
		const done = new AbortController();
		const ownSignal = AbortSignal.any([signal, done.signal]);
		// n8n's `sleep` rejects on abort since 2.35; older versions ignore the signal.
		const slept = sleep(time, ownSignal).catch(() => undefined);
		await Promise.race([slept, aborted(ownSignal)]);
		done.abort();
	},
};
