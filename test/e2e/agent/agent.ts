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

/** Names that the model sees with underscores. */
const CREATE = 'Create a video in Hailuo';
const STATUS = 'Get the status of a video in Hailuo';
const WAIT = 'Wait for a video in Hailuo';

/** As the editor writes it where a field is left to the model. */
const byModel = (key: string, description: string, type = 'string') =>
	`={{ /*n8n-auto-generated-fromAI-override*/ $fromAI('${key}', \`${description}\`, '${type}') }}`;

interface Wishes {
	/** Laid over the parameters of Create. */
	create?: NodeOptions['parameters'];
	/** Settings of each tool: onError, … */
	settings?: Omit<NodeOptions, 'parameters'>;
	agentVersion?: number;
	/** Settings of the agent itself: retryOnFail, … */
	agent?: Omit<NodeOptions, 'parameters'>;
}

/** An AI agent in the shared n8n, with Create, Get Status and Wait as its tools. */
export interface SimulatedAgent {
	readonly model: ScriptedModel;
	/** Saves the workflow and lets the agent run with a model that follows the script. */
	run(script: Script, wishes?: Wishes): Promise<Execution>;
	/** The same without waiting for the end; gives the execution's ID. */
	start(script: Script, wishes?: Wishes): Promise<string>;
}

/** Starts the scripted model for a test file, beside the simulator. */
export function simulatedAgent(hailuo: SimulatedN8n): SimulatedAgent {
	let model: ScriptedModel;
	let openAiApi: CredentialReference;

	beforeAll(async () => {
		model = await startScriptedModel();
		const data = { apiKey: 'none', url: model.url };
		openAiApi = await hailuo.n8n.createCredential({ name: 'Model', type: 'openAiApi', data });
	});
	afterAll(async () => await model.close());

	const start: SimulatedAgent['start'] = async (script, wishes = {}) => {
		const { create, settings, agentVersion, agent } = wishes;
		const { credentials } = hailuo;
		const taskId = byModel('Task_ID', 'The taskId of the create');
		const tools: AgentTool[] = [
			{ name: CREATE, parameters: { prompt: byModel('Prompt', 'What happens in it'), ...create } },
			{ name: STATUS, parameters: { operation: 'getStatus', taskId } },
			{ name: WAIT, parameters: { operation: 'wait', taskId } },
		].map((tool) => ({ ...tool, ...settings, credentials }));
		model.play(script);
		const flow = agentWorkflow({ openAiApi, tools, agent, agentVersion });
		const { id } = await hailuo.n8n.createWorkflow(flow);
		return await hailuo.n8n.startRun(id);
	};

	return {
		get model() {
			return model;
		},
		start,
		run: async (script, wishes) => await hailuo.n8n.ended(await start(script, wishes)),
	};
}

/** Calls that a script makes of the tools. */
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
