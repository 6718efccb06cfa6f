import { agentWorkflow } from '../../../tools/agent/agentWorkflow';
import { eventually } from '../../../tools/browser/eventually';
import { COMMAND_NAMES } from '../../../nodes/Hailuo/domain/camera';
import { MODE_NAMES, MODELS } from '../../../nodes/Hailuo/domain/models';
import { DOCUMENTED, offeredModes } from '../../unit/domain/documented';
import { simulatedN8n } from '../harness/simulatedN8n';
import { editorIn } from './harness/editor';

const H3 = 'minimax-h3';
const nameOf = (id: string) => MODELS.find(({ value }) => value === id)!.name;
const FIELDS = [
	...['prompt', 'firstFrameSource', 'firstFrameUrl', 'lastFrameSource', 'lastFrameUrl'],
	...['imageUrls', 'referenceImageUrls', 'quality', 'duration', 'aspectRatio'],
];
const FIRST_FRAME = ['firstFrameSource', 'firstFrameUrl'];
const LAST_FRAME = ['lastFrameSource', 'lastFrameUrl'];

// Which fields and choices belong together, for all models and modes: test/unit/actions/fields.
describe('The form in the editor', () => {
	const hailuo = simulatedN8n();
	// Waiting is not what these tests are about.
	const prompt = { prompt: 'A paper boat', waitForCompletion: false };
	const firstFrameUrl = 'https://example.com/first.png';
	const editor = editorIn(hailuo, () =>
		hailuo.branches({
			Models: prompt,
			Values: { ...prompt, mode: 'imageToVideo', firstFrameUrl, quality: '512p', duration: 10 },
			Camera: prompt,
		}),
	);
	const expectFields = async (fields: string[]) =>
		await eventually(async () => expect(await editor.shown(FIELDS)).toEqual(fields));
	const sentBody = async () => (await hailuo.api.waitForRequest('create')).body;

	it('shows the fields and choices of the selected model and mode, and sends the chosen ones', async () => {
		await editor.openNode('Models');
		await expectFields(['prompt', 'quality', 'duration']);
		await editor.choose('mode', MODE_NAMES.firstLastFrame);
		await expectFields(['prompt', ...FIRST_FRAME, ...LAST_FRAME, 'quality', 'duration']);
		await editor.choose('quality', '1080p');
		expect(await editor.choices('duration')).toEqual(['6 Seconds']);
		expect(await editor.choices('model')).toEqual(MODELS.map(({ name }) => name));
		await editor.choose('mode', MODE_NAMES.textToVideo);

		await editor.choose('model', nameOf(H3));
		await expectFields(['prompt', 'quality', 'duration', 'aspectRatio']);
		const modes = offeredModes(H3).map((mode) => MODE_NAMES[mode]);
		expect(await editor.choices('mode')).toEqual(modes);
		const documented = DOCUMENTED.find(
			({ model, mode }) => model === H3 && mode === 'textToVideo',
		)!;
		expect(await editor.choices('quality')).toEqual(Object.keys(documented.durations));
		const ratios = (await editor.choices('aspectRatio')).map((ratio) => ratio.toLowerCase());
		expect(ratios.sort()).toEqual([...documented.ratios].sort());
		await editor.choose('quality', '2k');
		await editor.choose('duration', '15 Seconds');
		await editor.choose('aspectRatio', '9:16');
		await editor.execute();

		expect(await sentBody()).toEqual({
			model: 'minimax-h3-text-to-video',
			prompt: 'A paper boat',
			quality: '2k',
			duration: 15,
			aspect_ratio: '9:16',
		});
	});

	/** n8n itself drops the value of a hidden field, so these models and modes all show the fields. */
	it('keeps entered values while model and mode change', async () => {
		await editor.openNode('Values');

		await editor.choose('mode', MODE_NAMES.firstLastFrame);
		await editor.choose('mode', MODE_NAMES.imageToVideo);
		await editor.choose('model', nameOf('MiniMax-Hailuo-2.3'));
		await editor.choose('model', nameOf('MiniMax-Hailuo-02'));
		await editor.execute();

		expect(await sentBody()).toMatchObject({
			prompt: 'A paper boat',
			image_urls: [firstFrameUrl],
			quality: '512p',
			duration: 10,
		});
	});

	it('offers every camera command with a description, and sends the steps in the order they are dragged into', async () => {
		await editor.openNode('Camera');
		const movements = editor.page.locator('[data-test-id="fixed-collection-cameraMovements"]');
		const steps = movements.locator('[data-test-id="parameter-input-commands"]');
		const entries = editor.page.locator('.el-select-dropdown__item:visible');

		for (const [i, commands] of [['Pan left', 'Pedestal up'], ['Zoom in']].entries()) {
			await editor.page.getByText('Add Step', { exact: true }).click();
			await steps.nth(i).click();
			await entries.first().waitFor();
			const offered = await entries.allInnerTexts();
			expect(offered.map((text) => text.split('\n')[0])).toEqual(COMMAND_NAMES);
			expect(offered.every((text) => text.split('\n')[1].length > 20)).toBe(true);
			for (const command of commands) await entries.getByText(command, { exact: true }).click();
			await editor.page.keyboard.press('Escape');
			await entries.first().waitFor({ state: 'hidden' });
		}
		const handles = movements.locator('.drag-handle');
		await handles.nth(1).dragTo(handles.nth(0));
		await eventually(async () => expect(await steps.first().innerText()).toContain('Zoom in'));
		await editor.execute();

		expect(await sentBody()).toMatchObject({
			prompt: 'A paper boat [Zoom in] [Pan left,Pedestal up]',
		});
	});

	it('of an agent’s tool shows the description for the model, which depends on the operation, and no File', async () => {
		const data = { apiKey: 'none', url: 'http://127.0.0.1:9/v1' };
		const openAiApi = await hailuo.n8n.createCredential({ name: 'Model', type: 'openAiApi', data });
		const tools = [{ name: 'Video', credentials: hailuo.credentials }];
		const { id } = await hailuo.n8n.createWorkflow(agentWorkflow({ openAiApi, tools }));
		await editor.openWorkflow(id);
		await editor.openNode('Video');
		const description = editor.byTestId('parameter-input-toolDescription').locator('textarea');
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
