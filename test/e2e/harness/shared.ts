/* eslint-disable @n8n/community-nodes/no-restricted-globals -- development code, never shipped */
import { n8nClient, type N8nClient } from './client';
import type { N8n } from './n8n';
import { openSession } from './session';

const VARIABLE = 'HAILUO_E2E_N8N';

/** Told by jest's global setup to the workers that run the test files. */
export function share({ url, cookie }: N8n): void {
	process.env[VARIABLE] = JSON.stringify({ url, cookie });
}

/** The one n8n, with our package in it, that serves all test files of this jest run. */
export function sharedN8n(): N8nClient {
	const shared = process.env[VARIABLE];
	if (!shared) throw new Error("No n8n is shared: run this file in jest's project `e2e`");
	const { url, cookie } = JSON.parse(shared) as Pick<N8n, 'url' | 'cookie'>;
	return n8nClient(url, openSession(url, cookie));
}
