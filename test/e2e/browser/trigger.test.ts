import { clientOf, createdId } from '../../simulator/testing/client';
import { simulatedN8n } from '../harness/simulated';
import { TRIGGER, watching } from '../harness/watching';
import { openEditor, type Editor } from './editor';

// Each page takes seconds to open, and longer on a busy machine.
jest.setTimeout(300_000);

const RESULT_TIMEOUT_MS = 20_000;
const MAX_PRESSES = 3;

describe('"Fetch Test Event" in the editor', () => {
	let aheadMs = 0;
	const hailuo = simulatedN8n({ now: () => Date.now() + aheadMs });
	let editor: Editor;
	beforeAll(async () => {
		editor = await openEditor(hailuo.n8n);
	});
	afterAll(async () => await editor.close());

	it('says that no video has finished, and shows it when it has', async () => {
		const { page, byTestId } = editor;
		hailuo.api.plan({ durationMs: 600_000 });
		const taskId = await createdId(clientOf(hailuo.api));
		const flow = watching({ taskIds: taskId }, hailuo.credentials);
		const { id } = await hailuo.n8n.createWorkflow(flow);
		/**
		 * Now and then, about once in thirty presses, n8n's editor shows neither a result nor a word; why is
		 * not known. A person loads the page anew and presses again.
		 */
		const fetchTestEvent = async (result: ReturnType<Editor['byTestId']>) => {
			for (let presses = 1; ; presses += 1) {
				await editor.openWorkflow(id);
				await editor.openNode(TRIGGER);
				await editor.execute();
				const shown = result.waitFor({ timeout: RESULT_TIMEOUT_MS });
				if (presses === MAX_PRESSES) return await shown;
				const isShown = await shown.then(
					() => true,
					() => false,
				);
				if (isShown) return;
			}
		};

		// n8n can say it twice.
		await fetchTestEvent(page.getByText('No Hailuo data found').first());

		aheadMs = 600_000;
		await fetchTestEvent(byTestId('output-panel').getByText(taskId, { exact: true }).first());
	});
});
