import { agentWorkflow, type AgentTool } from '../../tools/agent/agentWorkflow';
import {
	startScriptedModel,
	type ModelInput,
	type ScriptedModel,
	type Script,
} from '../../tools/agent/scriptedModel';
import type { CredentialReference } from '../../tools/n8n/credentials';
import type { Execution } from '../../tools/n8n/execution';
import type { NodeOptions } from '../../tools/n8n/workflow';
import { simulatedN8n, type SimulatedN8n } from './harness/simulatedN8n';

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
interface SimulatedAgent {
	readonly model: ScriptedModel;
	/** Runs the agent with a model that follows the script, and waits for the end. */
	run(script: Script, options?: AgentOptions): Promise<Execution>;
	/** Starts the same and returns the execution's ID. */
	start(script: Script, options?: AgentOptions): Promise<string>;
}

/** Starts the scripted model for a test file. */
function simulatedAgent(hailuo: SimulatedN8n): SimulatedAgent {
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
const createCall = (prompt: string) => ({
	tool: toolName(CREATE),
	args: { Prompt: prompt },
});
const getStatusCall = (taskId: string) => ({
	tool: toolName(STATUS),
	args: { Task_ID: taskId },
});
const waitCall = (taskId: string) => ({ tool: toolName(WAIT), args: { Task_ID: taskId } });

const toolName = (nodeName: string) => nodeName.replaceAll(' ', '_');

const DONE = { reply: 'Done' };

/** The first task ID in the last tool response, as a model would find it. */
const taskIdIn = ({ toolOutputs }: ModelInput) =>
	/task-unified-[\w-]+/.exec(toolOutputs.at(-1) ?? '')?.[0] ?? 'none';

const CALL = { calls: [createCall('A paper boat')] };

const hailuo = simulatedN8n();
const agent = simulatedAgent(hailuo);
const responses = (turn: number) => agent.model.inputs[turn].toolOutputs;

/** Version 3 runs tools as nodes of the execution, version 2 within the agent node. */
describe.each([3.1, 2.2])('AI Agent (version %s) with the node as its tools', (agentVersion) => {
	it.each([
		['its default', undefined],
		['Continue', 'continueRegularOutput'],
	] as const)(
		'gets the paid video if it repeats a call after an error, and then a new one (On Error: %s)',
		async (_, onError) => {
			hailuo.api.fault({ on: 'read', times: 1, then: { status: 403 } });

			await agent.run([CALL, CALL, CALL, DONE], { settings: { onError }, agentVersion });

			const [failed, resumed, created] = responses(3);
			const [first, second] = hailuo.api.tasks;
			expect(failed).toMatch(new RegExp(`${first.id} could not be read.*HTTP 403`));
			expect(JSON.parse(resumed)).toMatchObject([{ taskId: first.id, status: 'completed' }]);
			expect(JSON.parse(created)).toMatchObject([{ taskId: second.id, status: 'completed' }]);
			expect(hailuo.api.tasks).toHaveLength(2);
		},
	);

	it('creates one video for each call of a turn, even for equal calls, and pays once for each if they fail and are repeated', async () => {
		hailuo.api.fault({ on: 'read', times: 2, then: { status: 403 } });
		const calls = ['A boat', 'A boat'].map(createCall);
		const again = [...calls, createCall('A kite')];

		await agent.run([{ calls }, { calls: again }, DONE], { agentVersion });

		const [failed, repeated] = [responses(2).slice(0, 2), responses(2).slice(2)];
		expect(failed).toEqual(Array(2).fill(expect.stringMatching(/could not be read.*HTTP 403/)));
		const videos = repeated.flatMap((text) => JSON.parse(text));
		expect(videos.map(({ status }) => status)).toEqual(Array(3).fill('completed'));
		expect(videos.map(({ taskId }) => taskId).sort()).toEqual([...hailuo.api.paidTaskIds].sort());
		expect(hailuo.api.tasks).toHaveLength(3);
	});

	it("pays once if the model fails after the call and the execution is retried with the editor's Retry", async () => {
		const { id, status } = await agent.run([CALL, { error: 'Overloaded' }, CALL, DONE], {
			agentVersion,
		});
		const retried = await hailuo.n8n.retry(id, 'original');

		const [{ id: taskId }] = hailuo.api.tasks;
		expect([status, retried.status]).toEqual(['error', 'success']);
		expect(JSON.parse(responses(3)[0])).toMatchObject([{ taskId, status: 'completed' }]);
		expect(hailuo.api.tasks).toHaveLength(1);
	});

	it('does not pay again if it repeats a call whose create has an unknown outcome', async () => {
		hailuo.api.fault({ on: 'create', then: { reset: 'afterAccepted' } });
		// A list would be read twice, 10 s apart.
		hailuo.api.fault({ on: 'list', times: 'always', then: { status: 404 } });

		await agent.run([CALL, CALL, DONE], { agentVersion });

		const [first, second] = responses(2);
		expect(first).toMatch(/may have been accepted.*to avoid a double charge/s);
		expect(second).toMatch(/may have been accepted/);
		expect(hailuo.api.requestsTo('create')).toHaveLength(1);
	});

	it('is cancelled when the execution is stopped', async () => {
		hailuo.api.plan({ durationMs: 600_000, estimatedTimeS: 1 });
		const id = await agent.start([CALL, DONE], { agentVersion });
		await hailuo.api.waitForRequest('read', 2);

		await hailuo.n8n.stopExecution(id);

		expect((await hailuo.n8n.waitForEnd(id)).status).toBe('canceled');
		expect(agent.model.inputs).toHaveLength(1);
	});
});

describe('AI Agent', () => {
	/** Calls the tool unless it has already got its response. */
	const callOnce = ({ toolOutputs }: ModelInput) => (toolOutputs.length > 0 ? DONE : CALL);

	it('gets the purpose, cost and output of each tool; creates a video without waiting, waits for it in a second call and reads its status, but gets no file', async () => {
		// Completed when it is read.
		hailuo.api.plan({ durationMs: 20 });
		await agent.run(
			[
				CALL,
				(input) => ({ calls: [waitCall(taskIdIn(input))] }),
				(input) => ({ calls: [getStatusCall(taskIdIn(input))] }),
				DONE,
			],
			{ create: { waitForCompletion: false } },
		);

		const [{ tools }] = agent.model.inputs;
		expect(Object.fromEntries(tools.map((tool) => [tool.name, tool]))).toMatchObject({
			Create_a_video_from_text_or_images_in_Hailuo: {
				description: expect.stringMatching(
					/Every call costs money.*1 to 10 minutes.*videoUrl.*24 hours/,
				),
				parameters: {
					properties: { Prompt: { type: 'string', description: 'What happens in it' } },
				},
			},
			Get_the_status_of_a_video_in_Hailuo: {
				description: expect.stringMatching(/task ID.*Costs nothing.*"completed".*videoUrl/),
				parameters: { properties: { Task_ID: { type: 'string' } } },
			},
			Wait_for_a_video_in_Hailuo: {
				description: expect.stringMatching(/^Wait until.*videoUrl.*Costs nothing/),
			},
		});
		const [{ id: taskId }] = hailuo.api.tasks;
		const completed = { taskId, status: 'completed', videoUrl: expect.stringMatching(/^http/) };
		expect(responses(3).map((text) => JSON.parse(text))).toMatchObject([
			[{ taskId, status: 'pending' }],
			[completed],
			[completed],
		]);
		expect(hailuo.api.tasks).toHaveLength(1);
		expect(hailuo.api.requestsTo('download')).toHaveLength(0);
	});

	it('gets cause and suggestion of each error, and continues', async () => {
		hailuo.api.plan({
			promptIncludes: 'Forbidden',
			outcome: { code: 'content_policy_violation', message: 'Not allowed.' },
		});
		const calls = [createCall(''), createCall('Forbidden'), getStatusCall('task-unified-1-none')];

		const { status } = await agent.run([{ calls }, DONE]);

		const [empty, forbidden, unknown] = responses(1);
		expect(status).toBe('success');
		expect(empty).toMatch(/Prompt is empty/);
		expect(forbidden).toContain(hailuo.api.tasks[0].id);
		expect(forbidden).toMatch(/Not allowed.*Change it/s);
		expect(unknown).toMatch(/task-unified-1-none.*HTTP 404.*Check the task ID/s);
	});

	it('with batch processing creates one video for each item, even if the provider honors Idempotency-Key', async () => {
		await agent.run(Array(4).fill(callOnce), { agentVersion: 2.2, batchSize: 2 });

		const keys = hailuo.api.requestsTo('create').map(({ headers }) => headers['idempotency-key']);
		expect(keys).toHaveLength(2);
		expect(new Set(keys).size).toBe(2);
		expect(hailuo.api.tasks).toHaveLength(2);
	});

	it('with Retry On Fail does not create the video again if the model failed after the call', async () => {
		const { status } = await agent.run([CALL, { error: 'Overloaded' }, callOnce], {
			agent: { retryOnFail: true, maxTries: 2, waitBetweenTries: 10 },
		});

		expect(status).toBe('success');
		expect(hailuo.api.tasks).toHaveLength(1);
	});
});
