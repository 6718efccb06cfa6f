import { connectMcpClient, type McpClient } from '../../../tools/agent/mcpClient';
import type { SavedWorkflow } from '../../../tools/n8n/workflows';
import { simulatedN8n } from '../harness/simulatedN8n';
import { exampleOf } from './harness/example';

const hailuo = simulatedN8n();
const example = exampleOf(hailuo);
const TOKEN = 'a-token-of-the-test';
const PROMPT = 'A paper boat sails down a rainy street';

let saved: SavedWorkflow;
let assistant: McpClient;
beforeAll(async () => {
	await example.addCredential('httpBearerAuth', { token: TOKEN });
	saved = await example.importWorkflow();
	await hailuo.n8n.activate(saved);
	assistant = await connect(TOKEN);
});
afterAll(async () => {
	await assistant.close();
	await hailuo.n8n.deactivate(saved);
});

const connect = async (token: string) =>
	await connectMcpClient(`${hailuo.n8n.url}/mcp/hailuo-mcp`, token);

it('Example 16 describes the purpose and the cost of each tool', async () => {
	expect(assistant.instructions).toContain('Create_a_video costs money');
	expect(await assistant.tools()).toMatchObject({
		Create_a_video: {
			description: expect.stringContaining('costs money'),
			inputSchema: { properties: { Prompt: { type: 'string' } } },
		},
		Look_at_a_video: {
			description: expect.stringContaining('Free'),
			inputSchema: { properties: { Task_ID: { type: 'string' } } },
		},
	});
	expect(hailuo.api.requests).toEqual([]);
});

it('Example 16 creates a video for an assistant, and returns its URL by the task ID', async () => {
	hailuo.api.plan({ durationMs: 0 });
	const created = await assistant.call('Create_a_video', { Prompt: PROMPT });

	const [task] = hailuo.api.tasks;
	expect(task.request.prompt).toBe(PROMPT);
	expect(created).toContain(task.id);
	const status = await assistant.call('Look_at_a_video', { Task_ID: task.id });
	expect(status).toContain(task.videoUrl);
	expect(hailuo.api.paidTaskIds).toEqual([task.id]);
});

it('Example 16 creates two videos for two calls with the same prompt', async () => {
	await assistant.call('Create_a_video', { Prompt: PROMPT });
	await assistant.call('Create_a_video', { Prompt: PROMPT });

	expect(hailuo.api.tasks).toHaveLength(2);
});

it('Example 16 returns errors with the cause and what to do', async () => {
	expect(await assistant.call('Create_a_video', { Prompt: '' })).toContain('Prompt is empty');
	hailuo.api.fault({ on: 'create', then: { status: 402 } });
	expect(await assistant.call('Create_a_video', { Prompt: PROMPT })).toMatch(/credit/i);
	const unknown = { Task_ID: 'task-unified-1700000000-a1b2c3d4' };
	expect(await assistant.call('Look_at_a_video', unknown)).toContain('Check the task ID');
	expect(hailuo.api.tasks).toEqual([]);
});

it('Example 16 rejects an assistant without the token', async () => {
	await expect(connect('a-guess')).rejects.toThrow('Authorization data is wrong');
});
