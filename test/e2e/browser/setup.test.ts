import { eventually } from '../../../tools/browser/eventually';
import { simulatedN8n } from '../harness/simulatedN8n';
import { editorIn } from './harness/editor';

const CREATE = 'Create a video from text or images';
const DESCRIPTION =
	'Generate videos with MiniMax Hailuo, or start a workflow when a video finishes';
const DEFAULT_URL = 'https://ai.odkkk.com/apiv1';

describe('Setting up a workflow in the editor', () => {
	const hailuo = simulatedN8n();
	const editor = editorIn(hailuo);

	it('finds the node by what people type, lists Create first, and connects it to the trigger', async () => {
		const { page, byTestId } = editor;
		const entry = byTestId('node-creator-item-description').getByText(DESCRIPTION, { exact: true });
		const search = page.getByPlaceholder('Search nodes...');
		await page.setViewportSize({ width: 1280, height: 720 });
		await page.goto(`${hailuo.n8n.url}/workflow/new`);

		await byTestId('canvas-add-button').click();
		// What else people type: operations.test.ts.
		await search.fill('no such node');
		await entry.waitFor({ state: 'hidden' });
		await search.fill('text to video');
		await entry.waitFor();
		await editor.addNode('hailuo', 'Hailuo', 'On video completed');
		await page.getByText('Each video is emitted once').waitFor();
		await editor.closeNode();

		await byTestId('node-creator-plus-button').click();
		await search.fill('minimax');
		await entry.click();
		const action = page.getByText(CREATE, { exact: true });
		await action.waitFor();
		// The list of nodes leaves the screen by a transition.
		await eventually(async () =>
			expect((await byTestId('node-creator-item-name').allInnerTexts())[0]).toBe(CREATE),
		);
		const { y, height } = (await action.boundingBox())!;
		expect(y + height).toBeLessThan(720);
		await action.click();
		await byTestId('node-parameters').waitFor();
		expect(await byTestId('parameter-input-prompt').locator('textarea').inputValue()).toBe('');
		await editor.closeNode();

		await byTestId('edge').waitFor({ state: 'attached' });
		const nodes = page.locator('[data-test-id="canvas-node"]');
		await eventually(async () =>
			expect(await nodes.evaluateAll(namesOf)).toEqual(['Hailuo Trigger', CREATE]),
		);
	});

	it('says where a key comes from, distinguishes an invalid key from a wrong URL, and saves a valid one', async () => {
		const { page, byTestId } = editor;
		const field = (name: string) => byTestId(`parameter-input-${name}`).locator('input');
		/** Saves key and URL; n8n then tests them. */
		const save = async (apiKey: string, baseUrl: string) => {
			await field('apiKey').fill(apiKey);
			await field('baseUrl').fill(baseUrl);
			await byTestId('credential-save-button').click();
		};
		const flow = hailuo.flow({ prompt: 'A paper boat' }, { credentials: undefined });
		await editor.openWorkflow((await hailuo.n8n.createWorkflow(flow.build())).id);
		await editor.openNode('Hailuo');
		await byTestId('node-credentials-select').click();
		await byTestId('node-credentials-select-item-new').click();
		// The form fills in the default once it has loaded, and overwrites earlier input.
		await page.waitForFunction(
			`document.querySelector('[data-test-id="parameter-input-baseUrl"] input')?.value === '${DEFAULT_URL}'`,
		);
		expect(await byTestId('credential-edit-dialog').innerText()).toMatch(
			/Create the API key.*key from MiniMax.*does not work.*Base URL.*API Key.*Optional.*Files Base URL.*Idempotency-Key/s,
		);

		await save('wrong-key', hailuo.api.baseUrl);
		await page.getByText('More details').click();
		await page.getByText('rejected the API key. Copy it again').waitFor();

		await save('test-key', hailuo.n8n.url);
		await page.getByText('No Hailuo API found at this URL').waitFor();

		await save('test-key', 'http://127.0.0.1:9/apiv1');
		await page.getByText('ECONNREFUSED').waitFor();

		await save('test-key', hailuo.api.baseUrl);
		await byTestId('credential-edit-dialog').waitFor({ state: 'hidden' });
		await editor.execute();
		const { headers } = await hailuo.api.waitForRequest('create');
		expect(headers.authorization).toBe('Bearer test-key');
	});
});

const namesOf = (elements: Array<{ dataset: Record<string, string | undefined> }>) =>
	elements.map(({ dataset }) => dataset.nodeName);
