import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';

/** An MCP client, as in an AI assistant. */
export interface McpClient {
	/** The server's instructions for assistants. */
	instructions?: string;
	/** The tools of the server, by name. */
	tools(): Promise<Record<string, { description?: string; inputSchema: object }>>;
	/** Calls a tool and returns the text of the response. */
	call(tool: string, args: Record<string, unknown>): Promise<string>;
	close(): Promise<void>;
}

/** Connects by Streamable HTTP; rejects if the server rejects the token. */
export async function connectMcpClient(url: string, token: string): Promise<McpClient> {
	const client = new Client({ name: 'assistant', version: '1.0.0' });
	const headers = { Authorization: `Bearer ${token}` };
	await client.connect(
		new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers } }),
	);
	return {
		instructions: client.getInstructions(),
		async tools() {
			const { tools } = await client.listTools();
			return Object.fromEntries(tools.map((tool) => [tool.name, tool]));
		},
		async call(name, args) {
			const { content } = await client.callTool({ name, arguments: args });
			return (content as Array<{ text?: string }>).map(({ text }) => text ?? '').join('');
		},
		close: async () => await client.close(),
	};
}
