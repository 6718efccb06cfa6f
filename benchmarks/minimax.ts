/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development code, never shipped */
import { Readable } from 'node:stream';
import fastify from 'fastify';

import { chunksOf, lengthOf } from '../simulator/http/answer';
import { videoOf } from '../simulator/media/video';
import {
	completeBehavior,
	stateAt,
	type CompleteBehavior,
	type TaskBehavior,
} from '../simulator/tasks/taskClock';

/** The part of MiniMax's own API that n8n's built-in MiniMax node uses to create a video. */
export interface Minimax {
	/** The value of the hidden `url` of the credential `minimaxApi`. */
	url: string;
	/** Number of requests that read a task. */
	reads(): number;
	close(): Promise<void>;
}

interface Task {
	behavior: CompleteBehavior;
	createdAtMs: number;
}

const SUCCESS = { status_code: 0, status_msg: 'success' };

/**
 * Starts it on a free port of 127.0.0.1. Tasks have the same clock as those of the simulator.
 *
 * @param behaviorFor the behavior of the task of a prompt
 */
export async function startMinimax(
	behaviorFor: (prompt: string) => TaskBehavior,
): Promise<Minimax> {
	const tasks: Task[] = [];
	const app = fastify({ forceCloseConnections: true });
	let origin = '';
	let reads = 0;

	app.post('/v1/video_generation', async ({ body }) => {
		const { prompt } = body as { prompt: string };
		tasks.push({ behavior: completeBehavior(behaviorFor(prompt)), createdAtMs: Date.now() });
		return { task_id: String(tasks.length - 1), base_resp: SUCCESS };
	});

	app.get('/v1/query/video_generation', async ({ query }) => {
		reads += 1;
		const { task_id: id } = query as { task_id: string };
		const { behavior, createdAtMs } = tasks[Number(id)];
		const isDone = stateAt(behavior, Date.now() - createdAtMs).status === 'completed';
		const state = isDone ? { status: 'Success', file_id: id } : { status: 'Processing' };
		return { task_id: id, ...state, base_resp: SUCCESS };
	});

	app.get('/v1/files/retrieve', async ({ query }) => {
		const { file_id: id } = query as { file_id: string };
		const file = { file_id: id, download_url: `${origin}/videos/${id}.mp4` };
		return { file, base_resp: SUCCESS };
	});

	app.get('/videos/:id.mp4', async ({ params }, reply) => {
		const { behavior } = tasks[Number((params as { id: string }).id)];
		const video = videoOf(behavior.videoBytes);
		return await reply
			.headers({ 'content-type': 'video/mp4', 'content-length': lengthOf(video) })
			.send(Readable.from(chunksOf(video), { objectMode: false }));
	});

	origin = await app.listen({ port: 0, host: '127.0.0.1' });
	return { url: `${origin}/v1`, reads: () => reads, close: async () => await app.close() };
}
