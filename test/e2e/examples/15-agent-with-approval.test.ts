import { simulatedN8n } from '../harness/simulatedN8n';
import { startChatModel, withOlderApi } from './harness/chatModel';
import { exampleOf } from './harness/example';
import { press, startMailbox } from './harness/mailbox';
import { serviceOf } from './harness/service';

const hailuo = simulatedN8n();
const example = exampleOf(hailuo);
const model = serviceOf(example, 'openAiApi', startChatModel);
const mailbox = serviceOf(example, 'smtp', startMailbox);

const CHAT = 'When a chat message comes';
const PROMPT = 'A paper boat sails down a rainy street';
/** n8n gives the model a schema of the tool's arguments and of those of the human review. */
const args = { toolParameters: { Prompt: PROMPT }, hitlParameters: {} };
const CREATE = { calls: [{ tool: 'Create_a_video', args }] };

/** Sends a chat message that requests a video. */
async function ask() {
	const { id } = await example.importWorkflow({
		standIns: { OpenAI: withOlderApi },
		pinData: { [CHAT]: [{ json: { sessionId: 'one', chatInput: 'A paper boat, please' } }] },
	});
	return await hailuo.n8n.startRun(id, { trigger: CHAT });
}

/** What the agent says at the end. */
async function replyOf(id: string) {
	const { error, items } = await hailuo.n8n.waitForEnd(id);
	expect(error).toBeUndefined();
	return items('Agent')[0].json.output;
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

	const reply = await replyOf(id);
	const [task] = hailuo.api.tasks;
	expect(task.request.prompt).toBe(PROMPT);
	expect(reply).toBe(`Here it is: ${task.videoUrl}`);
	expect(hailuo.api.requestsTo('create')).toHaveLength(1);
	expect(mailbox.mails).toHaveLength(1);
});

it('Example 15 creates nothing after Decline, and informs the agent', async () => {
	model.play([CREATE, ({ toolOutputs }) => ({ reply: `Not created. ${toolOutputs[0]}` })]);
	const id = await ask();
	await hailuo.n8n.waitUntilWaiting(id);

	await press('Decline', mailbox.mails[0]);

	expect(await replyOf(id)).toContain('User rejected the tool call');
	expect(hailuo.api.requests).toEqual([]);
});

it('Example 15 reads the status of a video without approval', async () => {
	const look = { tool: 'Look_at_a_video', args: { Task_ID: 'task-unified-1700000000-a1b2c3d4' } };
	model.play([{ calls: [look] }, { reply: 'There is no such video' }]);

	await replyOf(await ask());

	expect(hailuo.api.requestsTo('read')).not.toEqual([]);
	expect(mailbox.mails).toEqual([]);
});

it('Example 15 creates nothing without a mail server', async () => {
	await mailbox.close();
	model.play([CREATE, ({ toolOutputs }) => ({ reply: `Not created: ${toolOutputs[0]}` })]);

	expect(await replyOf(await ask())).toContain('Not created');
	expect(hailuo.api.requests).toEqual([]);
});
