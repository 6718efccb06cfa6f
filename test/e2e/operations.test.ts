import { fixture } from '../../simulator/media/video';
import { fileNode } from '../../tools/n8n/fileNode';
import { simulatedN8n } from './harness/simulatedN8n';
import { workflow } from '../../tools/n8n/workflow';

const MP4 = fixture('video.mp4');
const FIRST = 'https://example.com/first.png';
const LAST = 'https://example.com/last.png';

const modes = [
	['textToVideo', { mode: 'textToVideo' }, undefined],
	['imageToVideo', { mode: 'imageToVideo', firstFrameUrl: FIRST, quality: '512p' }, [FIRST]],
	[
		'firstLastFrame',
		{ mode: 'firstLastFrame', firstFrameUrl: FIRST, lastFrameUrl: LAST, quality: '1080p' },
		[FIRST, LAST],
	],
	['firstLastFrame', { mode: 'auto', imageUrls: `${FIRST}\n${LAST}` }, [FIRST, LAST]],
] as const;

describe('The Hailuo node in a real n8n', () => {
	const hailuo = simulatedN8n();
	const waiting = { prompt: 'A paper boat', waitForCompletion: true };
	const notWaiting = { ...waiting, waitForCompletion: false };

	it.each(modes)(
		'creates a video and outputs the unchanged MP4: %s',
		async (mode, parameters, images) => {
			const execution = await hailuo.run({ ...waiting, ...parameters });

			const [item] = execution.items('Hailuo');
			const [task] = hailuo.api.tasks;
			expect(item.json).toMatchObject({ taskId: task.id, status: 'completed', mode });
			expect((task.sentBody as { image_urls?: string[] }).image_urls).toEqual(images);
			expect(MP4.equals(await hailuo.n8n.binary(item))).toBe(true);
			expect(item.binary?.data).toMatchObject({
				fileName: `A-paper-boat-${task.id}.mp4`,
				mimeType: 'video/mp4',
			});
		},
	);

	it.each(modes)(
		'outputs the video of a Create with a separate Wait node: %s',
		async (mode, parameters) => {
			const { id } = await hailuo.n8n.createWorkflow(
				hailuo
					.flow({ ...notWaiting, ...parameters })
					.node('Wait', 'n8n-nodes-hailuo.hailuo', {
						parameters: { operation: 'wait' },
						credentials: hailuo.credentials,
					})
					.build(),
			);
			const execution = await hailuo.n8n.run(id);

			const [created] = execution.items('Hailuo');
			const [waited] = execution.items('Wait');
			expect(created.json).toMatchObject({ status: 'pending', mode });
			expect(waited.json).toMatchObject({ taskId: created.json.taskId, status: 'completed' });
			expect(MP4.equals(await hailuo.n8n.binary(waited))).toBe(true);
		},
	);

	it('creates a video from an image of a file node', async () => {
		const image = fixture('first.png');
		const flow = workflow('From a file')
			.manualTrigger()
			.node(...fileNode('first.png', image))
			.node('Hailuo', 'n8n-nodes-hailuo.hailuo', {
				parameters: { mode: 'imageToVideo', firstFrameSource: 'binary', waitForCompletion: true },
				credentials: hailuo.credentials,
			});
		const { id } = await hailuo.n8n.createWorkflow(flow.build());

		const execution = await hailuo.n8n.run(id);

		const [item] = execution.items('Hailuo');
		expect(item.json).toMatchObject({ status: 'completed', mode: 'imageToVideo' });
		expect(MP4.equals(await hailuo.n8n.binary(item))).toBe(true);
		const [{ request }] = hailuo.api.tasks;
		const uploaded = await (await fetch(request.imageUrls[0])).arrayBuffer();
		expect(image.equals(Buffer.from(uploaded))).toBe(true);
		expect(hailuo.api.requestsTo('upload')).toHaveLength(1);
	});

	it('reads a new task once with Get Status, without waiting for it', async () => {
		hailuo.api.plan({ durationMs: 60_000 });
		const { id } = await hailuo.n8n.createWorkflow(
			hailuo
				.flow(notWaiting)
				.node('Status', 'n8n-nodes-hailuo.hailuo', {
					parameters: { operation: 'getStatus' },
					credentials: hailuo.credentials,
				})
				.build(),
		);
		const execution = await hailuo.n8n.run(id);

		expect(execution.items('Status')[0].json).toMatchObject({
			taskId: hailuo.api.tasks[0].id,
			status: expect.stringMatching(/pending|processing/),
		});
		expect(hailuo.api.requestsTo('read')).toHaveLength(1);
	});

	it('keeps the order of the items', async () => {
		const items = ['A boat', 'A kite', 'A train'].map((prompt) => ({ prompt }));

		const execution = await hailuo.run({ ...waiting, prompt: '={{ $json.prompt }}' }, { items });

		const promptOf = (id: unknown) =>
			hailuo.api.tasks.find((task) => task.id === id)?.request.prompt;
		const created = execution
			.items('Hailuo')
			.map(({ json }) => ({ prompt: promptOf(json.taskId) }));
		expect(created).toEqual(items);
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
