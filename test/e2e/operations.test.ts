/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development code, never shipped */
import { createRequire } from 'node:module';

import { fixture } from '../../simulator/media/video';
import { fileNode } from '../../tools/n8n/fileNode';
import { workflow } from '../../tools/n8n/workflow';
import { simulatedN8n } from './harness/simulatedN8n';

const MP4 = fixture('video.mp4');

/** What people type. n8n compares the whole input with the name and with each alias. */
const SEARCHES = [
	...['hailuo', 'minimax', 'minimax hailuo', 'hailuo minimax', 'hailuo ai', 'hailuo video'],
	...['hailuo 02', 'minimax hailuo 02', 'MiniMax-Hailuo-02', 'h3', 'hailuo h3', 'minimax video'],
	...['ai video', 'video', 'videos'],
	...['generate video', 'generate videos', 'create video', 'create videos', 'create a video'],
	...['make video', 'make a video', 'video generator', 'video generation', 'ai video generator'],
	...['text to video', 'image to video', 'photo to video', 'first last frame', 'animate image'],
	...['text-to-video', 'image-to-video', 'text to video ai', 'video from image', 'wait for video'],
	...['t2v', 'i2v', 'text2video', 'img2video', 'video ready', 'credits'],
];

/** How the editor searches its nodes. */
const { sublimeSearch } = createRequire(require.resolve('n8n-core'))(
	'@n8n/utils/search/sublime-search',
) as { sublimeSearch(words: string, nodes: object[]): object[] };

describe('The Hailuo node in a real n8n', () => {
	const hailuo = simulatedN8n();
	const prompt = 'A paper boat';

	// From first and last frames: examples/04-first-and-last-frame.test.ts.
	it('creates a video and outputs the unchanged MP4', async () => {
		const { items } = await hailuo.run({ prompt });

		const [item] = items('Hailuo');
		const [task] = hailuo.api.tasks;
		expect(item.json).toMatchObject({ taskId: task.id, status: 'completed' });
		expect(MP4.equals(await hailuo.n8n.binary(item))).toBe(true);
		expect(item.binary?.data).toMatchObject({
			fileName: `A-paper-boat-${task.id}.mp4`,
			mimeType: 'video/mp4',
		});
	});

	it('reads a task of another node with Get Status, and outputs its video with Wait', async () => {
		const { credentials } = hailuo;
		// Completed when it is awaited.
		hailuo.api.plan({ durationMs: 20 });
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

	it('is registered with its credential and tool variant, and is found by what people type', async () => {
		const types = await hailuo.n8n.nodeTypes();
		const node = types.find(({ name }) => name === 'n8n-nodes-hailuo.hailuo');

		const find = (words: string) => sublimeSearch(words, [{ properties: node }]);
		expect(SEARCHES.filter((words) => find(words).length === 0)).toEqual([]);
		expect(find('no such node')).toEqual([]);
		expect(node?.credentials?.[0].name).toBe('hailuoApi');
		expect(types.map(({ name }) => name)).toContain('n8n-nodes-hailuo.hailuoTool');
	});
});
