import { simulatedN8n } from '../harness/simulatedN8n';
import { editorIn } from './harness/editor';

// Each page takes seconds to open, and longer on a busy machine.
jest.setTimeout(300_000);

const DEFAULT = 'https://ai.odkkk.com/apiv1';

describe('The credential dialog', () => {
	const hailuo = simulatedN8n();
	const editor = editorIn(hailuo);

	const field = (name: string) => editor.byTestId(`parameter-input-${name}`).locator('input');

	/** Opens the dialog for a new credential. */
	async function openDialog(): Promise<void> {
		const { page, byTestId } = editor;
		const flow = hailuo.flow({ prompt: 'A paper boat' }, { credentials: undefined });
		await editor.openWorkflow((await hailuo.n8n.createWorkflow(flow.build())).id);
		await editor.openNode('Hailuo');
		await byTestId('node-credentials-select').click();
		await byTestId('node-credentials-select-item-new').click();
		// The form fills in the default once it has loaded, and overwrites earlier input.
		await page.waitForFunction(
			`document.querySelector('[data-test-id="parameter-input-baseUrl"] input')?.value === '${DEFAULT}'`,
		);
	}

	/** Saves key and URL; n8n then tests them. */
	async function save(apiKey: string, baseUrl: string): Promise<void> {
		await field('apiKey').fill(apiKey);
		await field('baseUrl').fill(baseUrl);
		await editor.byTestId('credential-save-button').click();
	}

	it('states where a key comes from, starts with the provider, and names what is optional', async () => {
		await openDialog();

		const dialog = await editor.byTestId('credential-edit-dialog').innerText();
		expect(dialog).toMatch(
			/Create the API key.*key from MiniMax.*does not work.*Base URL.*API Key.*Optional.*Files Base URL.*Idempotency-Key/s,
		);
	});

	it('distinguishes an invalid key from a wrong URL, and saves a valid credential', async () => {
		const { page, byTestId } = editor;
		await openDialog();

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
