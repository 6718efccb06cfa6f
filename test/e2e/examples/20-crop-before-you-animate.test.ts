/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development code, never shipped */
import sharp from 'sharp';

import { fetchOnce } from '../../../tools/n8n/fetchOnce';
import { simulatedN8n } from '../harness/simulatedN8n';
import { exampleOf } from './harness/example';

const hailuo = simulatedN8n();
const example = exampleOf(hailuo);

const picture = async (width: number, height: number) =>
	await sharp({ create: { width, height, channels: 3, background: '#2060a0' } })
		.png()
		.toBuffer();

/** Submits the form, and returns the size of the image that the video was created from. */
async function submit(file: Buffer) {
	const saved = await example.importWorkflow();
	await hailuo.n8n.activate(saved);
	const form = new FormData();
	form.set('field-0', new Blob([new Uint8Array(file)], { type: 'image/png' }), 'picture.png');
	form.set('field-1', 'A soft wind');
	await fetchOnce(`${hailuo.n8n.url}/form/hailuo-crop`, { method: 'POST', body: form });
	const [id] = await hailuo.n8n.executionIds(saved.id);
	const execution = await hailuo.n8n.waitUntilWaiting(id);
	await hailuo.n8n.deactivate(saved);
	return execution;
}

async function sentSize() {
	const [{ request }] = hailuo.api.tasks;
	expect(request).toMatchObject({ mode: 'imageToVideo', prompt: 'A soft wind' });
	const image = await (await fetchOnce(request.imageUrls[0])).arrayBuffer();
	const { width, height } = await sharp(Buffer.from(image)).metadata();
	return [width, height];
}

it.each([
	['is too high', [400, 2000], [400, 960]],
	['is too wide and too small', [1000, 100], [768, 320]],
	['fits', [800, 600], [800, 600]],
] as const)('Example 20 animates a picture that %s', async (_, [width, height], expected) => {
	const { status } = await submit(await picture(width, height));

	expect(status).toBe('waiting');
	expect(await sentSize()).toEqual(expected);
	expect(hailuo.api.paidTaskIds).toHaveLength(1);
});

it('Example 20 creates nothing from a file that is not a picture', async () => {
	const { status } = await submit(Buffer.from('Not a picture'));

	expect(status).toBe('error');
	expect(hailuo.api.requests).toEqual([]);
});
