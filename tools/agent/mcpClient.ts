import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';

/** An MCP client, as in an AI assistant. */
export type McpClient = Awaited<ReturnType<typeof connectMcpClient>>;

/** Connects by Streamable HTTP; rejects if the server rejects the token. */
export async function connectMcpClient(url: string, token: string) {
	const client = new Client({ name: 'assistant', version: '1.0.0' });
	const requestInit = { headers: { Authorization: `Bearer ${token}` } };
	await client.connect(new StreamableHTTPClientTransport(new URL(url), { requestInit }));
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
