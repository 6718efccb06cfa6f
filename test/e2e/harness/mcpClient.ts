import { openSession } from '../../../tools/n8n/session';
import type { SharedN8n } from './shared';

/** An AI assistant's connection to n8n's own MCP server, which knows the installed nodes. */
export interface McpClient {
	/** Calls a tool and returns its structured answer. */
	call<T>(tool: string, parameters: object): Promise<T>;
}

interface Answer<T> {
	error?: object;
	result?: { isError?: boolean; structuredContent: T };
}

/** Turns the MCP server on. */
export async function mcpClient({ url, cookie }: SharedN8n): Promise<McpClient> {
	const { call: rest } = openSession(url, cookie);
	await rest('PATCH', 'mcp/settings', { mcpAccessEnabled: true });
	const { apiKey } = await rest<{ apiKey: string }>('POST', 'mcp/api-key/rotate');
	return {
		async call<T>(name: string, parameters: object) {
			const response = await fetch(`${url}/mcp-server/http`, {
				method: 'POST',
				headers: {
					authorization: `Bearer ${apiKey}`,
					'content-type': 'application/json',
					accept: 'application/json, text/event-stream',
				},
				body: JSON.stringify({
					jsonrpc: '2.0',
					id: 1,
					method: 'tools/call',
					params: { name, arguments: parameters },
				}),
			});
			const text = await response.text();
			// One server-sent event, or JSON alone.
			const { result } = JSON.parse(text.replace(/^[^{]*/, '')) as Answer<T>;
			if (result === undefined || result.isError) throw new Error(`${name}: ${text}`);
			return result.structuredContent;
		},
	};
}
