/* eslint-disable @n8n/community-nodes/no-restricted-globals -- development code, never shipped */
import { n8nClient, type N8nClient } from '../../../tools/n8n/client';
import type { N8n } from '../../../tools/n8n/n8n';
import { openSession } from '../../../tools/n8n/session';

const VARIABLE = 'HAILUO_E2E_N8N';

type Shared = Pick<N8n, 'url' | 'cookie' | 'logFile'>;

export type SharedN8n = N8nClient & Pick<N8n, 'logFile'>;

/** Called by jest's global setup: the workers that run the test files inherit the environment. */
export function share({ url, cookie, logFile }: Shared): void {
	process.env[VARIABLE] = JSON.stringify({ url, cookie, logFile });
}

/** The n8n with this package installed that all test files of a jest run share. */
export function sharedN8n(): SharedN8n {
	const shared = process.env[VARIABLE];
	if (!shared) throw new Error("No n8n is shared: run this file in jest's project `e2e`");
	const { url, cookie, logFile } = JSON.parse(shared) as Shared;
	return { ...n8nClient(url, openSession(url, cookie)), logFile };
}
