/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development code, never shipped */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import S3rver from '@20minutes/s3rver';

import { fetchOnce } from '../../../../tools/n8n/fetchOnce';

const BUCKET = 'my-videos';

/** An S3 server (s3rver) with the bucket that the examples use. It verifies signatures. */
export async function startStorage() {
	const directory = mkdtempSync(join(tmpdir(), 'hailuo-s3-'));
	const server = new S3rver({
		address: '127.0.0.1',
		port: 0,
		silent: true,
		directory,
		configureBuckets: [{ name: BUCKET, configs: [] }],
	});
	const { port } = await server.run();
	const endpoint = `http://127.0.0.1:${port}`;
	const at = (key = '') => `${endpoint}/${BUCKET}/${key}`;
	return {
		/** For a credential of type `s3`. */
		credential: {
			endpoint,
			region: 'us-east-1',
			forcePathStyle: true,
			accessKeyId: 'S3RVER',
			secretAccessKey: 'S3RVER',
		},
		async put(key: string, type: string, body: Buffer) {
			await fetchOnce(at(key), { method: 'PUT', headers: { 'content-type': type }, body });
		},
		/** The keys of all objects in the bucket. */
		async keys(): Promise<string[]> {
			const list = await (await fetchOnce(at())).text();
			return [...list.matchAll(/<Key>([^<]*)<\/Key>/g)].map(([, key]) => key);
		},
		async read(key: string) {
			const answer = await fetchOnce(at(key));
			const content = Buffer.from(await answer.arrayBuffer());
			return { type: answer.headers.get('content-type'), content };
		},
		async close() {
			await server.close();
			rmSync(directory, { recursive: true, force: true });
		},
	};
}
