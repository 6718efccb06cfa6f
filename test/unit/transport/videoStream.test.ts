import { validVideo } from '../../../nodes/Hailuo/transport/videoStream';

async function* chunked(content: Buffer, size: number): AsyncGenerator<Uint8Array> {
	for (let offset = 0; offset < content.length; offset += size) {
		yield content.subarray(offset, offset + size);
	}
}

async function read(content: Buffer, size = 3, maxBytes?: number): Promise<Buffer> {
	const chunks: Uint8Array[] = [];
	for await (const chunk of validVideo(chunked(content, size), undefined, maxBytes)) {
		chunks.push(chunk);
	}
	return Buffer.concat(chunks);
}

const box = (type: string) => Buffer.concat([Buffer.from([0, 0, 0, 8]), Buffer.from(type)]);

describe('validVideo', () => {
	it.each(['ftypisom', 'ftypqt  ', 'moov', 'mdat', 'wide', 'free', 'skip'])(
		'accepts a file that starts with the box "%s", in chunks of any size',
		async (type) => {
			const content = Buffer.concat([box(type), Buffer.alloc(30, 7)]);

			for (const size of [1, 5, 8, 100]) expect(await read(content, size)).toEqual(content);
		},
	);

	it('accepts a file of eight bytes', async () => {
		expect(await read(box('ftyp'))).toEqual(box('ftyp'));
	});

	it('accepts a WebM file', async () => {
		const content = Buffer.from([0x1a, 0x45, 0xdf, 0xa3, 0x9f, 0x42, 0x86, 0x81, 1]);

		expect(await read(content)).toEqual(content);
	});

	it.each([
		['<!doctype html>', 'a file that is not a video'],
		['{"message":"Expired"}', 'a file that is not a video'],
		['ftyp', 'a file that is not a video'],
		['', 'The file is empty'],
	])('rejects the content %j', async (content, message) => {
		const reading = read(Buffer.from(content));
		await expect(reading).rejects.toThrow(message);
		// The download is retried: it may be a web page that the storage host returns temporarily.
		await expect(reading).rejects.toMatchObject({ error: { reason: 'unclear' } });
	});

	it('aborts a download that exceeds the size limit', async () => {
		const content = Buffer.concat([box('ftyp'), Buffer.alloc(100)]);

		expect(await read(content, 10, 108)).toEqual(content);
		const reading = read(content, 10, 107);
		await expect(reading).rejects.toThrow('larger than 1 GB');
		await expect(reading).rejects.toMatchObject({ error: { reason: 'invalid' } });
	});
});
