import { fixture } from '../../../simulator/media/video';
import { simulatedN8n } from '../harness/simulatedN8n';
import { exampleOf } from './harness/example';
import { withParameters } from './harness/standIns';
import { fileOf } from './harness/videos';

const hailuo = simulatedN8n();
const example = exampleOf(hailuo);

it('Example 1 creates a video from a prompt and saves the MP4 to disk', async () => {
	await example.run('Start');

	const [task] = hailuo.api.tasks;
	expect(example.files()).toEqual({ [fileOf(task)]: fixture('video.mp4') });
	expect(hailuo.api.paidTaskIds).toHaveLength(1);
});

it('Example 1 ends without an error where the folder does not exist, and outputs the video', async () => {
	const { items } = await example.run('Start', {
		standIns: { 'Save to disk': withParameters({ fileName: '/nowhere/video.mp4' }) },
	});

	const [taskId] = hailuo.api.paidTaskIds;
	expect(items('Create a video')).toMatchObject([
		{ json: { taskId, status: 'completed' }, binary: { data: { mimeType: 'video/mp4' } } },
	]);
	expect(example.files()).toEqual({});
});
