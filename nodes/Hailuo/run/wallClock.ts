import { sleep } from 'n8n-workflow';

import type { Clock } from '../polling/clock';

/** Timers that are set for longer go off at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

export const wallClock: Clock = {
	now: () => Date.now(),
	random: () => Math.random(),
	async sleep(ms, signal) {
		// A signal of its own for each sleeper: Node warns of a leak when many listen to the same one.
		const own = signal && AbortSignal.any([signal]);
		// n8n's `sleep` rejects on a stop, and on older n8n it takes no signal at all.
		await sleep(Math.min(LONGEST_TIMER_MS, Math.max(0, ms)), own).catch(() => undefined);
	},
};
