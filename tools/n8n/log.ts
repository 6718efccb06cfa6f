/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development code, never shipped */
import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';

const POLL_MS = 20;
const TIMEOUT_MS = 150_000;

/** The lines of n8n's log that contain a text, once there is one; rejects after 150 s. */
export async function logLines(logFile: string, text: string): Promise<string[]> {
	const end = Date.now() + TIMEOUT_MS;
	for (;;) {
		const log = await readFile(logFile, 'utf8');
		// The text after the last line break may be an incomplete line.
		const lines = log.split('\n').slice(0, -1);
		const found = lines.filter((line) => line.includes(text));
		if (found.length > 0) return found;
		if (Date.now() >= end) throw new Error(`n8n's log does not say: ${text}`);
		await delay(POLL_MS);
	}
}
