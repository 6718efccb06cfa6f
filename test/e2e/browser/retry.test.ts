import { simulatedN8n } from '../harness/simulatedN8n';
import { editorIn } from './harness/editor';

// Each page takes seconds to open, and longer on a busy machine.
jest.setTimeout(300_000);

describe('Retry on the Executions page', () => {
	const hailuo = simulatedN8n();
	const editor = editorIn(hailuo);

	it.each(['original', 'currently saved'])(
		'with %s workflow outputs the video that was paid for',
		async (workflow) => {
			const { page, byTestId } = editor;
			hailuo.api.fault({ on: 'read', then: { status: 403 } });
			const flow = hailuo.flow({ prompt: 'A paper boat', waitForCompletion: true });
			const { id } = await hailuo.n8n.createWorkflow(flow.build());
			const failed = await hailuo.n8n.run(id);

			await page.goto(`${hailuo.n8n.url}/workflow/${id}/executions/${failed.id}`);
			await byTestId('execution-preview-retry-button').click();
			await page.getByText(`Retry with ${workflow} workflow`).click();
			await page.getByText('Retry successful').waitFor();
			await page.getByText(`Retry of execution #${failed.id}`).waitFor();

			const [retried] = await hailuo.n8n.waitForExecutions(id, 2).then((all) => all.reverse());
			const [{ json, binary }] = retried.items('Hailuo');
			expect(hailuo.api.paidTaskIds).toEqual([json.taskId]);
			expect(binary?.data.mimeType).toBe('video/mp4');
		},
	);
});
