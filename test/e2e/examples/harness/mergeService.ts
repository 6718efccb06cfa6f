/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development code, never shipped */
import fastify from 'fastify';

/** A service that joins clips, as far as the examples use one. */
export interface MergeService {
	url: string;
	/** The bodies of its requests, in order. */
	requests: unknown[];
	/** The next requests are refused with this status. */
	refuse(status: number): void;
	close(): Promise<void>;
}

/** Starts it on 127.0.0.1. */
export async function startMergeService(): Promise<MergeService> {
	const requests: unknown[] = [];
	let refusal: number | undefined;
	const app = fastify({ forceCloseConnections: true });
	app.post('/merge', async ({ body }, reply) => {
		requests.push(body);
		return await reply.code(refusal ?? 200).send(refusal ? {} : { story: 'story.mp4' });
	});
	const origin = await app.listen({ port: 0, host: '127.0.0.1' });
	return {
		url: `${origin}/merge`,
		requests,
		refuse(status) {
			refusal = status;
		},
		close: async () => await app.close(),
	};
}
