import { randomBytes } from 'node:crypto';

import { fixture } from '../../simulator/media/video';
import { contentOf } from '../../tools/engine/binaryStore';
import { createAndWaitParams, simulated } from './harness/simulatedNode';

const MP4 = fixture('video.mp4');

const page = (contentType: string) => ({
	status: 200,
	body: '<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>',
	headers: { 'content-type': contentType },
});

describe('Rule 8: Videos are streamed, and a failed download never loses the task', () => {
	const node = simulated();

	it('stores the unchanged bytes of the video in the selected field', async () => {
		const { items } = await node.run({
			parameters: createAndWaitParams({ options: { outputBinaryField: 'clip' } }),
		});

		const { clip } = items[0].binary!;
		expect(contentOf(clip).equals(MP4)).toBe(true);
		expect(clip).toMatchObject({
			fileName: `A-paper-boat-${node.api.tasks[0].id}.mp4`,
			mimeType: 'video/mp4',
		});
	});

	it('names a file by its content, whatever the Content-Type', async () => {
		const mov = `\0\0\0\x14ftypqt  ${'x'.repeat(100)}`;
		const headers = { 'content-type': 'video/mp4; codecs="avc1"' };
		node.api.fault({ on: 'download', then: { status: 200, body: mov, headers } });

		const { items } = await node.run({ parameters: createAndWaitParams() });

		expect(items[0].binary?.data).toMatchObject({
			fileName: `A-paper-boat-${node.api.tasks[0].id}.mov`,
			mimeType: 'video/quicktime',
		});
	});

	it('sends a User-Agent to the storage host', async () => {
		await node.run({ parameters: createAndWaitParams() });

		expect(node.api.requestsTo('download')[0].headers['user-agent']).toContain('n8n-nodes-hailuo');
	});

	it.each([
		['a reset in the middle', { reset: 'midBody' as const }],
		['a 503', { status: 503 }],
		['an empty file', { cutBody: 0 }],
		['a web page instead of a video', { status: 200, body: '<html>Please log in</html>' }],
		['a web page whose content type is in capitals', page('Text/HTML; Charset=UTF-8')],
		['a web page without a content type', page('')],
		['an error of the storage host sent as a file', page('application/octet-stream')],
		['a web page with the content type of a video', page('video/mp4')],
	])('retries a download after %s', async (_, then) => {
		node.api.fault({ on: 'download', then });

		const { items } = await node.run({ parameters: createAndWaitParams() });

		expect(contentOf(items[0].binary!.data).equals(MP4)).toBe(true);
		expect(node.api.tasks).toHaveLength(1);
	});

	it('names task and URL if the file is not a video', async () => {
		node.api.fault({ on: 'download', times: 'always', then: page('application/octet-stream') });

		const { error } = await node.run({ parameters: createAndWaitParams(), clockSpeed: 60 });

		const [task] = node.api.tasks;
		expect(error?.message).toBe(
			`The video of task ${task.id} is ready, but could not be downloaded: The video URL returned a file that is not a video`,
		);
		expect(error?.description).toContain(task.videoUrl);
	});

	it('requests no compression, but accepts a compressed response', async () => {
		node.api.plan({ durationMs: 200, estimatedTimeS: 1 });
		node.api.fault({ on: 'download', then: { gzip: true } });

		const { items } = await node.run({ parameters: createAndWaitParams() });

		expect(contentOf(items[0].binary!.data).equals(MP4)).toBe(true);
		const downloads = node.api.requestsTo('download');
		expect(downloads).toHaveLength(1);
		expect(downloads[0].headers['accept-encoding']).toBe('identity');
	});

	it('accepts a compressed response that is longer than the video', async () => {
		// The start of a video and random bytes, which grow when compressed.
		const noise = Buffer.concat([MP4.subarray(0, 32), randomBytes(1_000)]).toString('latin1');
		node.api.fault({ on: 'download', then: { gzip: true, content: noise } });

		const { items } = await node.run({ parameters: createAndWaitParams() });

		expect(contentOf(items[0].binary!.data).toString('latin1')).toBe(noise);
		expect(node.api.requestsTo('download')).toHaveLength(1);
	});

	it('refuses a file of more than 1 GB without downloading it', async () => {
		node.api.plan({ durationMs: 200, estimatedTimeS: 1, videoBytes: 1024 ** 3 + 1 });

		const { error } = await node.run({ parameters: createAndWaitParams() });

		expect(error?.message).toMatch(/could not be downloaded: The file is larger than 1 GB/);
		expect(node.api.requestsTo('download')).toHaveLength(1);
	});

	it('retries a download that received no data for 60 s', async () => {
		node.api.fault({ on: 'download', then: { stall: true } });

		const { items } = await node.run({ parameters: createAndWaitParams(), clockSpeed: 60 });

		expect(contentOf(items[0].binary!.data).equals(MP4)).toBe(true);
		expect(node.api.requestsTo('download')).toHaveLength(2);
	});

	it.each([403, 404])(
		'retries a download for about a minute after %d, since the file may appear late',
		async (status) => {
			node.api.fault({ on: 'download', times: 5, then: { status } });

			const { items } = await node.run({ parameters: createAndWaitParams(), clockSpeed: 60 });

			expect(contentOf(items[0].binary!.data).equals(MP4)).toBe(true);
			expect(node.api.requestsTo('download')).toHaveLength(6);
		},
	);

	it('reads a completed task for about a minute until it has a URL', async () => {
		node.api.fault({
			on: 'read',
			atCompletion: true,
			times: 5,
			then: { patch: { results: null } },
		});

		const { items } = await node.run({ parameters: createAndWaitParams(), clockSpeed: 60 });

		expect(items[0].json.videoUrl).toBe(node.api.tasks[0].videoUrl);
		expect(contentOf(items[0].binary!.data).equals(MP4)).toBe(true);
	});

	it('outputs task ID and URL if the video cannot be downloaded', async () => {
		node.api.fault({ on: 'download', times: 'always', then: { status: 403 } });

		const { items } = await node.run({
			parameters: createAndWaitParams(),
			node: { onError: 'continueRegularOutput' },
			clockSpeed: 60,
		});

		expect(node.api.requestsTo('download')).toHaveLength(7);
		const [task] = node.api.tasks;
		expect(items[0].json.error).toMatch(
			new RegExp(`^The video of task ${task.id} is ready, but could not be downloaded`),
		);
		expect(items[0].json.error).toContain(task.videoUrl);
		expect(items[0].json.details).toMatchObject({ status: 'completed', videoUrl: task.videoUrl });
	});
});
