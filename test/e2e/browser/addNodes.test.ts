import { simulatedN8n } from '../harness/simulatedN8n';
import { eventually } from '../../../tools/browser/eventually';
import { editorIn } from './harness/editor';

// Each page takes seconds to open, and longer on a busy machine.
jest.setTimeout(300_000);

const CREATE = 'Create a video from text or images';
const DESCRIPTION =
	'Generate videos with MiniMax Hailuo, or start a workflow when a video finishes';

/** What people type. n8n compares the whole input with the name and with each alias. */
const SEARCHES = [
	...['hailuo', 'minimax', 'minimax hailuo', 'hailuo minimax', 'hailuo ai', 'hailuo video'],
	...['hailuo 02', 'minimax hailuo 02', 'MiniMax-Hailuo-02', 'h3', 'hailuo h3', 'minimax video'],
	...['ai video', 'video', 'videos'],
	...['generate video', 'generate videos', 'create video', 'create videos', 'create a video'],
	...['make video', 'make a video', 'video generator', 'video generation', 'ai video generator'],
	...['text to video', 'image to video', 'photo to video', 'first last frame', 'animate image'],
	...['text-to-video', 'image-to-video', 'text to video ai', 'video from image', 'wait for video'],
	...['t2v', 'i2v', 'text2video', 'img2video', 'video ready', 'credits'],
];

describe('The node creator in the editor', () => {
	const hailuo = simulatedN8n();
	const editor = editorIn(hailuo);
	const entry = () =>
		editor.byTestId('node-creator-item-description').getByText(DESCRIPTION, { exact: true });

	it('finds the trigger by "hailuo" and the node by "minimax", and connects them', async () => {
		const { page, byTestId } = editor;
		await page.goto(`${hailuo.n8n.url}/workflow/new`);

		await byTestId('canvas-add-button').click();
		await editor.addNode('hailuo', 'Hailuo', 'On video completed');
		await page.getByText('Each task is emitted once').waitFor();
		await editor.closeNode();
		await byTestId('node-creator-plus-button').click();
		await editor.addNode('minimax', 'Hailuo', CREATE);
		expect(await byTestId('parameter-input-prompt').locator('textarea').inputValue()).toBe('');
		await editor.closeNode();

		await byTestId('edge').waitFor({ state: 'attached' });
		const nodes = page.locator('[data-test-id="canvas-node"]');
		await eventually(async () =>
			expect(await nodes.evaluateAll(namesOf)).toEqual(['Hailuo Trigger', CREATE]),
		);
	});

	it('lists the node under what people type, as a node that generates videos', async () => {
		const { page, byTestId } = editor;
		await page.goto(`${hailuo.n8n.url}/workflow/new`);
		await byTestId('canvas-add-button').click();
		const input = page.getByPlaceholder('Search nodes...');

		for (const words of SEARCHES) {
			await input.fill('no such node');
			await entry().waitFor({ state: 'hidden' });
			await input.fill(words);
			await entry().waitFor();
		}
	});

	it('shows Create first among the actions, and whole in a small window', async () => {
		const { page, byTestId } = editor;
		const usual = page.viewportSize()!;
		await page.setViewportSize({ width: 1280, height: 720 });
		await page.goto(`${hailuo.n8n.url}/workflow/new`);
		await byTestId('canvas-add-button').click();
		await page.getByPlaceholder('Search nodes...').fill('manual');
		await byTestId('node-creator-item-name').getByText('Manual Trigger', { exact: true }).click();
		await byTestId('node-creator-plus-button').click();
		await page.getByPlaceholder('Search nodes...').fill('hailuo');
		await entry().click();

		const action = page.getByText(CREATE, { exact: true });
		await action.waitFor();
		expect((await byTestId('node-creator-item-name').allInnerTexts())[0]).toBe(CREATE);
		const { y, height } = (await action.boundingBox())!;
		expect(y + height).toBeLessThan(720);
		await page.setViewportSize(usual);
	});
});

const namesOf = (elements: Array<{ dataset: Record<string, string | undefined> }>) =>
	elements.map(({ dataset }) => dataset.nodeName);
