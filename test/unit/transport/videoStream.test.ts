import { openVideo } from '../../../nodes/Hailuo/transport/videoStream';

async function* chunked(content: Buffer, size: number): AsyncGenerator<Uint8Array, void> {
	for (let offset = 0; offset < content.length; offset += size) {
		yield content.subarray(offset, offset + size);
	}
}

async function read(content: Buffer, size = 3) {
	const opened = await openVideo(chunked(content, size));
	if (!opened.ok) return opened.error;
	const { chunks, ...type } = opened.value;
	const parts: Uint8Array[] = [];
	for await (const chunk of chunks) parts.push(chunk);
	return { ...type, content: Buffer.concat(parts) };
}

const MP4 = { mimeType: 'video/mp4', extension: 'mp4' };
const MOV = { mimeType: 'video/quicktime', extension: 'mov' };
const WEBM = { mimeType: 'video/webm', extension: 'webm' };

const box = (type: string) => Buffer.concat([Buffer.from([0, 0, 0, 8]), Buffer.from(type)]);

describe('openVideo', () => {
	it.each([
		['ftypisom', MP4],
		['ftypmp42', MP4],
		['ftypM4V ', MP4],
		['ftypqt  ', MOV],
		['styp', MP4],
		['moov', MP4],
		['mdat', MP4],
		['wide', MP4],
		['free', MP4],
		['skip', MP4],
	])(
		'yields a file that starts with the box "%s", in chunks of any size, as %j',
		async (type, expected) => {
			const content = Buffer.concat([box(type), Buffer.alloc(30, 7)]);

			for (const size of [1, 5, 12, 100]) {
				expect(await read(content, size)).toEqual({ ...expected, content });
			}
		},
	);

	it('accepts a file of eight bytes', async () => {
		expect(await read(box('ftyp'))).toEqual({ ...MP4, content: box('ftyp') });
	});

	it('yields a WebM file', async () => {
		const content = Buffer.from([0x1a, 0x45, 0xdf, 0xa3, 0x9f, 0x42, 0x86, 0x81, 1]);

		expect(await read(content)).toEqual({ ...WEBM, content });
	});

	it.each([
		['<!doctype html>', 'a file that is not a video'],
		['{"message":"Expired"}', 'a file that is not a video'],
		['ftyp', 'a file that is not a video'],
		['', 'The file is empty'],
	])('rejects the content %j before its first byte is output', async (content, message) => {
		// The download is retried: it may be a web page that the storage host returns temporarily.
		expect(await read(Buffer.from(content))).toEqual({
			reason: 'unclear',
			message: expect.stringContaining(message),
		});
	});
});
