/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development code, never shipped */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import S3rver from '@20minutes/s3rver';

import { fetchOnce } from '../../../../tools/n8n/fetchOnce';
import { withoutPrompt } from './videos';

const BUCKET = 'my-videos';

/** An S3 server (s3rver) with the bucket that the examples use. It verifies signatures. */
export interface Storage {
	/** For a credential of type `s3`. */
	credential: { [field: string]: string | boolean };
	put(key: string, type: string, content: Buffer): Promise<void>;
	/** The objects in the bucket, by key (`withoutPrompt`). */
	objects(): Promise<Map<string, { type: string; content: Buffer }>>;
	close(): Promise<void>;
}

/** Starts it on 127.0.0.1. */
export async function startStorage(): Promise<Storage> {
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
		credential: {
			endpoint,
			region: 'us-east-1',
			forcePathStyle: true,
			accessKeyId: 'S3RVER',
			secretAccessKey: 'S3RVER',
		},
		async put(key, type, content) {
			await fetchOnce(at(key), { method: 'PUT', headers: { 'content-type': type }, body: content });
		},
		async objects() {
			const list = await (await fetchOnce(at())).text();
			const keys = [...list.matchAll(/<Key>([^<]*)<\/Key>/g)].map(([, key]) => key);
			const read = keys.map(async (key) => {
				const answer = await fetchOnce(at(key));
				const content = Buffer.from(await answer.arrayBuffer());
				return [
					withoutPrompt(key),
					{ type: answer.headers.get('content-type') ?? '', content },
				] as const;
			});
			return new Map(await Promise.all(read));
		},
		async close() {
			await server.close();
			rmSync(directory, { recursive: true, force: true });
		},
	};
}
