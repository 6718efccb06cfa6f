/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development code, never shipped */
import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';

const POLL_MS = 20;

/** The lines of n8n's log that contain a text, as soon as there is one. */
export async function logLines(logFile: string, text: string): Promise<string[]> {
	for (;;) {
		const log = await readFile(logFile, 'utf8');
		// What comes behind the last line break may be half a line.
		const lines = log.split('\n').slice(0, -1);
		const found = lines.filter((line) => line.includes(text));
		if (found.length > 0) return found;
		await delay(POLL_MS);
	}
}
