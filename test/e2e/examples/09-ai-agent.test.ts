import { simulatedN8n } from '../harness/simulatedN8n';
import { startChatModel, withOlderApi } from './harness/chatModel';
import { exampleOf } from './harness/example';
import { serviceOf } from './harness/service';

const hailuo = simulatedN8n();
const example = exampleOf(hailuo);
const model = serviceOf(example, 'openAiApi', startChatModel);

const CHAT = 'When a chat message comes';
const PROMPT = 'A paper boat sails down a rainy street';

it('Example 9 answers a chat message with the URL of one video', async () => {
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

	const { items } = await example.run(CHAT, {
		standIns: { OpenAI: withOlderApi },
		pinData: { [CHAT]: [{ json: { sessionId: 'one', chatInput: 'A paper boat, please' } }] },
	});

	const [task] = hailuo.api.tasks;
	expect(task.request.prompt).toBe(PROMPT);
	expect(items('Agent')[0].json.output).toBe(`Here it is: ${task.videoUrl}`);
	expect(hailuo.api.paidTaskIds).toHaveLength(1);
});
