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

it('Example 1 ends without an error where the folder does not exist, and outputs the video', async () => {
	const { id } = await example.importWorkflow({
		standIns: {
			'Save to disk': ({ parameters }) => ({
				parameters: { ...parameters, fileName: '/nowhere/video.mp4' },
			}),
		},
	});

	const { status, error, items } = await hailuo.n8n.run(id, { trigger: 'Start' });

	expect({ status, error }).toEqual({ status: 'success', error: undefined });
	const [taskId] = hailuo.api.paidTaskIds;
	expect(items('Create a video')).toMatchObject([
		{ json: { taskId, status: 'completed' }, binary: { data: { mimeType: 'video/mp4' } } },
	]);
	expect(example.files()).toEqual({});
});
