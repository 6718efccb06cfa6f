import { agentWorkflow } from '../../../tools/agent/agentWorkflow';
import { simulatedN8n } from '../harness/simulatedN8n';
import { soon } from '../../../tools/browser/soon';
import { editorIn } from './harness/editor';

describe('The tool of an AI agent in the editor', () => {
	const hailuo = simulatedN8n();
	const editor = editorIn(hailuo);

	it('shows what the model is told, which follows the operation', async () => {
		const data = { apiKey: 'none', url: 'http://127.0.0.1:9/v1' };
		const openAiApi = await hailuo.n8n.createCredential({ name: 'Model', type: 'openAiApi', data });
		const tools = [{ name: 'Video', credentials: hailuo.credentials }];
		const { id } = await hailuo.n8n.createWorkflow(agentWorkflow({ openAiApi, tools }));
		await editor.openWorkflow(id);
		await editor.openNode('Video');
		const told = editor.page.locator('[data-test-id="parameter-input-toolDescription"] textarea');

		const expectTold = async (words: RegExp) =>
			await soon(async () => expect(await told.inputValue()).toMatch(words));

		await expectTold(/^Create a video.*Every call costs money/);
		await editor.choose('operation', 'Get Status');
		await expectTold(/^Get the status of an existing video.*Costs nothing/);
		expect(await editor.shown(['taskId', 'downloadVideo'])).toEqual(['taskId']);
	});
});
