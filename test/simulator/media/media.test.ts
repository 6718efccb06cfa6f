/* eslint-disable @n8n/community-nodes/no-restricted-globals -- development code, never shipped */
import { createdId, PRODUCT } from '../../../simulator/testing/client';
import { fixture } from '../../../simulator/media/video';
import { simulated } from '../simulated';

const MIB = 1024 * 1024;
const sim = simulated();

async function finishedVideo(videoBytes?: number): Promise<string> {
	sim.api.plan({ durationMs: 0, ...(videoBytes !== undefined && { videoBytes }) });
	await createdId(sim.client);
	return sim.api.tasks[0].videoUrl;
}

const download = async (url: string, headers: Record<string, string> = PRODUCT) =>
	await fetch(url, { headers });

describe('Simulator, media server', () => {
	it('has another origin than the API', () => {
		const origins = [sim.api.baseUrl, sim.api.mediaUrl, sim.api.filesUrl].map(
			(url) => new URL(url).origin,
		);
		expect(new Set(origins).size).toBe(3);
	});

	it('returns the video as an MP4 with its index before the data', async () => {
		const response = await download(await finishedVideo());
		const video = Buffer.from(await response.arrayBuffer());

		expect(response.headers.get('content-type')).toBe('video/mp4');
		expect(response.headers.get('content-length')).toBe(`${video.length}`);
		expect(video.equals(fixture('video.mp4'))).toBe(true);
		expect(video.indexOf('moov')).toBeLessThan(video.indexOf('mdat'));
		expect(sim.api.requestsTo('download')).toMatchObject([{ taskId: sim.api.tasks[0].id }]);
	});

	it.each([
		['an Authorization header', '', { Authorization: 'Bearer whatever' }],
		['the API key in another header', '', { 'X-Api-Key': 'test-key' }],
		['the API key in the URL', '&key=test-key', {}],
	])('rejects %s and records a key leak', async (_what, query, headers) => {
		const url = await finishedVideo();
		const response = await download(url + query, { ...PRODUCT, ...headers });

		expect(response.status).toBe(400);
		expect(sim.api.keyLeaks).toMatchObject([{ server: 'media', keyLeak: true }]);
	});

	it.each(['n8n', 'axios/1.18.0', 'node', ''])('rejects the User-Agent %j', async (agent) => {
		const response = await download(await finishedVideo(), { 'User-Agent': agent });
		expect(response.status).toBe(403);
	});

	it('rejects a wrong token (403), an unfinished or unknown video (404) and a URL after 24 h (403)', async () => {
		const url = await finishedVideo();
		sim.api.plan({ durationMs: 5000 });
		await createdId(sim.client);
		const statusOf = async (link: string) => (await download(link)).status;

		expect(await statusOf(url.replace(/token=.*/, 'token=other'))).toBe(403);
		expect(await statusOf(sim.api.tasks[1].videoUrl)).toBe(404);
		expect(await statusOf(`${sim.api.mediaUrl}/videos/other.mp4`)).toBe(404);
		sim.clock.advance(24 * 60 * 60 * 1000);
		expect(await statusOf(url)).toBe(200);
		sim.clock.advance(1);
		expect(await statusOf(url)).toBe(403);
	});

	it.each(['first.png', 'last.png'])('serves the example image %s', async (name) => {
		const response = await fetch(`${sim.api.mediaUrl}/images/${name}`);

		expect(response.headers.get('content-type')).toBe('image/png');
		expect(Buffer.from(await response.arrayBuffer()).equals(fixture(name))).toBe(true);
	});

	it('pads a video to a size of 1 MiB with a valid MP4 box', async () => {
		const size = MIB;
		const response = await download(await finishedVideo(size));
		const video = Buffer.from(await response.arrayBuffer());
		const original = fixture('video.mp4').length;

		expect(video).toHaveLength(size);
		expect(video.toString('latin1', original + 4, original + 8)).toBe('free');
		expect(Number(video.readBigUInt64BE(original + 8))).toBe(size - original);
	});

	it('streams a video of 512 MiB with less than a quarter of it in memory', async () => {
		const size = 512 * MIB;
		const url = await finishedVideo(size);
		const before = process.memoryUsage().rss;
		const response = await download(url);
		let received = 0;
		let peak = before;
		for await (const chunk of response.body!) {
			received += (chunk as Uint8Array).length;
			peak = Math.max(peak, process.memoryUsage().rss);
		}

		expect(received).toBe(size);
		expect(peak - before).toBeLessThan(size / 4);
	});
});
