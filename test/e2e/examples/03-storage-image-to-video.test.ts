import { fixture } from '../../../simulator/media/video';
import { simulatedN8n } from '../harness/simulatedN8n';
import { exampleOf } from './harness/example';
import { serviceOf } from './harness/service';
import { waitingFor, withParameters } from './harness/standIns';
import { startStorage } from './harness/storage';
import { expireVideos, loseResponsesAndList, takeLong } from './harness/videos';

const SLOW_MS = 600_000;
const hailuo = simulatedN8n();
const example = exampleOf(hailuo);
const storage = serviceOf(example, 's3', startStorage);

const put = async (name: string, content = fixture('first.png')) =>
	await storage.put(`${name}.png`, 'image/png', content);
const expectVideosOf = async (names: string[]) => {
	const videos = (await storage.keys()).filter((key) => key.startsWith('videos/'));
	expect(videos.sort()).toEqual(names.map((name) => `videos/${name}.mp4`).sort());
};
/** Status and reason of a picture, once each. */
const rowsOf = async (name: string) =>
	(await hailuo.n8n.dataTableRows('Hailuo pictures')).filter(
		({ key }) => key === `pictures/${name}.png`,
	);

it('Example 3 stores a video of each picture in a bucket once, in the next run if it could not in the first, and notes why a picture was rejected', async () => {
	const [stored, unfinished] = [
		['harbour', 'old.town'],
		['slow', 'expired', 'upload'],
	];
	for (const name of [...stored, ...unfinished, 'lost', 'gone']) await put(`pictures/${name}`);
	await put('pictures/note', Buffer.from('Not a picture'));
	await put('elsewhere');
	// All have the same prompt in the file.
	const create = withParameters({ prompt: '={{ $json.Key }}' });
	const run = async (standIns = {}) =>
		await example.run('Start', { standIns: { 'Create a video': create, ...standIns } });
	takeLong(hailuo.api, 'slow', SLOW_MS);
	const expired = expireVideos(hailuo.api, { promptIncludes: 'expired' });
	loseResponsesAndList(hailuo.api, 'lost');

	await run({
		'Get the picture': withParameters({
			fileKey: "={{ $json.Key.includes('gone') ? 'pictures/deleted.png' : $json.Key }}",
		}),
		Wait: waitingFor(2),
		'Store the video': withParameters({
			bucketName:
				"={{ $('Unfinished videos').item.json.key.includes('upload') ? 'no-such-bucket' : 'my-videos' }}",
		}),
	});

	await expectVideosOf(stored);
	expect((await storage.read('videos/harbour.mp4')).content).toEqual(fixture('video.mp4'));
	for (const name of unfinished) {
		const open = { status: 'created', taskId: hailuo.taskOf(name).id };
		expect(await rowsOf(name)).toMatchObject([{ ...open, reason: expect.stringMatching(/./) }]);
	}
	expect(await rowsOf('lost')).toMatchObject([{ status: 'unknown' }]);
	expect(await rowsOf('gone')).toEqual([]);
	const reason = expect.stringContaining('First frame is not an image');
	expect(await rowsOf('note')).toMatchObject([{ status: 'rejected', reason }]);

	expired.remove();
	hailuo.advance(SLOW_MS);
	await put('pictures/new');
	await put('pictures/note');
	await run();
	await run();

	await expectVideosOf([...stored, ...unfinished, 'gone', 'new', 'note']);
	expect(await rowsOf('slow')).toMatchObject([{ status: 'stored', reason: '' }]);
	expect(hailuo.api.tasks).toHaveLength(9);
});
