import { createCall, getStatusCall, simulatedAgent, waitCall } from './agent/agent';
import type { ModelInput } from '../../tools/agent/scriptedModel';
import { simulatedN8n } from './harness/simulatedN8n';

const DONE = { reply: 'Done' };

/** The first task ID in the last tool response, as a model would find it. */
const taskIdIn = ({ toolOutputs }: ModelInput) =>
	/task-unified-[\w-]+/.exec(toolOutputs.at(-1) ?? '')?.[0] ?? 'none';

/** Version 3 runs tools as nodes of the execution, version 2 within the agent node. */
const AGENT_VERSIONS = [3.1, 2.2];

describe.each(AGENT_VERSIONS)('AI Agent (version %s) with the node as its tools', (version) => {
	const hailuo = simulatedN8n();
	const agent = simulatedAgent(hailuo);
	const agentVersion = version;

	it('gets a description of each tool with its purpose, cost and output', async () => {
		await agent.run([DONE], { agentVersion });

		const [{ tools }] = agent.model.inputs;
		const described = Object.fromEntries(tools.map((tool) => [tool.name, tool]));
		expect(described).toMatchObject({
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
	});

	it('creates a video and gets its URL in one call, without a file in the response', async () => {
		const execution = await agent.run([{ calls: [createCall('A paper boat')] }, DONE], {
			agentVersion,
		});

		const [{ id: taskId }] = hailuo.api.tasks;
		expect(execution.status).toBe('success');
		expect(JSON.parse(agent.model.inputs[1].toolOutputs[0])).toMatchObject([
			{ taskId, status: 'completed', videoUrl: expect.stringMatching(/^http/) },
		]);
		expect(hailuo.api.requestsTo('download')).toHaveLength(0);
	});

	it('creates a video without waiting, waits for it in a second call and reads its status', async () => {
		const execution = await agent.run(
			[
				{ calls: [createCall('A paper boat')] },
				(input) => ({ calls: [waitCall(taskIdIn(input))] }),
				(input) => ({ calls: [getStatusCall(taskIdIn(input))] }),
				DONE,
			],
			{ create: { waitForCompletion: false }, agentVersion },
		);

		const [{ id: taskId }] = hailuo.api.tasks;
		const answers = agent.model.inputs[3].toolOutputs.map((text) => JSON.parse(text));
		const completed = { taskId, status: 'completed', videoUrl: expect.stringMatching(/^http/) };
		expect(execution.status).toBe('success');
		expect(answers).toMatchObject([[{ taskId, status: 'pending' }], [completed], [completed]]);
		expect(hailuo.api.tasks).toHaveLength(1);
		expect(hailuo.api.requestsTo('download')).toHaveLength(0);
	});

	it('creates one video for each call of a turn, even for equal calls', async () => {
		await agent.run(
			[{ calls: [createCall('A boat'), createCall('A kite'), createCall('A boat')] }, DONE],
			{ agentVersion },
		);

		const answers = agent.model.inputs[1].toolOutputs.flatMap((text) => JSON.parse(text));
		expect(new Set(answers.map((item) => item.taskId)).size).toBe(3);
		expect(answers.map((item) => item.status)).toEqual(['completed', 'completed', 'completed']);
	});

	it.each([
		['its default', undefined],
		['Continue', 'continueRegularOutput'],
	] as const)(
		'gets cause and suggestion of an error, and continues (On Error: %s)',
		async (_, onError) => {
			hailuo.api.plan({
				promptIncludes: 'Forbidden',
				outcome: { code: 'content_policy_violation', message: 'Not allowed.' },
			});

			const { status } = await agent.run(
				[
					{
						calls: [createCall(''), createCall('Forbidden'), getStatusCall('task-unified-1-none')],
					},
					{ reply: 'I could not' },
				],
				{ settings: { onError }, agentVersion },
			);

			const [empty, forbidden, unknown] = agent.model.inputs[1].toolOutputs;
			expect(status).toBe('success');
			expect(empty).toMatch(/Prompt is empty/);
			expect(forbidden).toContain(hailuo.api.tasks[0].id);
			expect(forbidden).toMatch(/Not allowed.*Change it/s);
			expect(unknown).toMatch(/task-unified-1-none.*HTTP 404.*Check the task ID/s);
		},
	);

	it.each([
		['its default', undefined],
		['Continue', 'continueRegularOutput'],
	] as const)(
		'gets the paid video if it repeats a call after an error, and then a new one (On Error: %s)',
		async (_, onError) => {
			hailuo.api.fault({ on: 'read', times: 1, then: { status: 403 } });
			const call = { calls: [createCall('A paper boat')] };

			await agent.run([call, call, call, DONE], {
				settings: { onError },
				agentVersion,
			});

			const [failed, resumed, created] = agent.model.inputs[3].toolOutputs;
			const [first, second] = hailuo.api.tasks;
			expect(failed).toMatch(new RegExp(`${first.id} could not be read.*HTTP 403`));
			expect(JSON.parse(resumed)).toMatchObject([{ taskId: first.id, status: 'completed' }]);
			expect(JSON.parse(created)).toMatchObject([{ taskId: second.id, status: 'completed' }]);
			expect(hailuo.api.tasks).toHaveLength(2);
		},
	);

	it('pays for two videos if two equal parallel calls fail and both are repeated', async () => {
		hailuo.api.fault({ on: 'read', times: 2, then: { status: 403 } });
		const calls = [createCall('A paper boat'), createCall('A paper boat')];

		await agent.run([{ calls }, { calls }, DONE], { agentVersion });

		const { toolOutputs } = agent.model.inputs[2];
		const [failed, resumed] = [toolOutputs.slice(0, 2), toolOutputs.slice(2)];
		expect(failed).toEqual(Array(2).fill(expect.stringMatching(/could not be read.*HTTP 403/)));
		const videos = resumed.flatMap((text) => JSON.parse(text));
		expect(videos.map(({ status }) => status)).toEqual(['completed', 'completed']);
		expect(videos.map(({ taskId }) => taskId).sort()).toEqual([...hailuo.api.paidTaskIds].sort());
		expect(hailuo.api.tasks).toHaveLength(2);
	});

	it("pays once if the model fails after the call and the execution is retried with the editor's Retry", async () => {
		const call = { calls: [createCall('A paper boat')] };

		const { id, status } = await agent.run([call, { error: 'Overloaded' }, call, DONE], {
			agentVersion,
		});
		const retried = await hailuo.n8n.retry(id, 'original');

		const [{ id: taskId }] = hailuo.api.tasks;
		expect([status, retried.status]).toEqual(['error', 'success']);
		expect(JSON.parse(agent.model.inputs[3].toolOutputs[0])).toMatchObject([
			{ taskId, status: 'completed' },
		]);
		expect(hailuo.api.tasks).toHaveLength(1);
	});

	it('does not pay again if it repeats a call whose create has an unknown outcome', async () => {
		hailuo.api.fault({ on: 'create', then: { reset: 'afterAccepted' } });

		await agent.run(
			[{ calls: [createCall('A paper boat')] }, { calls: [createCall('A paper boat')] }, DONE],
			{ agentVersion },
		);

		const [first, second] = agent.model.inputs[2].toolOutputs;
		expect(first).toMatch(/may have been accepted.*to avoid a double charge/s);
		expect(second).toMatch(/may have been accepted/);
		expect(hailuo.api.requestsTo('create')).toHaveLength(1);
	});

	it('is cancelled when the execution is stopped', async () => {
		hailuo.api.plan({ durationMs: 600_000, estimatedTimeS: 1 });
		const id = await agent.start([{ calls: [createCall('A paper boat')] }, DONE], {
			agentVersion,
		});
		await hailuo.api.waitForRequest('read', 2);

		await hailuo.n8n.stopExecution(id);

		expect((await hailuo.n8n.waitForEnd(id)).status).toBe('canceled');
		expect(agent.model.inputs).toHaveLength(1);
	});
});

describe('AI Agent (version 2.2) with batch processing', () => {
	const hailuo = simulatedN8n();
	const agent = simulatedAgent(hailuo);

	it('creates one video for each item, even if the provider honors Idempotency-Key', async () => {
		const turn = ({ toolOutputs }: ModelInput) =>
			toolOutputs.length > 0 ? DONE : { calls: [createCall('A paper boat')] };

		await agent.run(Array(4).fill(turn), { agentVersion: 2.2, batchSize: 2 });

		const keys = hailuo.api.requestsTo('create').map(({ headers }) => headers['idempotency-key']);
		expect(keys).toHaveLength(2);
		expect(new Set(keys).size).toBe(2);
		expect(hailuo.api.tasks).toHaveLength(2);
	});
});

describe('AI Agent with Retry On Fail', () => {
	const hailuo = simulatedN8n();
	const agent = simulatedAgent(hailuo);

	it('does not create the video again if the model failed after the call', async () => {
		const call = { calls: [createCall('A paper boat')] };

		const { status } = await agent.run(
			[call, { error: 'Overloaded' }, ({ toolOutputs }) => (toolOutputs.length > 0 ? DONE : call)],
			{ agent: { retryOnFail: true, maxTries: 2, waitBetweenTries: 10 } },
		);

		expect(status).toBe('success');
		expect(hailuo.api.tasks).toHaveLength(1);
	});
});
