import { connectMcpClient, type McpClient } from '../../../tools/agent/mcpClient';
import { openSession } from '../../../tools/n8n/session';
import type { SharedN8n } from './shared';

/** Enables n8n's own MCP server, which knows the installed nodes, and connects to it. */
export async function connectToN8nMcp({ url, cookie }: SharedN8n): Promise<McpClient> {
	const { call } = openSession(url, cookie);
	await call('PATCH', 'mcp/settings', { mcpAccessEnabled: true });
	const { apiKey } = await call<{ apiKey: string }>('POST', 'mcp/api-key/rotate');
	return await connectMcpClient(`${url}/mcp-server/http`, apiKey);
}
