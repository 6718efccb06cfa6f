import { fixture } from '../../simulator/media/video';
import { simulatedN8n } from '../harness/simulated';
import { exampleOf } from './harness/example';
import { startStorage, type Storage } from './harness/storage';

const hailuo = simulatedN8n();
const example = exampleOf(hailuo);

let storage: Storage;
beforeAll(async () => (storage = await startStorage()));
afterAll(async () => await storage.close());

it('Each new picture in a bucket becomes a video, once, or a text that says why not', async () => {
	const put = (key: string, content = fixture('first.png')) =>
		storage.objects.set(key, { type: 'image/png', content });
	const results = () => [...storage.objects.keys()].filter((key) => key.startsWith('videos/'));
	put('pictures/harbour.png');
	put('pictures/old.town.png');
	put('pictures/note.png', Buffer.from('Not a picture'));
	put('elsewhere.png');
	await example.credential('s3', storage.credential);
	const { id } = await example.importIt();

	const { error } = await hailuo.n8n.run(id, { trigger: 'Start' });

	expect(error).toBeUndefined();
	expect(results()).toEqual(['videos/harbour.mp4', 'videos/old.town.mp4', 'videos/note.txt']);
	const content = (key: string) => storage.objects.get(key)?.content;
	expect(content('videos/harbour.mp4')).toEqual(fixture('video.mp4'));
	expect(content('videos/note.txt')?.toString()).toContain('First frame is no image');

	put('pictures/new.png');
	await hailuo.n8n.run(id, { trigger: 'Start' });

	expect(results()).toEqual([...results().slice(0, 3), 'videos/new.mp4']);
	expect(hailuo.api.ledger().paid).toHaveLength(3);
});
