import { COMMAND_NAMES } from '../../../nodes/Hailuo/domain/camera';
import { simulatedN8n } from '../harness/simulatedN8n';
import { eventually } from '../../../tools/browser/eventually';
import type { NodeOptions } from '../../../tools/n8n/workflow';
import { formIn } from './harness/form';

describe('Camera Movements in the editor', () => {
	const hailuo = simulatedN8n();
	const form = formIn(hailuo);
	const { editor } = form;

	const collection = () => editor.page.locator('[data-test-id="fixed-collection-cameraMovements"]');
	const steps = () => collection().locator('[data-test-id="parameter-input-commands"]');
	const shownSteps = async () =>
		(await steps().allInnerTexts()).map((text) => text.split('\n').filter(Boolean));
	const expectSteps = async (expected: string[][]) =>
		await eventually(async () => expect(await shownSteps()).toEqual(expected));

	const open = async (parameters: NodeOptions['parameters']) =>
		await form.open({ prompt: 'A paper boat', ...parameters });
	const sentPrompt = async () =>
		((await hailuo.api.waitForRequest('create')).body as { prompt: string }).prompt;

	it('offers every command with a description, and sends the steps that are added', async () => {
		await open({});
		const entries = editor.page.locator('.el-select-dropdown__item:visible');

		for (const [i, commands] of [['Pan left', 'Pedestal up'], ['Zoom in']].entries()) {
			await editor.page.getByText('Add Step', { exact: true }).click();
			await steps().nth(i).click();
			await entries.first().waitFor();
			const offered = await entries.allInnerTexts();
			expect(offered.map((text) => text.split('\n')[0])).toEqual(COMMAND_NAMES);
			expect(offered.every((text) => text.split('\n')[1].length > 20)).toBe(true);
			for (const command of commands) await entries.getByText(command, { exact: true }).click();
			await editor.page.keyboard.press('Escape');
			await entries.first().waitFor({ state: 'hidden' });
		}
		await editor.execute();

		expect(await sentPrompt()).toBe('A paper boat [Pan left,Pedestal up] [Zoom in]');
	});

	it('sends steps in the order that they are dragged into, without deleted ones', async () => {
		const step = ['Pan left', 'Zoom in', 'Shake'].map((command) => ({ commands: [command] }));
		await open({ cameraMovements: { step } });
		await expectSteps([['Pan left'], ['Zoom in'], ['Shake']]);

		const handles = collection().locator('.drag-handle');
		await handles.nth(2).dragTo(handles.nth(0));
		await expectSteps([['Shake'], ['Pan left'], ['Zoom in']]);

		await steps().nth(1).hover();
		await collection().locator('[data-test-id="fixed-collection-delete"]').nth(1).click();
		await expectSteps([['Shake'], ['Zoom in']]);
		await editor.execute();

		expect(await sentPrompt()).toBe('A paper boat [Shake] [Zoom in]');
	});

	it('shows a hint above the output for too many commands at once', async () => {
		const prompt = 'A paper boat [Shake,Zoom in,Pan left,Tilt up]';
		await open({ prompt });

		await editor.execute();

		const hint = editor.page.locator('[data-test-id="output-panel"]').getByText('[Shake,Zoom in');
		await hint.first().waitFor();
		expect(await hint.first().innerText()).toContain('contains 4 camera movements');
		expect(await sentPrompt()).toBe(prompt);
	});
});
