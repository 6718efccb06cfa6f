/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development code, never shipped */
import { setTimeout as delay } from 'node:timers/promises';

/** Long, since the machine may be busy. */
const TIMEOUT_MS = 150_000;
const MIN_PAUSE_MS = 50;
const MAX_PAUSE_MS = 1_000;

/**
 * Asks until the answer is not undefined, and returns it; rejects after the timeout with what was
 * awaited. The pauses are a tenth of the time waited so far: n8n itself needs CPU time to respond, which
 * many requests would take from it.
 */
export async function waitFor<T>(
	what: string,
	ask: () => Promise<T | undefined>,
	timeoutMs = TIMEOUT_MS,
): Promise<T> {
	for (const startedAt = Date.now(); ; ) {
		const answer = await ask();
		if (answer !== undefined) return answer;
		const waitedMs = Date.now() - startedAt;
		if (waitedMs >= timeoutMs) throw new Error(`Waited ${timeoutMs / 1000} s for ${what}`);
		await delay(Math.min(Math.max(waitedMs / 10, MIN_PAUSE_MS), MAX_PAUSE_MS));
	}
}
