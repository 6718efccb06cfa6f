import { startSimulator, type Simulator } from '../../../simulator/index';
import { fixture } from '../../../simulator/media/video';
import { clientOf, jsonOf, type Client } from '../../../simulator/testing/client';

const PNG = fixture('first.png');
let simulator: Simulator;
let client: Client;

beforeAll(async () => {
	simulator = await startSimulator();
	client = clientOf(simulator);
});
beforeEach(() => simulator.reset());
afterAll(async () => await simulator.close());

function formWith(content: Buffer, fileName?: string): FormData {
	const form = new FormData();
	form.append('file', new Blob([content], { type: 'image/png' }), 'first frame.png');
	if (fileName !== undefined) form.append('fileName', fileName);
	return form;
}

async function expectImageAt(url: string): Promise<void> {
	expect(url.startsWith(simulator.mediaUrl)).toBe(true);
	const image = await fetch(url);
	expect(image.headers.get('content-type')).toBe('image/png');
	expect(Buffer.from(await image.arrayBuffer()).equals(PNG)).toBe(true);
}

describe('Simulator, file host', () => {
	it('stores a file from a multipart form and returns its URL', async () => {
		const { success, data } = await jsonOf(client.uploadForm(formWith(PNG, 'frame.png')));

		expect(success).toBe(true);
		expect(data.file_url).toMatch(/\/frame\.png$/);
		await expectImageAt(data.file_url);
		expect(simulator.requestsTo('upload')).toMatchObject([
			{
				server: 'files',
				body: { file: `first frame.png, image/png, ${PNG.length} bytes`, fileName: 'frame.png' },
				status: 200,
			},
		]);
	});

	it.each(['', 'data:image/png;base64,'])(
		'stores a base64 file with the prefix %j and returns its URL',
		async (prefix) => {
			const body = { base64_data: prefix + PNG.toString('base64') };
			await expectImageAt((await jsonOf(client.uploadBase64(body))).data.file_url);
		},
	);

	it.each([
		['video.mp4', fixture('video.mp4'), 'video/mp4'],
		['clip.mov', Buffer.from('\0\0\0\x14ftypqt  '), 'video/quicktime'],
		['voice.mp3', Buffer.from('ID3 a song'), 'audio/mpeg'],
		['voice.wav', Buffer.from('RIFF\0\0\0\0WAVEfmt '), 'audio/wav'],
	])('stores %s, too', async (name, content, type) => {
		const { data } = await jsonOf(client.uploadForm(formWith(content, name)));

		expect(data).toMatchObject({ file_name: name, file_size: content.length, mime_type: type });
		expect((await fetch(data.file_url)).headers.get('content-type')).toBe(type);
	});

	it('rejects a GIF with a 400', async () => {
		const response = await client.uploadForm(formWith(Buffer.from('GIF89a')));

		expect(response.status).toBe(400);
		expect(await response.json()).toMatchObject({ success: false, code: 400 });
	});

	it('returns an injected error in the format of the file host', async () => {
		simulator.fault({ on: 'upload', then: { status: 503 } });
		const response = await client.uploadForm(formWith(PNG));

		expect(response.status).toBe(503);
		expect(await response.json()).toMatchObject({ success: false, code: 503 });
	});
});
