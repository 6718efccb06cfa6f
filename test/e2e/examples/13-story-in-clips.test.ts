/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development code, never shipped */
import fastify from 'fastify';

import type { StandIn } from '../../../tools/examples/file';
import { simulatedN8n } from '../harness/simulatedN8n';
import { exampleOf } from './harness/example';
import { startMessenger } from './harness/messenger';
import { serviceOf } from './harness/service';
import { withParameters } from './harness/standIns';
import { fail, takeLong } from './harness/videos';

const hailuo = simulatedN8n();
const example = exampleOf(hailuo);
const messenger = serviceOf(example, 'telegramApi', startMessenger);

/** A service that joins clips. */
const merge = fastify({ forceCloseConnections: true });
let mergeUrl: string;
let mergeStatus: number;
const mergeRequests: unknown[] = [];
beforeAll(async () => {
	merge.post('/merge', async ({ body }, reply) => {
		mergeRequests.push(body);
		return await reply.code(mergeStatus).send({ story: 'story.mp4' });
	});
	mergeUrl = `${await merge.listen({ port: 0, host: '127.0.0.1' })}/merge`;
});
beforeEach(() => {
	mergeRequests.length = 0;
	mergeStatus = 200;
});
afterAll(async () => await merge.close());

const run = async (standIns: Record<string, StandIn> = {}) =>
	await example.run('Start', {
		standIns: { Merge: withParameters({ url: mergeUrl }), ...standIns },
	});

it('Example 13 creates three clips from four keyframes in parallel, and sends them to the merge service in order', async () => {
	// The first takes the longest.
	takeLong(hailuo.api, 'fog', 4_000);

	await run();

	const clips = [/fog/, /pier/, /open sea/].map((prompt) => hailuo.taskOf(prompt));
	const picture = (name: string) => `https://example.com/${name}.png`;
	expect(clips.map(({ request }) => request)).toMatchObject([
		{ mode: 'firstLastFrame', imageUrls: [picture('1-harbour'), picture('2-boat')] },
		{ mode: 'firstLastFrame', imageUrls: [picture('2-boat'), picture('3-sea')] },
		{ mode: 'firstLastFrame', imageUrls: [picture('3-sea'), picture('4-island')] },
	]);
	const videos = clips.map(({ videoUrl }, clipIndex) => ({ clipIndex, videoUrl }));
	expect(mergeRequests).toEqual([{ clips: videos }]);
	// All were created before any was read.
	const kinds = hailuo.api.requests.map(({ endpoint }) => endpoint);
	expect(kinds.slice(0, 3)).toEqual(['create', 'create', 'create']);
	expect(messenger.texts()).toEqual([]);
});

it('Example 13 does not merge an incomplete story, and sends a message that names the missing clip', async () => {
	fail(hailuo.api, 'pier');

	const { items } = await run();

	expect(mergeRequests).toEqual([]);
	expect(messenger.texts()).toEqual([
		expect.stringMatching(/incomplete. Clip 1: .* failed: Not allowed\./),
	]);
	const [{ json }] = items('One list');
	expect(json.clips).toMatchObject([
		{ clipIndex: 0, videoUrl: hailuo.taskOf(/fog/).videoUrl },
		{ clipIndex: 1, taskId: hailuo.taskOf(/pier/).id, videoUrl: '' },
		{ clipIndex: 2, videoUrl: hailuo.taskOf(/open sea/).videoUrl },
	]);
});

it('Example 13 sends a message if the merge service is unavailable', async () => {
	mergeStatus = 503;

	await run();

	expect(messenger.texts()).toEqual([expect.stringMatching(/not merged: .*503/)]);
});

const harbour = { imageUrl: 'https://example.com/1-harbour.png' };

it('Example 13 creates nothing from invalid keyframes, and sends a message', async () => {
	const single = [harbour];
	const withoutImage = [harbour, { imageUrl: '' }, harbour];
	for (const keyframes of [single, withoutImage, undefined])
		await run({ Keyframes: withParameters({ jsonOutput: JSON.stringify({ keyframes }) }) });

	expect(hailuo.api.requests).toEqual([]);
	expect(messenger.texts()).toEqual(
		Array(3).fill(expect.stringContaining('at least two keyframes')),
	);
});
