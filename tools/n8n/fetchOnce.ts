/**
 * `fetch` over a new connection: a server closes a kept-alive one after a few seconds, on a busy machine
 * just as the next request starts.
 */
export const fetchOnce = async (
	url: string,
	init: RequestInit & { headers?: Record<string, string> } = {},
): Promise<Response> =>
	await fetch(url, { ...init, headers: { ...init.headers, connection: 'close' } });
