/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- development code, never shipped */
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** Git-ignored, in the repository's root: the videos of all runs, and n8n's log of the last one. */
export const output = join(__dirname, '..', '..', 'demo-output');
export const n8nLog = join(output, 'n8n.log');

export function prepareOutput(): void {
	mkdirSync(output, { recursive: true });
	rmSync(n8nLog, { force: true });
}
