import { Hailuo } from '../../nodes/Hailuo/Hailuo.node';
import { fixture } from '../../simulator/media/video';
import { inItem, storedFile } from '../../tools/engine/binaryStore';
import { createParams, simulated } from './harness/simulatedNode';

const upload = { resource: 'file', operation: 'upload' };
const MP4 = fixture('video.mp4');
const PNG = fixture('first.png');
const MP3 = Buffer.from('ID3 not really a song');

describe('Upload', () => {
	const node = simulated();
	const uploads = () => node.api.requestsTo('upload');
	const run = async (options: Omit<Parameters<typeof node.run>[0], 'parameters'>) =>
		await node.run({ parameters: upload, filesBaseUrl: node.api.filesUrl, ...options });

	it.each([
		['stored in n8n’s binary store', storedFile],
		['stored in the item', inItem],
	])('outputs the public URL of a file %s, and what is known of it', async (_, keep) => {
		const file = { ...(await keep(MP4, 'video/mp4; codecs="avc1"')), fileName: 'Über uns.mp4' };

		const { items } = await run({ files: [{ data: file }] });

		expect(items).toEqual([
			{
				json: {
					fileUrl: expect.stringMatching(/\/uploads\/.*\.mp4$/),
					fileName: 'Über uns.mp4',
					mimeType: 'video/mp4',
					fileSize: MP4.length,
					expiresAt: expect.stringMatching(/^\d{4}-.*Z$/),
				},
				pairedItem: { item: 0 },
			},
		]);
		expect(Object.keys(items[0].json)).toEqual([
			...['fileUrl', 'fileName', 'mimeType', 'fileSize', 'expiresAt'],
		]);
		const content = await fetch(String(items[0].json.fileUrl));
		expect(Buffer.from(await content.arrayBuffer()).equals(MP4)).toBe(true);
		expect(uploads()).toMatchObject([
			{ body: { file: expect.stringMatching(/^[0-9a-f]{32}\.mp4, video\/mp4, \d+ bytes$/) } },
		]);
		expect(node.api.keyLeaks).toEqual([]);
	});

	it('omits what is not known', async () => {
		const then = {
			patch: { data: { file_url: 'https://files.example.com/a', expires_at: 'soon' } },
		};
		node.api.fault({ on: 'upload', then });

		const { items } = await run({ files: [{ data: inItem(MP3, 'audio/mpeg') }] });

		const [{ json }] = items;
		expect(json).toEqual({
			fileUrl: expect.any(String),
			mimeType: 'audio/mpeg',
			fileSize: MP3.length,
		});
	});

	it('accepts images, videos and audio files of all items, each once, in input order', async () => {
		const files = [inItem(PNG), inItem(MP4, 'video/mp4'), inItem(MP3, 'audio/mpeg'), inItem(PNG)];

		const { items } = await run({ files: files.map((data) => ({ data })) });

		expect(items.map(({ json }) => json.mimeType)).toEqual([
			...['image/png', 'video/mp4', 'audio/mpeg', 'image/png'],
		]);
		expect(items[3].json.fileUrl).toBe(items[0].json.fileUrl);
		expect(uploads()).toHaveLength(3);
		expect(node.api.tasks).toEqual([]);
	});

	it('gives Create a reference', async () => {
		const fileUrl = 'https://files.example.com/boat.png';
		node.api.fault({ on: 'upload', then: { patch: { data: { file_url: fileUrl } } } });

		const { items } = await run({
			files: [{ data: inItem(PNG) }],
			next: createParams({
				model: 'minimax-h3',
				mode: 'reference',
				aspectRatio: 'adaptive',
				referenceImageUrls: '={{ $json.fileUrl }}',
			}),
		});

		expect(items[0].json.fileUrl).toBe(fileUrl);
		expect(node.api.requestsTo('create')).toMatchObject([
			{ status: 200, body: { image_urls: [fileUrl] } },
		]);
	});

	describe('before any request', () => {
		const data = inItem(PNG);

		it.each<[string, RegExp, Partial<Parameters<typeof node.run>[0]>]>([
			[
				'no Files Base URL',
				/^Files Base URL in the credential is empty\. Enter a URL such as https/,
				{ filesBaseUrl: '' },
			],
			[
				'an invalid Files Base URL',
				/^Files Base URL in the credential is not a valid URL/,
				{ filesBaseUrl: 'files-api.evolink.ai' },
			],
			[
				'another field',
				/^The file cannot be read: the item has no binary field "photo"\. It has: data\. Nothing was charged\.$/,
				{ parameters: { ...upload, binaryPropertyName: 'photo' } },
			],
			[
				'no files',
				/has no binary field "data"\. It has no files\. Nothing was charged\.$/,
				{ files: [{}] },
			],
			[
				'an empty file',
				/^The file is empty\. Nothing was charged\.$/,
				{ files: [{ data: inItem(Buffer.alloc(0)) }] },
			],
			[
				'an AI agent, which passes no files',
				/^An AI agent passes no files to its tools\. Upload the file before the agent\. Nothing was charged\.$/,
				{
					nodeType: new Hailuo(),
					node: { type: 'n8n-nodes-hailuo.hailuoTool', onError: 'stopWorkflow' },
				},
			],
		])('refuses %s', async (_, message, options) => {
			const { error } = await run({ files: [{ data }], ...options });

			expect(`${error?.message}. ${error?.description}`).toMatch(message);
			expect(node.api.requests).toEqual([]);
		});

		it('refuses the items whose credential has no Files Base URL, and uploads the others', async () => {
			const { items } = await run({
				files: [{ data }, { data }],
				credential: (itemIndex) => ({ filesBaseUrl: itemIndex === 0 ? '' : node.api.filesUrl }),
				node: { onError: 'continueRegularOutput' },
			});

			expect(items.map(({ json }) => json.error ?? json.fileUrl)).toEqual([
				expect.stringContaining('Files Base URL in the credential is empty'),
				expect.stringContaining('/uploads/'),
			]);
		});
	});

	it.each([
		'../../etc/passwd',
		'a"; filename="b.png',
		'a\r\nX-Header: b',
		'a\0b',
		'\ud83c',
		'__proto__',
	])(
		'uploads a file whose name, extension and type are %j under a generated name',
		async (text) => {
			const odd = { fileName: text, fileExtension: text, mimeType: text };

			const { items } = await run({ files: [{ data: { ...inItem(PNG), ...odd } }] });

			expect(items[0].json).toMatchObject({ mimeType: 'application/octet-stream' });
			const [{ body, path }] = uploads();
			expect(path).toBe('/api/v1/files/upload/stream');
			const name = /^[0-9a-f]{32}(\.[a-z]+)?, application\/octet-stream, \d+ bytes$/;
			expect(body).toEqual({ file: expect.stringMatching(name) });
		},
	);

	// Other faults: the rows of the fault matrix, test/faults/cases/upload.ts.
	it('names the file in the error of a refusal', async () => {
		node.api.fault({ on: 'upload', then: { status: 413 } });

		const { error } = await run({ files: [{ data: { ...inItem(PNG), fileName: 'boat.png' } }] });

		expect(error?.message).toMatch(/^The file "boat\.png" could not be uploaded: .*HTTP 413/);
		expect(error?.description).toMatch(/smaller files/);
	});
});
