import { simulatedN8n } from '../harness/simulated';
import { openEditor, type Editor } from './editor';

const FIELDS = ['prompt', 'firstFrameUrl', 'lastFrameUrl', 'imageUrls', 'quality', 'duration'];

describe('In the editor', () => {
	const hailuo = simulatedN8n();
	let editor: Editor;
	beforeAll(async () => {
		editor = await openEditor(hailuo.n8n);
	});
	afterAll(async () => await editor.close());

	async function openHailuo(parameters = {}): Promise<void> {
		const { id } = await hailuo.n8n.createWorkflow(hailuo.flow(parameters).build());
		await editor.openWorkflow(id);
	}

	it('the node is found by typing "hailuo"', async () => {
		await openHailuo();

		expect(await editor.searchNodes('hailuo')).toContain('Hailuo');
	});

	it('the fields follow the mode, and values are kept on the way', async () => {
		await openHailuo({ prompt: 'A paper boat' });
		await editor.openNode('Hailuo');
		expect(await editor.shown(FIELDS)).toEqual(['prompt', 'quality', 'duration']);
		expect(await editor.choices('quality')).toEqual(['768p', '1080p']);

		await editor.choose('mode', 'Image to Video');
		expect(await editor.shown(FIELDS)).toEqual(['prompt', 'firstFrameUrl', 'quality', 'duration']);
		expect(await editor.choices('quality')).toEqual(['512p', '768p', '1080p']);

		await editor.choose('mode', 'First and Last Frame');
		expect(await editor.shown(FIELDS)).toEqual([
			'prompt',
			'firstFrameUrl',
			'lastFrameUrl',
			'quality',
			'duration',
		]);
		expect(await editor.choices('duration')).toEqual(['6 Seconds', '10 Seconds']);

		await editor.choose('quality', '1080p');
		expect(await editor.choices('duration')).toEqual(['6 Seconds']);

		await editor.choose('mode', 'Text to Video');
		const prompt = editor.page.locator('[data-test-id="parameter-input-prompt"] textarea');
		expect(await prompt.inputValue()).toBe('A paper boat');
	});

	it('a run shows the video, and it plays', async () => {
		await openHailuo({ prompt: 'A paper boat', waitForCompletion: true });
		await editor.openNode('Hailuo');

		await editor.page.locator('[data-test-id="node-execute-button"]').click();
		const output = editor.page.locator('[data-test-id="output-panel"]');
		await output.getByRole('button', { name: 'View' }).click();

		const video = output.locator('video');
		await video.waitFor();
		await expect(
			video.evaluate(
				async (element: {
					currentTime: number;
					addEventListener: (e: string, f: () => void) => void;
				}) =>
					await new Promise((resolve) => {
						element.addEventListener('timeupdate', () => {
							if (element.currentTime > 0) resolve(true);
						});
					}),
			),
		).resolves.toBe(true);
	});

	it('a task that failed says why and what to do', async () => {
		hailuo.api.plan({ outcome: { code: 'image_processing_error', message: 'Cannot read it.' } });
		await openHailuo({ prompt: 'A paper boat', waitForCompletion: true });
		await editor.openNode('Hailuo');

		await editor.page.locator('[data-test-id="node-execute-button"]').click();

		const message = editor.page.locator('[data-test-id="node-error-message"]');
		await message.waitFor();
		expect(await message.innerText()).toContain('Cannot read it. (image_processing_error)');
		const advice = await editor.page.locator('[data-test-id="node-error-description"]').innerText();
		expect(advice).toContain('Its link must be public');
	});
});
