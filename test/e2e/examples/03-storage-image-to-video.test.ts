import { fixture } from '../../../simulator/media/video';
import { simulatedN8n } from '../harness/simulatedN8n';
import { exampleOf } from './harness/example';
import { startStorage, type Storage } from './harness/storage';

const hailuo = simulatedN8n();
const example = exampleOf(hailuo);

let storage: Storage;
beforeAll(async () => (storage = await startStorage()));
afterAll(async () => await storage.close());

it('Example 3 creates a video from each new image in a bucket once, or saves a text with the reason', async () => {
	const put = async (key: string, content = fixture('first.png')) =>
		await storage.put(key, 'image/png', content);
	const results = async () =>
		[...(await storage.objects()).keys()].filter((key) => key.startsWith('videos/'));
	await put('pictures/harbour.png');
	await put('pictures/old.town.png');
	await put('pictures/note.png', Buffer.from('Not a picture'));
	await put('elsewhere.png');
	await example.addCredential('s3', storage.credential);
	const { id } = await example.importWorkflow();

	const { error } = await hailuo.n8n.run(id, { trigger: 'Start' });

	expect(error).toBeUndefined();
	const created = ['videos/harbour.mp4', 'videos/note.txt', 'videos/old.town.mp4'];
	expect(await results()).toEqual(created);
	const objects = await storage.objects();
	expect(objects.get('videos/harbour.mp4')?.content).toEqual(fixture('video.mp4'));
	expect(objects.get('videos/note.txt')?.content.toString()).toContain(
		'First frame is not a supported image',
	);

	await put('pictures/new.png');
	await hailuo.n8n.run(id, { trigger: 'Start' });

	expect(await results()).toEqual([...created, 'videos/new.mp4'].sort());
	expect(hailuo.api.paidTaskIds).toHaveLength(3);
});
