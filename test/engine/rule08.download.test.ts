import { randomBytes } from 'node:crypto';

import { fixture } from '../../simulator/media/video';
import { contentOf } from '../../tools/engine/binaryStore';
import { createAndWaitParams, simulated } from './harness/simulatedNode';

const MP4 = fixture('video.mp4');

// What is tried again, and how a failed download ends: the rows of the fault matrix, test/faults/cases/download.ts.
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

	it('sends a User-Agent to the storage host, and requests no compression', async () => {
		await node.run({ parameters: createAndWaitParams() });

		expect(node.api.requestsTo('download')[0].headers).toMatchObject({
			'user-agent': expect.stringContaining('n8n-nodes-hailuo'),
			'accept-encoding': 'identity',
		});
	});

	it('accepts a compressed response that is longer than the video', async () => {
		// The start of a video and random bytes, which grow when compressed.
		const noise = Buffer.concat([MP4.subarray(0, 32), randomBytes(1_000)]).toString('latin1');
		node.api.fault({ on: 'download', then: { gzip: true, content: noise } });

		const { items } = await node.run({ parameters: createAndWaitParams() });

		expect(contentOf(items[0].binary!.data).toString('latin1')).toBe(noise);
		expect(node.api.requestsTo('download')).toHaveLength(1);
	});
});
