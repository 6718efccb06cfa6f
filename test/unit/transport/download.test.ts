/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development code, never shipped */
import { Readable } from 'node:stream';

import type { IExecuteFunctions } from 'n8n-workflow';

import { downloadVideo } from '../../../nodes/Hailuo/transport/download';
import { VirtualClock } from '../../../tools/simulation/virtualClock';

const GB = 1024 ** 3;
const CHUNK = Buffer.concat([Buffer.from('\0\0\0\bftyp'), Buffer.alloc(2 ** 26 - 8)]);

/** Downloads a video of this size, without its length in the header, into a store that counts the bytes. */
async function download(bytes: number) {
	async function* chunks() {
		for (let rest = bytes; rest > 0; rest -= CHUNK.length) yield CHUNK.subarray(0, rest);
	}
	const helpers = {
		httpRequest: async () =>
			await Promise.resolve({ statusCode: 200, headers: {}, body: Readable.from(chunks()) }),
		async prepareBinaryData(file: Readable) {
			let stored = 0;
			for await (const chunk of file) stored += (chunk as Buffer).length;
			return { bytes: stored };
		},
	};
	const context = { helpers } as unknown as IExecuteFunctions;
	const source = {
		url: 'https://files.example.com/v.mp4',
		baseUrl: 'https://api.example.com',
		name: 'video',
	};
	return await downloadVideo(context, source, new VirtualClock(), new AbortController().signal);
}

describe('downloadVideo', () => {
	it('stores a file of 1 GB, and aborts a larger one', async () => {
		expect(await download(GB)).toEqual({ ok: true, value: { bytes: GB } });
		expect(await download(GB + 1)).toMatchObject({
			ok: false,
			error: { reason: 'invalid', message: expect.stringContaining('larger than 1 GB') },
		});
	});
});
