import { sample } from '../../../tools/images/sampleImages';
import { fileNode } from '../../../tools/n8n/fileNode';
import { simulatedN8n } from '../harness/simulatedN8n';
import { workflow } from '../../../tools/n8n/workflow';
import { editorIn } from './harness/editor';

describe('An invalid image in the editor', () => {
	const hailuo = simulatedN8n();
	const editor = editorIn(hailuo);

	it('is reported with its aspect ratio and the allowed ones', async () => {
		const flow = workflow('Bad image')
			.manualTrigger()
			.node(...fileNode('wide.jpg', await sample('JPEG', 2000, 700)))
			.node('Hailuo', 'n8n-nodes-hailuo.hailuo', {
				parameters: { mode: 'imageToVideo', firstFrameSource: 'binary' },
				credentials: hailuo.credentials,
			});
		const { id } = await hailuo.n8n.createWorkflow(flow.build());
		await editor.openWorkflow(id);
		await editor.openNode('Hailuo');

		await editor.execute();

		const { message, description } = await editor.error();
		expect(message).toBe('First frame must have an aspect ratio of 2:5 to 5:2 (got 2000 × 700 px)');
		expect(description).toContain('Nothing was charged.');
		expect(hailuo.api.requests).toHaveLength(0);
	});
});
