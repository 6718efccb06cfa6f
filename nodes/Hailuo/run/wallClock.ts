import { sleep } from 'n8n-workflow';

import type { Clock } from '../polling/clock';

export const wallClock: Clock = {
	now: () => Date.now(),
	random: () => Math.random(),
	async sleep(ms, signal) {
		// A signal of its own for each sleeper: Node warns of a leak when many listen to the same one.
		const own = signal && AbortSignal.any([signal]);
		// n8n's `sleep` rejects on a stop, and on older n8n it takes no signal at all.
		await sleep(Math.max(0, ms), own).catch(() => undefined);
	},
};
