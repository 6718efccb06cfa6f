import fastify from 'fastify';

/** One response of the model: a text for the user, parallel tool calls, or an error with this message. */
export type Turn = { reply: string } | { calls: ToolCall[] } | { error: string };

export interface ToolCall {
	tool: string;
	args: Record<string, unknown>;
}

/** A tool as the model receives it. */
export interface ToolDefinition {
	name: string;
	description: string;
	/** JSON Schema of its arguments. */
	parameters: { properties: Record<string, { type: string; description?: string }> };
}

/** The input of the model at a turn. */
export interface ModelInput {
	tools: ToolDefinition[];
	/** The outputs of tools, oldest first. */
	toolOutputs: string[];
	/** The text of the last message, usually the user's. */
	lastMessage: string;
}

/** A turn may depend on the outputs of tools, as with a real model. */
export type Script = Array<Turn | ((input: ModelInput) => Turn)>;

interface ChatRequest {
	tools?: Array<{ function: ToolDefinition }>;
	messages: Array<{ role: string; content: unknown }>;
}

/** A chat model that returns scripted responses and records what it received. */
export type ScriptedModel = Awaited<ReturnType<typeof startScriptedModel>>;

/** Starts it on a free port of 127.0.0.1. A request beyond the script is rejected, which ends the agent. */
export async function startScriptedModel() {
	let script: Script = [];
	const inputs: ModelInput[] = [];
	const server = fastify({ forceCloseConnections: true });

	server.post<{ Body: ChatRequest }>('/v1/chat/completions', async ({ body }, reply) => {
		const now = inputOf(body);
		inputs.push(now);
		const next = script[inputs.length - 1] ?? { error: 'The script has no further turn' };
		const turn = typeof next === 'function' ? next(now) : next;
		if ('error' in turn) return await reply.code(400).send({ error: { message: turn.error } });
		return completion(turn, inputs.length);
	});

	const origin = await server.listen({ host: '127.0.0.1', port: 0 });
	return {
		/** Base URL of its OpenAI-compatible API (Chat Completions). */
		url: `${origin}/v1`,
		/** One entry for each turn so far. */
		inputs,
		/** Starts a new script: the next requests get its turns in order. */
		play(turns: Script): void {
			script = turns;
			inputs.length = 0;
		},
		close: async () => await server.close(),
	};
}

function inputOf({ tools = [], messages }: ChatRequest): ModelInput {
	const text = ({ content }: ChatRequest['messages'][number]) =>
		typeof content === 'string' ? content : JSON.stringify(content);
	return {
		tools: tools.map((tool) => tool.function),
		toolOutputs: messages.filter(({ role }) => role === 'tool').map(text),
		lastMessage: messages.slice(-1).map(text).join(),
	};
}

/** A response in the format of OpenAI's Chat Completions. */
function completion(turn: Exclude<Turn, { error: string }>, number: number) {
	const calls = 'calls' in turn ? turn.calls : undefined;
	const message = {
		role: 'assistant',
		content: 'reply' in turn ? turn.reply : null,
		tool_calls: calls?.map(({ tool, args }, index) => ({
			id: `call_${number}_${index}`,
			type: 'function',
			function: { name: tool, arguments: JSON.stringify(args) },
		})),
	};
	return {
		id: `chatcmpl-${number}`,
		object: 'chat.completion',
		created: 0,
		model: 'scripted',
		choices: [{ index: 0, message, finish_reason: calls ? 'tool_calls' : 'stop' }],
		usage: { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 },
	};
}
