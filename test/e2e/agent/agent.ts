import type { CredentialReference } from '../../../tools/n8n/credentials';
import type { Execution } from '../../../tools/n8n/execution';
import type { SimulatedN8n } from '../harness/simulatedN8n';
import type { NodeOptions } from '../../../tools/n8n/workflow';
import { agentWorkflow, type AgentTool } from '../../../tools/agent/agentWorkflow';
import {
	startScriptedModel,
	type ScriptedModel,
	type Script,
} from '../../../tools/agent/scriptedModel';

/** Node names; the model sees them with underscores. */
const CREATE = 'Create a video from text or images in Hailuo';
const STATUS = 'Get the status of a video in Hailuo';
const WAIT = 'Wait for a video in Hailuo';

/** The expression that the editor writes for a field that the model fills in. */
const byModel = (key: string, description: string, type = 'string') =>
	`={{ /*n8n-auto-generated-fromAI-override*/ $fromAI('${key}', \`${description}\`, '${type}') }}`;

interface AgentOptions {
	/** Parameters of Create besides the prompt. */
	create?: NodeOptions['parameters'];
	/** Settings of each tool node, such as onError. */
	settings?: Omit<NodeOptions, 'parameters'>;
	agentVersion?: number;
	/** Number of input items, which version 2 processes in parallel. */
	batchSize?: number;
	/** Settings of the agent node, such as retryOnFail. */
	agent?: Omit<NodeOptions, 'parameters'>;
}

/** An AI agent in the shared n8n, with Create, Get Status and Wait as its tools. */
export interface SimulatedAgent {
	readonly model: ScriptedModel;
	/** Runs the agent with a model that follows the script, and waits for the end. */
	run(script: Script, options?: AgentOptions): Promise<Execution>;
	/** Starts the same and returns the execution's ID. */
	start(script: Script, options?: AgentOptions): Promise<string>;
}

/** Starts the scripted model for a test file. */
export function simulatedAgent(hailuo: SimulatedN8n): SimulatedAgent {
	let model: ScriptedModel;
	let openAiApi: CredentialReference;

	beforeAll(async () => {
		model = await startScriptedModel();
		const data = { apiKey: 'none', url: model.url };
		openAiApi = await hailuo.n8n.createCredential({ name: 'Model', type: 'openAiApi', data });
	});
	afterAll(async () => await model.close());

	const start: SimulatedAgent['start'] = async (script, options = {}) => {
		const { create, settings, ...agentOptions } = options;
		const { credentials } = hailuo;
		const taskId = byModel('Task_ID', 'The taskId of the create');
		const tools: AgentTool[] = [
			{ name: CREATE, parameters: { prompt: byModel('Prompt', 'What happens in it'), ...create } },
			{ name: STATUS, parameters: { operation: 'getStatus', taskId } },
			{ name: WAIT, parameters: { operation: 'wait', taskId } },
		].map((tool) => ({ ...tool, ...settings, credentials }));
		model.play(script);
		const flow = agentWorkflow({ openAiApi, tools, ...agentOptions });
		const { id } = await hailuo.n8n.createWorkflow(flow);
		return await hailuo.n8n.startRun(id);
	};

	return {
		get model() {
			return model;
		},
		start,
		run: async (script, options) => await hailuo.n8n.waitForEnd(await start(script, options)),
	};
}

/** Tool calls for a script. */
export const createCall = (prompt: string) => ({
	tool: toolName(CREATE),
	args: { Prompt: prompt },
});
export const getStatusCall = (taskId: string) => ({
	tool: toolName(STATUS),
	args: { Task_ID: taskId },
});
export const waitCall = (taskId: string) => ({ tool: toolName(WAIT), args: { Task_ID: taskId } });

const toolName = (nodeName: string) => nodeName.replaceAll(' ', '_');
