import { simulatedN8n } from '../harness/simulatedN8n';
import { eventually } from '../../../tools/browser/eventually';
import { editorIn } from './harness/editor';

// Each page takes seconds to open, and longer on a busy machine.
jest.setTimeout(300_000);

describe('The node creator in the editor', () => {
	const hailuo = simulatedN8n();
	const editor = editorIn(hailuo);

	it('finds the trigger by "hailuo" and the node by "minimax", and connects them', async () => {
		const { page, byTestId } = editor;
		await page.goto(`${hailuo.n8n.url}/workflow/new`);

		await byTestId('canvas-add-button').click();
		await editor.addNode('hailuo', 'Hailuo', 'On video completed');
		await page.getByText('Each task is emitted once').waitFor();
		await editor.closeNode();
		await byTestId('node-creator-plus-button').click();
		await editor.addNode('minimax', 'Hailuo', 'Create a video');
		expect(await byTestId('parameter-input-prompt').locator('textarea').inputValue()).toBe('');
		await editor.closeNode();

		await byTestId('edge').waitFor({ state: 'attached' });
		const nodes = page.locator('[data-test-id="canvas-node"]');
		await eventually(async () =>
			expect(await nodes.evaluateAll(namesOf)).toEqual(['Hailuo Trigger', 'Create a video']),
		);
	});
});

const namesOf = (elements: Array<{ dataset: Record<string, string | undefined> }>) =>
	elements.map(({ dataset }) => dataset.nodeName);
