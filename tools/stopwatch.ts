/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- development code, never shipped */
import { setTimeout as delay } from 'node:timers/promises';
import { fetchOnce } from './n8n/fetchOnce';

const STEP_MS = 10;
const N8N_STEP_MS = 50;

/**
 * Runs a function and returns how long this process waited or computed meanwhile, in ms. Unlike a
 * clock, it does not count the time in which the operating system ran other programs, so that a limit
 * holds on a busy machine, too.
 */
export async function measureOwnMs(run: () => Promise<unknown>): Promise<number> {
	let steps = 0;
	// However late a step is, it counts as one.
	const timer = setInterval(() => (steps += 1), STEP_MS);
	const cpuBefore = process.cpuUsage();
	try {
		await run();
	} finally {
		clearInterval(timer);
	}
	const { user, system } = process.cpuUsage(cpuBefore);
	// A long computation delays the steps.
	return Math.max(steps * STEP_MS, (user + system) / 1_000);
}

/** The same for the process of an n8n: a step ends when n8n has answered a request. */
export async function measureN8nMs(url: string, run: () => Promise<unknown>): Promise<number> {
	let steps = 0;
	let isRunning = true;
	const counting = (async () => {
		for (; isRunning; steps += 1) {
			await delay(N8N_STEP_MS);
			await fetchOnce(`${url}/healthz`);
		}
	})();
	try {
		await run();
	} finally {
		isRunning = false;
		await counting;
	}
	return steps * N8N_STEP_MS;
}
