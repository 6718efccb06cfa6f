import { fixture } from '../../simulator/media/video';
import { fileNode } from '../../tools/n8n/fileNode';
import { workflow } from '../../tools/n8n/workflow';
import { simulatedN8n } from './harness/simulatedN8n';

const MP4 = fixture('video.mp4');
const FIRST = 'https://example.com/first.png';
const LAST = 'https://example.com/last.png';

describe('The Hailuo node in a real n8n', () => {
	const hailuo = simulatedN8n();
	const prompt = 'A paper boat';

	it.each([
		['textToVideo', {}, undefined],
		['firstLastFrame', { firstFrameUrl: FIRST, lastFrameUrl: LAST }, [FIRST, LAST]],
	] as const)(
		'creates a video in the mode %s and outputs the unchanged MP4',
		async (mode, parameters, images) => {
			const { items } = await hailuo.run({ prompt, mode, ...parameters });

			const [item] = items('Hailuo');
			const [task] = hailuo.api.tasks;
			expect(item.json).toMatchObject({ taskId: task.id, status: 'completed' });
			expect((task.sentBody as { image_urls?: string[] }).image_urls).toEqual(images);
			expect(MP4.equals(await hailuo.n8n.binary(item))).toBe(true);
			expect(item.binary?.data).toMatchObject({
				fileName: `A-paper-boat-${task.id}.mp4`,
				mimeType: 'video/mp4',
			});
		},
	);

	it('reads a task of another node with Get Status, and outputs its video with Wait', async () => {
		const { credentials } = hailuo;
		const flow = hailuo
			.flow({ prompt, waitForCompletion: false })
			.node('Status', 'n8n-nodes-hailuo.hailuo', {
				parameters: { operation: 'getStatus' },
				credentials,
			})
			.node('Wait', 'n8n-nodes-hailuo.hailuo', { parameters: { operation: 'wait' }, credentials });
		const { id } = await hailuo.n8n.createWorkflow(flow.build());

		const { items } = await hailuo.n8n.run(id);

		const [{ id: taskId }] = hailuo.api.tasks;
		expect(items('Hailuo')[0].json).toMatchObject({ taskId, status: 'pending' });
		expect(items('Status')[0].json).toMatchObject({ taskId, status: expect.any(String) });
		const [waited] = items('Wait');
		expect(waited.json).toMatchObject({ taskId, status: 'completed' });
		expect(MP4.equals(await hailuo.n8n.binary(waited))).toBe(true);
	});

	it('creates a video from an image of a file node', async () => {
		const image = fixture('first.png');
		const flow = workflow('From a file')
			.manualTrigger()
			.node(...fileNode('first.png', image))
			.node('Hailuo', 'n8n-nodes-hailuo.hailuo', {
				parameters: { mode: 'imageToVideo', firstFrameSource: 'binary' },
				credentials: hailuo.credentials,
			});
		const { id } = await hailuo.n8n.createWorkflow(flow.build());

		const { items } = await hailuo.n8n.run(id);

		expect(items('Hailuo')[0].json).toMatchObject({ status: 'completed', mode: 'imageToVideo' });
		const [{ request }] = hailuo.api.tasks;
		const uploaded = await (await fetch(request.imageUrls[0])).arrayBuffer();
		expect(image.equals(Buffer.from(uploaded))).toBe(true);
	});

	it('is registered with its credential, aliases and tool variant', async () => {
		const types = await hailuo.n8n.nodeTypes();
		const node = types.find(({ name }) => name === 'n8n-nodes-hailuo.hailuo');

		expect(node?.codex?.alias).toEqual(
			expect.arrayContaining(['MiniMax Hailuo', 'video', 'text to video']),
		);
		expect(node?.credentials?.[0].name).toBe('hailuoApi');
		expect(types.map(({ name }) => name)).toContain('n8n-nodes-hailuo.hailuoTool');
	});
});
