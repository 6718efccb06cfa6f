import { startScriptedModel, type ScriptedModel } from '../../../tools/agent/scriptedModel';
import { simulatedN8n } from '../harness/simulatedN8n';
import { exampleOf } from './harness/example';
import { press, startMailbox, type Mailbox } from './harness/mailbox';

const hailuo = simulatedN8n();
const example = exampleOf(hailuo);

let model: ScriptedModel;
let mailbox: Mailbox;
beforeAll(async () => (model = await startScriptedModel()));
beforeEach(async () => (mailbox = await startMailbox()));
afterEach(async () => await mailbox.close());
afterAll(async () => await model.close());

const CHAT = 'When a chat message comes';
const PROMPT = 'A paper boat sails down a rainy street';
/** n8n gives the model a schema of the tool's arguments and of those of the human review. */
const args = { toolParameters: { Prompt: PROMPT }, hitlParameters: {} };
const CREATE = { calls: [{ tool: 'Create_a_video', args }] };

/** Sends a chat message that requests a video. */
async function ask() {
	await example.addCredential('openAiApi', { apiKey: 'test', url: model.url });
	await example.addCredential('smtp', mailbox.credential);
	const { id } = await example.importWorkflow({
		// The scripted model has only the older of OpenAI's two APIs.
		standIns: {
			OpenAI: ({ parameters }) => ({ parameters: { ...parameters, responsesApiEnabled: false } }),
		},
		pinData: { [CHAT]: [{ json: { sessionId: 'one', chatInput: 'A paper boat, please' } }] },
	});
	return await hailuo.n8n.startRun(id, { trigger: CHAT });
}

it('Example 15 creates a video for the agent after a person has approved its prompt', async () => {
	model.play([
		CREATE,
		({ toolOutputs }) => ({
			reply: `Here it is: ${/"videoUrl":"([^"]*)"/.exec(toolOutputs[0])?.[1]}`,
		}),
	]);

	const id = await ask();

	expect(await hailuo.n8n.waitUntilWaiting(id)).toMatchObject({ status: 'waiting' });
	const create = model.inputs[0].tools.find(({ name }) => name === 'Create_a_video');
	expect(create?.parameters.properties).toMatchObject({
		toolParameters: { properties: { Prompt: { type: 'string' } } },
		hitlParameters: {},
	});
	const [mail] = mailbox.mails;
	expect(mail).toMatchObject({ to: 'approver@example.com', subject: 'Approve a video?' });
	expect(mail.body).toContain(`Prompt: ${PROMPT}`);
	expect(hailuo.api.requests).toEqual([]);

	await press('Approve', mail);

	const execution = await hailuo.n8n.waitForEnd(id);
	expect(execution.error).toBeUndefined();
	const [task] = hailuo.api.tasks;
	expect(task.request.prompt).toBe(PROMPT);
	expect(execution.items('Agent')[0].json.output).toBe(`Here it is: ${task.videoUrl}`);
	expect(hailuo.api.requestsTo('create')).toHaveLength(1);
	expect(mailbox.mails).toHaveLength(1);
});

it('Example 15 creates nothing after Decline, and informs the agent', async () => {
	model.play([CREATE, ({ toolOutputs }) => ({ reply: `Not created. ${toolOutputs[0]}` })]);
	const id = await ask();
	await hailuo.n8n.waitUntilWaiting(id);

	await press('Decline', mailbox.mails[0]);

	const execution = await hailuo.n8n.waitForEnd(id);
	expect(execution.error).toBeUndefined();
	expect(execution.items('Agent')[0].json.output).toContain('User rejected the tool call');
	expect(hailuo.api.requests).toEqual([]);
});

it('Example 15 reads the status of a video without approval', async () => {
	const look = { tool: 'Look_at_a_video', args: { Task_ID: 'task-unified-1700000000-a1b2c3d4' } };
	model.play([{ calls: [look] }, { reply: 'There is no such video' }]);

	const { error } = await hailuo.n8n.waitForEnd(await ask());

	expect(error).toBeUndefined();
	expect(hailuo.api.requestsTo('read')).not.toEqual([]);
	expect(mailbox.mails).toEqual([]);
});

it('Example 15 creates nothing without a mail server', async () => {
	await mailbox.close();
	model.play([CREATE, ({ toolOutputs }) => ({ reply: `Not created: ${toolOutputs[0]}` })]);

	const execution = await hailuo.n8n.waitForEnd(await ask());

	expect(execution.error).toBeUndefined();
	expect(execution.items('Agent')[0].json.output).toContain('Not created');
	expect(hailuo.api.requests).toEqual([]);
});
