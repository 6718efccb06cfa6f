import { clientOf, createdId } from '../../../simulator/testing/client';
import { simulatedN8n } from '../harness/simulatedN8n';
import { TRIGGER, watchWorkflow } from '../../../tools/n8n/watchWorkflow';
import { editorIn } from './harness/editor';

// A page takes seconds to open, and longer on a busy machine.
jest.setTimeout(300_000);

describe('Fetch Test Event in the editor', () => {
	let aheadMs = 0;
	const hailuo = simulatedN8n({ now: () => Date.now() + aheadMs });
	const editor = editorIn(hailuo);

	it('says that no watched video has finished, and outputs it later', async () => {
		const output = editor.byTestId('output-panel');
		hailuo.api.plan({ durationMs: 600_000 });
		const taskId = await createdId(clientOf(hailuo.api));
		const flow = watchWorkflow({ taskIds: taskId }, hailuo.credentials);
		const { id } = await hailuo.n8n.createWorkflow(flow);
		// On a new page each time: the editor ignores a click while it still loads the last result.
		const fetchTestEvent = async () => {
			await editor.openWorkflow(id);
			await editor.openNode(TRIGGER);
			await editor.execute();
		};

		await fetchTestEvent();
		// n8n can show it twice.
		await editor.page.getByText(`No completed video yet. ${taskId} is`).first().waitFor();

		aheadMs = 600_000;
		await fetchTestEvent();
		await output.getByText(taskId, { exact: true }).first().waitFor();
	});
});
