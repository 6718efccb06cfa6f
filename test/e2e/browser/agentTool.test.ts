import { agentWorkflow } from '../../../tools/agent/agentWorkflow';
import { simulatedN8n } from '../harness/simulatedN8n';
import { eventually } from '../../../tools/browser/eventually';
import { editorIn } from './harness/editor';

describe('The tool of an AI agent in the editor', () => {
	const hailuo = simulatedN8n();
	const editor = editorIn(hailuo);

	it('shows the description for the model, which depends on the operation, and no File', async () => {
		const data = { apiKey: 'none', url: 'http://127.0.0.1:9/v1' };
		const openAiApi = await hailuo.n8n.createCredential({ name: 'Model', type: 'openAiApi', data });
		const tools = [{ name: 'Video', credentials: hailuo.credentials }];
		const { id } = await hailuo.n8n.createWorkflow(agentWorkflow({ openAiApi, tools }));
		await editor.openWorkflow(id);
		await editor.openNode('Video');
		const description = editor.page.locator(
			'[data-test-id="parameter-input-toolDescription"] textarea',
		);

		const expectDescription = async (expected: RegExp) =>
			await eventually(async () => expect(await description.inputValue()).toMatch(expected));

		await expectDescription(/^Create a short video.*Every call costs money/);
		await editor.choose('operation', 'Get Status');
		await expectDescription(/^Get the status of an existing video.*Costs nothing/);
		expect(await editor.shown(['taskId', 'downloadVideo'])).toEqual(['taskId']);
		// n8n passes no files to a tool, so that there is nothing to upload. It adds "Custom API Call" itself.
		const resources = await editor.choices('resource');
		expect(resources.filter((name) => name !== 'Custom API Call')).toEqual(['Video', 'Account']);
	});
});
