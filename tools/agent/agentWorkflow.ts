import type { CredentialReference } from '../n8n/credentials';
import { workflow, type NodeOptions, type WorkflowJson } from '../n8n/workflow';

/** A tool of the agent: the Hailuo node in its tool variant, with this name. */
export type AgentTool = NodeOptions & { name: string };

interface AgentFlow {
	openAiApi: CredentialReference;
	tools: AgentTool[];
	/** Settings of the agent node, such as retryOnFail. */
	agent?: Omit<NodeOptions, 'parameters'>;
	/** Version 3 runs tools as nodes of the execution, version 2 within the agent node. */
	agentVersion?: number;
	/** Number of input items of the agent, which version 2 processes in parallel. Default: one item, no batch. */
	batchSize?: number;
}

/** Manual Trigger → AI Agent, with a chat model and Hailuo tools connected to it. */
export function agentWorkflow({
	openAiApi,
	tools,
	agent,
	agentVersion = 3.1,
	batchSize = 1,
}: AgentFlow): WorkflowJson {
	const flow = workflow('Agent')
		.manualTrigger(Array.from({ length: batchSize }, () => ({})))
		.node('AI Agent', '@n8n/n8n-nodes-langchain.agent', {
			typeVersion: agentVersion,
			parameters: {
				promptType: 'define',
				text: 'Make me a video',
				...(batchSize > 1 && { options: { batching: { batchSize } } }),
			},
			...agent,
		})
		// As in every workflow that the editor creates. Without it the agent continues before its tools have run.
		.settings({ executionOrder: 'v1' })
		.build();
	const connectToAgent = (
		name: string,
		type: string,
		connection: 'ai_languageModel' | 'ai_tool',
		options: NodeOptions,
	) => {
		flow.nodes.push({
			id: name,
			name,
			type,
			typeVersion: 1,
			position: [flow.nodes.length * 240, 240],
			parameters: {},
			...options,
		});
		flow.connections[name] = { [connection]: [[{ node: 'AI Agent', type: connection, index: 0 }]] };
	};
	connectToAgent('Model', '@n8n/n8n-nodes-langchain.lmChatOpenAi', 'ai_languageModel', {
		// Later versions use OpenAI's Responses API by default.
		typeVersion: 1.2,
		parameters: {
			model: { __rl: true, mode: 'id', value: 'scripted' },
			options: { maxRetries: 0 },
		},
		credentials: { openAiApi },
	});
	for (const { name, ...options } of tools) {
		connectToAgent(name, 'n8n-nodes-hailuo.hailuoTool', 'ai_tool', options);
	}
	return flow;
}
