/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development code, never shipped */
import fastify from 'fastify';

/** A cloud storage of the S3 kind, with one bucket, for n8n's own S3 node. */
export interface Storage {
	/** For a credential of type `s3`. */
	credential: { [field: string]: string | boolean };
	/** What lies in the bucket, by key. */
	objects: Map<string, { type: string; content: Buffer }>;
	close(): Promise<void>;
}

/** Starts it on 127.0.0.1. It knows: where the bucket is, list, get and put. */
export async function startStorage(): Promise<Storage> {
	const objects: Storage['objects'] = new Map();
	const app = fastify({ bodyLimit: 20_000_000, forceCloseConnections: true });
	app.removeAllContentTypeParsers();
	app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));

	app.get<{ Querystring: Record<string, string> }>('/:bucket', async ({ query }, reply) => {
		void reply.type('application/xml');
		if ('location' in query) return '<LocationConstraint/>';
		const keys = [...objects.keys()].filter((key) => key.startsWith(query.prefix ?? ''));
		const contents = keys.map((key) => `<Contents><Key>${key}</Key></Contents>`);
		return `<ListBucketResult><IsTruncated>false</IsTruncated>${contents.join('')}</ListBucketResult>`;
	});
	app.get<{ Params: { '*': string } }>('/:bucket/*', async ({ params }, reply) => {
		const found = objects.get(params['*']);
		return found ? reply.type(found.type).send(found.content) : reply.code(404).send();
	});
	app.put<{ Params: { '*': string } }>('/:bucket/*', async ({ params, headers, body }, reply) => {
		const type = headers['content-type'] ?? '';
		objects.set(params['*'], { type, content: body as Buffer });
		return reply.send();
	});

	const endpoint = await app.listen({ port: 0, host: '127.0.0.1' });
	const keys = { accessKeyId: 'test', secretAccessKey: 'test' };
	return {
		credential: { endpoint, region: 'us-east-1', forcePathStyle: true, ...keys },
		objects,
		close: async () => await app.close(),
	};
}
