import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';

import { fetchOnce } from '../n8n/fetchOnce';

/** An MCP client, as in an AI assistant. */
export type McpClient = Awaited<ReturnType<typeof connectMcpClient>>;

/** Connects by Streamable HTTP; rejects if the server rejects the token. */
export async function connectMcpClient(url: string, token: string) {
	const client = new Client({ name: 'assistant', version: '1.0.0' });
	const transport = new StreamableHTTPClientTransport(new URL(url), {
		requestInit: { headers: { Authorization: `Bearer ${token}` } },
		fetch: async (target, init) => {
			const headers = Object.fromEntries(new Headers(init?.headers));
			return await fetchOnce(String(target), { ...init, headers });
		},
	});
	await client.connect(transport);
	return {
		/** The server's instructions for assistants. */
		instructions: client.getInstructions(),
		/** The tools of the server, by name. */
		async tools() {
			const { tools } = await client.listTools();
			return Object.fromEntries(tools.map((tool) => [tool.name, tool]));
		},
		/** Calls a tool and returns the text of the response. */
		async call(name: string, args: Record<string, unknown>): Promise<string> {
			const { content } = await client.callTool({ name, arguments: args });
			return (content as Array<{ text?: string }>).map(({ text }) => text ?? '').join('');
		},
		close: async () => await client.close(),
	};
}
