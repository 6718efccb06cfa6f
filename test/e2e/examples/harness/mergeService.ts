/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development code, never shipped */
import fastify from 'fastify';

/** A service that joins clips: the part that the examples use. */
export interface MergeService {
	url: string;
	/** Bodies of the requests received, in order. */
	requests: unknown[];
	/** Rejects all further requests with this status. */
	reject(status: number): void;
	close(): Promise<void>;
}

/** Starts it on 127.0.0.1. */
export async function startMergeService(): Promise<MergeService> {
	const requests: unknown[] = [];
	let rejectStatus: number | undefined;
	const app = fastify({ forceCloseConnections: true });
	app.post('/merge', async ({ body }, reply) => {
		requests.push(body);
		return await reply.code(rejectStatus ?? 200).send(rejectStatus ? {} : { story: 'story.mp4' });
	});
	const origin = await app.listen({ port: 0, host: '127.0.0.1' });
	return {
		url: `${origin}/merge`,
		requests,
		reject(status) {
			rejectStatus = status;
		},
		close: async () => await app.close(),
	};
}
