import { clientOf, createdId } from '../../simulator/testing/client';
import { simulatedN8n } from '../harness/simulated';
import { TRIGGER, watching } from '../harness/watching';
import { openEditor, type Editor } from './editor';

// Each page takes seconds to open, and longer on a busy machine.
jest.setTimeout(180_000);

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
		/** On a fresh page: n8n drops a press while its button still shows the end of the last one. */
		const fetchTestEvent = async () => {
			await editor.openWorkflow(id);
			await editor.openNode(TRIGGER);
			await editor.execute();
		};

		await fetchTestEvent();
		// n8n can say it twice.
		await page.getByText('No Hailuo data found').first().waitFor();

		aheadMs = 600_000;
		await fetchTestEvent();
		await byTestId('output-panel').getByText(taskId, { exact: true }).first().waitFor();
	});
});
