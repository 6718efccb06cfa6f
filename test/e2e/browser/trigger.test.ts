import { clientOf, createdId } from '../../../simulator/testing/client';
import { simulatedN8n } from '../harness/simulatedN8n';
import { TRIGGER, watchWorkflow } from '../../../tools/n8n/watchWorkflow';
import { editorIn } from './harness/editor';

// A page takes seconds to open, and longer on a busy machine.
jest.setTimeout(300_000);

/**
 * What n8n's editor shows if a poll outputs nothing. The second text is meant for whole workflows: the
 * editor shows it if the event that the run started arrives before the response to the click.
 */
const NOTHING_FOUND = /^(No Hailuo data found|Workflow executed successfully)$/;

describe('Fetch Test Event in the editor', () => {
	let aheadMs = 0;
	const hailuo = simulatedN8n({ now: () => Date.now() + aheadMs });
	const editor = editorIn(hailuo);

	it('shows no output until a watched video has finished, then outputs it', async () => {
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
		await editor.page.getByText(NOTHING_FOUND).first().waitFor();
		await output.getByText('No trigger output').waitFor();

		aheadMs = 600_000;
		await fetchTestEvent();
		await output.getByText(taskId, { exact: true }).first().waitFor();
	});
});
