/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development code, never shipped */
import { readFile } from 'node:fs/promises';
import { waitFor } from '../waitFor';

/** The lines of n8n's log that contain a text, once there is one. */
export async function logLines(logFile: string, text: string): Promise<string[]> {
	return await waitFor(`"${text}" in n8n's log`, async () => {
		const log = await readFile(logFile, 'utf8');
		// The text after the last line break may be an incomplete line.
		const lines = log.split('\n').slice(0, -1);
		const found = lines.filter((line) => line.includes(text));
		return found.length > 0 ? found : undefined;
	});
}
