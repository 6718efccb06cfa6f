/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development code, never shipped */
import { subscribe, unsubscribe } from 'node:diagnostics_channel';

/** Node publishes each HTTP request here when a client creates it. */
const CHANNEL = 'http.client.request.start';

/**
 * Counts the HTTP requests that this process sends, from `beforeAll` on. A request can be sent before
 * a Stop and arrive after it; what matters is when it was sent.
 *
 * @returns a function that returns the number so far
 */
export function sentRequests(): () => number {
	let sent = 0;
	const count = () => void (sent += 1);
	beforeAll(() => subscribe(CHANNEL, count));
	afterAll(() => void unsubscribe(CHANNEL, count));
	return () => sent;
}
