import { fixture } from '../../simulator/media/video';
import { jsonOf, PRODUCT, simulated } from './simulated';

const sim = simulated();

async function finishedVideo(videoBytes?: number): Promise<string> {
	sim.api.plan({ durationMs: 0, videoBytes });
	await sim.api.createTask();
	return sim.api.tasks[0].videoUrl;
}

const download = async (url: string, headers: Record<string, string> = PRODUCT) =>
	await fetch(url, { headers });
const bytesOf = async (response: Response) => Buffer.from(await response.arrayBuffer());

describe('Simulator, media server', () => {
	it('returns the video as an MP4', async () => {
		const response = await download(await finishedVideo());

		expect(response.headers.get('content-type')).toBe('video/mp4');
		expect((await bytesOf(response)).equals(fixture('video.mp4'))).toBe(true);
		expect(sim.api.requestsTo('download')).toMatchObject([{ taskId: sim.api.tasks[0].id }]);
	});

	it('pads a video to a size with a valid MP4 box', async () => {
		const size = 1024 * 1024;
		const video = await bytesOf(await download(await finishedVideo(size)));
		const original = fixture('video.mp4').length;

		expect(video).toHaveLength(size);
		expect(video.toString('latin1', original + 4, original + 8)).toBe('free');
		expect(Number(video.readBigUInt64BE(original + 8))).toBe(size - original);
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

	it('rejects clients that name no product, wrong tokens, unfinished and unknown videos, and URLs after 24 h', async () => {
		const url = await finishedVideo();
		sim.api.plan({ durationMs: 5000 });
		await sim.api.createTask();
		const statusOf = async (link: string, agent?: string) =>
			(await download(link, agent === undefined ? PRODUCT : { 'User-Agent': agent })).status;

		for (const agent of ['n8n', 'axios/1.18.0', 'node', '']) {
			expect([agent, await statusOf(url, agent)]).toEqual([agent, 403]);
		}
		expect(await statusOf(url.replace(/token=.*/, 'token=other'))).toBe(403);
		expect(await statusOf(sim.api.tasks[1].videoUrl)).toBe(404);
		expect(await statusOf(`${sim.api.mediaUrl}/videos/other.mp4`)).toBe(404);
		sim.advance(24 * 60 * 60 * 1000);
		expect(await statusOf(url)).toBe(200);
		sim.advance(1);
		expect(await statusOf(url)).toBe(403);
	});
});

describe('Simulator, file host', () => {
	it.each([
		['first frame.png', fixture('first.png'), 'image/png'],
		['video.mp4', fixture('video.mp4'), 'video/mp4'],
		['clip.mov', Buffer.from('\0\0\0\x14ftypqt  '), 'video/quicktime'],
		['voice.mp3', Buffer.from('ID3 a song'), 'audio/mpeg'],
		['voice.wav', Buffer.from('RIFF\0\0\0\0WAVEfmt '), 'audio/wav'],
		['animation.gif', Buffer.from('GIF89a'), undefined],
	])('stores what the API accepts, and returns its URL: %s', async (name, content, type) => {
		const form = new FormData();
		form.append('file', new Blob([content]), 'x');
		form.append('fileName', name);
		const { success, data } = await jsonOf(sim.client.upload(form));

		expect(success).toBe(type !== undefined);
		expect(sim.api.requestsTo('upload')).toMatchObject([
			{ server: 'files', body: { fileName: name }, status: success ? 200 : 400 },
		]);
		if (!success) return;
		expect(data).toMatchObject({ file_name: name, file_size: content.length, mime_type: type });
		const stored = await fetch(data.file_url as string);
		expect(stored.headers.get('content-type')).toBe(type);
		expect((await bytesOf(stored)).equals(content)).toBe(true);
	});
});
