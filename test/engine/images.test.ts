import type { IBinaryData } from 'n8n-workflow';

import { sample } from '../../tools/images/sampleImages';
import { inItem, storedFile } from '../../tools/engine/binaryStore';
import { createParams, createAndWaitParams, simulated } from './harness/simulatedNode';
import { measureStopMs } from './harness/stop';

const LINK = 'https://example.com/first.png';

/** Parameters of a Create from files, with the default names of the binary fields. */
const fromFile = { mode: 'imageToVideo', firstFrameSource: 'binary' };
const fromTwoFiles = { ...fromFile, mode: 'firstLastFrame', lastFrameSource: 'binary' };

describe('Create with images from files', () => {
	const node = simulated();
	const uploads = () => node.api.requestsTo('upload');
	const sentImages = () => node.api.tasks.map(({ request }) => request.imageUrls);

	async function imageAt(url: string): Promise<Buffer> {
		return Buffer.from(await (await fetch(url)).arrayBuffer());
	}
	const run = async (options: Parameters<typeof node.run>[0]) =>
		await node.run({ filesBaseUrl: node.api.filesUrl, ...options });

	describe.each<[string, (content: Buffer) => Promise<IBinaryData> | IBinaryData]>([
		['stored in n8n’s binary store', async (content) => await storedFile(content)],
		['stored in the item', (content) => inItem(content)],
	])('%s', (_, keep) => {
		it('uploads it and creates a video from it', async () => {
			const image = await sample('PNG', 640, 360);

			const { items } = await run({
				parameters: createAndWaitParams(fromFile),
				files: [{ data: await keep(image) }],
			});

			expect(items[0].json).toMatchObject({ status: 'completed', mode: 'imageToVideo' });
			expect(items[0].binary?.data.mimeType).toBe('video/mp4');
			const file = expect.stringMatching(
				new RegExp(`^[0-9a-f]{32}\\.png, image/png, ${image.length} bytes$`),
			);
			expect(uploads()).toMatchObject([{ body: { file }, status: 200 }]);
			const [[link]] = sentImages();
			expect(await imageAt(link)).toEqual(image);
		});

		it('sends two files as first and last frame, in this order', async () => {
			const [first, last] = [
				await sample('WebP lossy', 640, 360),
				await sample('JPEG progressive', 640, 360),
			];

			await run({
				parameters: createParams(fromTwoFiles),
				files: [{ data: await keep(first), lastFrame: await keep(last) }],
			});

			const [[firstLink, lastLink]] = sentImages();
			expect(await imageAt(firstLink)).toEqual(first);
			expect(await imageAt(lastLink)).toEqual(last);
			const types = uploads().map(({ body }) => String((body as { file: string }).file));
			expect(types).toEqual(
				expect.arrayContaining([
					expect.stringContaining('.webp, image/webp,'),
					expect.stringContaining('.jpg, image/jpeg,'),
				]),
			);
		});

		it('uploads an image once for all items that use it', async () => {
			const image = await keep(await sample('PNG', 640, 360));
			const other = await keep(await sample('PNG', 360, 640));

			const { items } = await run({
				parameters: createParams(fromFile),
				files: [{ data: image }, { data: other }, { data: image }, { data: { ...image } }],
			});

			expect(uploads()).toHaveLength(2);
			const [first, second, third, fourth] = items.map(
				({ json }) => node.api.tasks.find(({ id }) => id === json.taskId)?.request.imageUrls[0],
			);
			expect([third, fourth]).toEqual([first, first]);
			expect(second).not.toBe(first);
		});
	});

	it.each([
		['line breaks', (base64: string) => base64.replace(/.{76}/g, '$&\r\n')],
		['surrounding whitespace', (base64: string) => `  ${base64}\n\n`],
		[
			'the URL-safe alphabet',
			(base64: string) => Buffer.from(base64, 'base64').toString('base64url'),
		],
	])('uploads the whole file if its base64 has %s', async (_, write) => {
		const image = await sample('PNG', 640, 360);
		const { data, ...file } = inItem(image);

		const { items } = await run({
			parameters: createParams(fromFile),
			files: [{ data: { ...file, data: write(data) } }],
		});

		expect(items[0].json.mode).toBe('imageToVideo');
		expect(uploads()).toHaveLength(1);
		expect(await imageAt(sentImages()[0][0])).toEqual(image);
	});

	// In the fields of MiniMax H3: test/unit/actions/common/frameImages.test.ts.
	it('accepts a URL and a file together', async () => {
		await run({
			parameters: createParams({ ...fromTwoFiles, firstFrameSource: 'url', firstFrameUrl: LINK }),
			files: [{ lastFrame: inItem(await sample('PNG', 640, 360)) }],
		});

		expect(sentImages()).toEqual([[LINK, expect.stringContaining('/uploads/')]]);
	});

	it('repeats the link of an image that the provider could not use', async () => {
		node.api.plan({ outcome: { code: 'image_processing_error', message: 'Bad image' } });

		const { error } = await run({
			parameters: createAndWaitParams({ mode: 'imageToVideo', firstFrameUrl: LINK }),
		});

		expect(error?.message).toContain('image_processing_error');
		expect(error?.description).toContain('must return the picture itself');
		expect(error?.description).toContain(`Sent: ${LINK}`);
	});

	it('accepts expressions that return the source and the file, and ignores a URL', async () => {
		const image = inItem(await sample('PNG', 640, 360));

		await run({
			parameters: createParams({
				mode: 'imageToVideo',
				firstFrameSource: '={{ " Binary" }}',
				firstFrameUrl: 'https://example.com/old.png',
				firstFrameBinaryProperty: '={{ $json.file }}',
			}),
			items: [{ file: image as never }],
		});

		expect(uploads()).toHaveLength(1);
		expect(sentImages()).toEqual([[expect.not.stringContaining('old.png')]]);
	});

	it('ignores image fields if an expression selects a mode without images', async () => {
		const { items } = await run({
			parameters: createParams({ ...fromFile, mode: '={{ "textToVideo" }}' }),
		});

		expect(items[0].json.mode).toBe('textToVideo');
		expect(uploads()).toHaveLength(0);
	});

	// All formats and limits: test/unit/images and test/unit/domain/imageLimits.test.ts.
	describe('an invalid image', () => {
		const good = async () => await sample('PNG', 640, 360);
		const wide = async () => await sample('JPEG', 2000, 700);

		it.each([
			['in the item', inItem],
			['in n8n’s binary store', storedFile],
		])('is refused before any request if it is too large (%s)', async (_, keep) => {
			const huge = Buffer.concat([await good(), Buffer.alloc(20 * 1024 * 1024)]);

			const { error } = await run({
				parameters: createParams(fromFile),
				files: [{ data: await keep(huge) }],
			});

			expect(error?.message).toBe('First frame must be at most 20 MB (got 20.1 MB)');
			expect(error?.description).toBe('Nothing was charged.');
			expect(node.api.requests).toHaveLength(0);
		});

		it.each([
			[
				'an empty field name',
				{ firstFrameBinaryProperty: '={{ "" }}' },
				/First frame has no binary field/,
			],
			[
				'an object as field name',
				{ firstFrameBinaryProperty: '={{ "" + { name: "data" } }}' },
				/^First frame cannot be read: the name of its binary field contains "\[object Object\]"/,
			],
			[
				'base64 as field name',
				{ firstFrameBinaryProperty: '={{ "iVBORw0KGgo" + "A".repeat(5000) }}' },
				/^First frame cannot be read: its binary field is base64 .{0,150}$/,
			],
			[
				'a field name that every object inherits',
				{ firstFrameBinaryProperty: 'constructor' },
				/^First frame cannot be read: the item has no binary field "constructor"\. It has: data\./,
			],
			[
				'an object that is not a file',
				{ firstFrameBinaryProperty: '={{ {mimeType: "image/png", data: 5} }}' },
				/^First frame cannot be read from an object\. Enter the name/,
			],
		])('is refused before any request if its field has %s', async (_, parameters, message) => {
			const { error } = await run({
				parameters: createParams({ ...fromFile, ...parameters }),
				files: [{ data: inItem(await good()) }],
			});

			expect(`${error?.message}. ${error?.description}`).toMatch(message);
			expect(node.api.requests).toHaveLength(0);
		});

		// An invalid one: upload.test.ts.
		it('is refused before any request if Files Base URL is empty', async () => {
			const { error } = await run({
				parameters: createParams(fromFile),
				files: [{ data: inItem(await good()) }],
				filesBaseUrl: '',
			});

			const message =
				/^First frame cannot be uploaded: Files Base URL in the credential is empty.* public URL/;
			expect(`${error?.message}. ${error?.description}`).toMatch(message);
			expect(node.api.requests).toHaveLength(0);
		});

		it('of one of three items prevents all requests, even uploads', async () => {
			const [valid, invalid] = [inItem(await good()), inItem(await wide())];

			const { error } = await run({
				parameters: createParams(fromFile),
				files: [{ data: valid }, { data: invalid }, { data: valid }],
			});

			expect(error?.message).toMatch(/^Item 1: First frame must have an aspect ratio/);
			expect(node.api.requests).toHaveLength(0);
		});

		it('does not prevent the valid items with On Error = Continue', async () => {
			const { items } = await run({
				parameters: createParams(fromFile),
				files: [{ data: inItem(await wide()) }, { data: inItem(await good()) }],
				node: { onError: 'continueRegularOutput' },
			});

			expect(items[0].json).toEqual({
				error: expect.stringMatching(/^First frame must have an aspect ratio/),
				details: {},
			});
			expect(items[1].json).toMatchObject({ mode: 'imageToVideo' });
			expect(uploads()).toHaveLength(1);
		});
	});

	it('fails only the items of a rejected API key, and uploads the same file with each other key', async () => {
		const data = inItem(await sample('PNG', 640, 360));
		const keys = ['wrong-key', 'test-key', 'test-key'];

		const { items } = await run({
			parameters: createParams(fromFile),
			files: keys.map(() => ({ data })),
			credential: (itemIndex) => ({ apiKey: keys[itemIndex] }),
			node: { onError: 'continueRegularOutput' },
		});

		expect(items.map(({ json }) => json.status ?? 'error')).toEqual([
			'error',
			'pending',
			'pending',
		]);
		expect(items[0].json.error).toMatch(/could not be uploaded.*Check the API key/);
		expect(uploads()).toHaveLength(2);
	});

	// What is tried again, and how it ends: the rows of the fault matrix, test/faults/cases/upload.ts.
	describe('a failed upload', () => {
		const good = async () => ({ data: await storedFile(await sample('PNG', 640, 360)) });

		it('ends the run before the next upload with On Error = Stop', async () => {
			node.api.fault({ on: 'upload', then: { status: 401 } });
			const other = { data: await storedFile(await sample('PNG', 360, 640)) };

			await run({
				parameters: createParams({ ...fromFile, options: { maxConcurrency: 1 } }),
				files: [await good(), other],
			});

			expect(uploads()).toHaveLength(1);
		});

		it('is repeated by the next item with the same file', async () => {
			node.api.fault({ on: 'upload', then: { status: 401 } });
			const file = await good();

			const { items } = await run({
				parameters: createParams({ ...fromFile, options: { maxConcurrency: 1 } }),
				files: [file, file, file],
				node: { onError: 'continueRegularOutput' },
			});

			expect(items.map(({ json }) => 'error' in json)).toEqual([true, false, false]);
			expect(uploads()).toHaveLength(2);
		});

		it('is cancelled by a Stop within a second, and nothing is created', async () => {
			node.api.fault({ on: 'upload', then: { hang: true } });
			const started = await node.start({
				parameters: createParams(fromFile),
				files: [await good()],
				filesBaseUrl: node.api.filesUrl,
			});
			await node.api.waitForRequest('upload');

			expect(await measureStopMs(started)).toBeLessThan(1_000);
			expect(node.api.requestsTo('create')).toHaveLength(0);
		});
	});

	it('sends the API key to the file host only for an upload', async () => {
		const image = await storedFile(await sample('PNG', 640, 360));
		await run({ parameters: createParams(fromFile), files: [{ data: image }] });
		expect(uploads().map(({ headers }) => headers.authorization)).toEqual(['Bearer test-key']);
		expect(node.api.keyLeaks).toEqual([]);

		node.api.reset();
		await run({ parameters: createParams({ mode: 'imageToVideo', firstFrameUrl: LINK }) });
		expect(node.api.requests.map(({ server }) => server)).toEqual(['api']);
	});
});
