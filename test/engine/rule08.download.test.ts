import { fixture } from '../../simulator/media/video';
import { creatingAndWaiting, simulated } from './harness/simulatedNode';

const MP4 = fixture('video.mp4');

describe('Rule 8: video bytes stream, and a failed download never loses the task', () => {
	const node = simulated();

	it('puts the video into the chosen field, byte for byte', async () => {
		const { items } = await node.run({
			parameters: creatingAndWaiting({ options: { outputBinaryField: 'clip' } }),
		});

		const { clip } = items[0].binary!;
		expect(Buffer.from(clip.data, 'base64').equals(MP4)).toBe(true);
		expect(clip).toMatchObject({
			fileName: `hailuo-${node.api.tasks[0].id}.mp4`,
			mimeType: 'video/mp4',
		});
	});

	it('tells the media host who is asking', async () => {
		await node.run({ parameters: creatingAndWaiting() });

		expect(node.api.requestsTo('download')[0].headers['user-agent']).toContain('n8n-nodes-hailuo');
	});

	it.each([
		['a reset in the middle', { reset: 'midBody' as const }],
		['a 503', { status: 503 }],
		['an empty file', { cutBody: 0 }],
		['a web page instead of a video', { status: 200, body: '<html>Please log in</html>' }],
	])('tries again after %s', async (_, then) => {
		node.api.fault({ on: 'download', then });

		const { items } = await node.run({ parameters: creatingAndWaiting() });

		expect(Buffer.from(items[0].binary!.data.data, 'base64').equals(MP4)).toBe(true);
		expect(node.api.tasks).toHaveLength(1);
	});

	it('gives link and ID when the video cannot be had', async () => {
		node.api.fault({ on: 'download', times: 'always', then: { status: 403 } });

		const { items } = await node.run({
			parameters: creatingAndWaiting(),
			node: { onError: 'continueRegularOutput' },
		});

		const [task] = node.api.tasks;
		expect(items[0].json.error).toMatch(
			new RegExp(`^The video of task ${task.id} is ready, but could not be downloaded`),
		);
		expect(items[0].json.error).toContain(task.videoUrl);
		expect(items[0].json.details).toMatchObject({ status: 'completed', videoUrl: task.videoUrl });
	});
});
