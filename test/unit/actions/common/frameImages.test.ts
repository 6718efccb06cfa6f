import {
	uploadImages,
	type UploadableImage,
} from '../../../../nodes/Hailuo/actions/common/frameImages';
import type { Credential } from '../../../../nodes/Hailuo/transport/credential';
import { ok } from '../../../../nodes/Hailuo/utils/result';

const body = { model: 'MiniMax-Hailuo-02', quality: '768p', duration: 6 };
const upload = async () => await Promise.resolve(ok({ fileUrl: 'https://files.example/a.png' }));
const uploaded = async (fields: object, images: string[], ...ids: string[]) => {
	const files = ids.map((id) => ({ id }) as UploadableImage);
	const request = { mode: 'textToVideo' as const, body: { ...body, ...fields }, images };
	return await uploadImages(request, files, {} as Credential, upload);
};

/** What is sent instead of a file: test/engine/images.test.ts. */
describe('uploadImages', () => {
	it.each<[string, object]>([
		['an asset ID', { image_start: 'asset-1' }],
		['a data URI', { image_end: 'data:image/png;base64,AAAA' }],
		['a list of objects', { image_urls: [{ url: 'https://example.com/a.png' }] }],
	])('sends %s from Additional Body Fields unchanged', async (_, fields) => {
		expect(await uploaded(fields, [])).toEqual(ok({ ...body, ...fields }));
	});

	it('fails if the file of the request is no longer in the item', async () => {
		expect(await uploaded({ image_start: 'file-1' }, ['file-1'], 'file-2')).toMatchObject({
			ok: false,
			error: {
				message: 'The image file that the first try validated is no longer in the item',
				createOutcome: 'notCreated',
			},
		});
	});
});
