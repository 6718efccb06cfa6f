import { simulatedN8n } from '../harness/simulatedN8n';
import { editorIn } from './harness/editor';

// Each page takes seconds to open, and longer on a busy machine.
jest.setTimeout(300_000);

const DEFAULT = 'https://ai.odkkk.com/apiv1';

describe("The credential's dialog", () => {
	const hailuo = simulatedN8n();
	const editor = editorIn(hailuo);

	const field = (name: string) => editor.byTestId(`parameter-input-${name}`).locator('input');

	/** Saves key and address; n8n tests them then. */
	async function save(apiKey: string, baseUrl: string): Promise<void> {
		await field('apiKey').fill(apiKey);
		await field('baseUrl').fill(baseUrl);
		await editor.byTestId('credential-save-button').click();
	}

	it('tells a wrong key from a wrong address, and what is right makes a video', async () => {
		const { page, byTestId } = editor;
		const flow = hailuo.flow({ prompt: 'A paper boat' }, { credentials: undefined });
		await editor.openWorkflow((await hailuo.n8n.createWorkflow(flow.build())).id);
		await editor.openNode('Hailuo');
		await byTestId('node-credentials-select').click();
		await byTestId('node-credentials-select-item-new').click();
		// The form puts the default in once it is there, over whatever was typed before.
		await page.waitForFunction(
			`document.querySelector('[data-test-id="parameter-input-baseUrl"] input')?.value === '${DEFAULT}'`,
		);

		await save('wrong-key', hailuo.api.baseUrl);
		await page.getByText('More details').click();
		await page.getByText('Invalid API key. Copy it again').waitFor();

		await save('test-key', hailuo.n8n.url);
		await page.getByText('No Hailuo API found at this URL').waitFor();

		await save('test-key', 'http://127.0.0.1:9/apiv1');
		await page.getByText('ECONNREFUSED').waitFor();

		await save('test-key', hailuo.api.baseUrl);
		await byTestId('credential-edit-dialog').waitFor({ state: 'hidden' });
		await editor.execute();
		const { headers } = await hailuo.api.requestArrives('create');
		expect(headers.authorization).toBe('Bearer test-key');
	});
});
