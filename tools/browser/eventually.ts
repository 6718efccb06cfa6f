/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development code, never shipped */
import { setTimeout as delay } from 'node:timers/promises';

const TIMEOUT_MS = 90_000;
const PAUSE_MS = 50;

/** Repeats the expectations until all hold, since the editor renders asynchronously; rejects with the last failure. */
export async function eventually(expectations: () => Promise<void>): Promise<void> {
	for (const end = Date.now() + TIMEOUT_MS; ; await delay(PAUSE_MS)) {
		const failure = await expectations().then(
			() => undefined,
			(error: Error) => error,
		);
		if (failure === undefined) return;
		if (Date.now() >= end) throw failure;
	}
}
