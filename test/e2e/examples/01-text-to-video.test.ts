import { fixture } from '../../../simulator/media/video';
import { simulatedN8n } from '../harness/simulatedN8n';
import { exampleOf } from './harness/example';

const hailuo = simulatedN8n();
const example = exampleOf(hailuo);

it('Example 1 creates a video from a prompt and saves the MP4 to disk', async () => {
	const { id } = await example.importWorkflow();

	const { error } = await hailuo.n8n.run(id, { trigger: 'Start' });

	expect(error).toBeUndefined();
	const [{ id: taskId }] = hailuo.api.tasks;
	expect(example.files()).toEqual({ [`hailuo-${taskId}.mp4`]: fixture('video.mp4') });
	expect(hailuo.api.paidTaskIds).toHaveLength(1);
});
