import { startScriptedModel, type ScriptedModel } from '../../../tools/agent/scriptedModel';
import { simulatedN8n } from '../harness/simulatedN8n';
import { exampleOf } from './harness/example';

const hailuo = simulatedN8n();
const example = exampleOf(hailuo);

let model: ScriptedModel;
beforeAll(async () => (model = await startScriptedModel()));
afterAll(async () => await model.close());

const CHAT = 'When a chat message comes';
const PROMPT = 'A paper boat sails down a rainy street';

it('Example 9 answers a chat message with the URL of one video', async () => {
	await example.addCredential('openAiApi', { apiKey: 'test', url: model.url });
	const { id } = await example.importWorkflow({
		// The scripted model has only the older of OpenAI's two APIs.
		standIns: {
			OpenAI: ({ parameters }) => ({ parameters: { ...parameters, responsesApiEnabled: false } }),
		},
		pinData: { [CHAT]: [{ json: { sessionId: 'one', chatInput: 'A paper boat, please' } }] },
	});
	const ids = /task-unified-[\w-]+/;
	model.play([
		{ calls: [{ tool: 'Create_a_video', args: { Prompt: PROMPT } }] },
		({ toolOutputs }) => ({
			calls: [{ tool: 'Look_at_a_video', args: { Task_ID: ids.exec(toolOutputs[0])?.[0] } }],
		}),
		({ toolOutputs }) => ({
			reply: `Here it is: ${/"videoUrl":"([^"]*)"/.exec(toolOutputs[1])?.[1]}`,
		}),
	]);

	const execution = await hailuo.n8n.run(id, { trigger: CHAT });

	expect(execution.error).toBeUndefined();
	const [task] = hailuo.api.tasks;
	expect(task.request.prompt).toBe(PROMPT);
	expect(execution.items('Agent')[0].json.output).toBe(`Here it is: ${task.videoUrl}`);
	expect(hailuo.api.paidTaskIds).toHaveLength(1);
});
