import { fixture } from '../../../simulator/media/video';
import { simulatedN8n } from '../harness/simulatedN8n';
import { exampleOf } from './harness/example';
import { serviceOf } from './harness/service';
import { waitingFor, withParameters } from './harness/standIns';
import { startStorage } from './harness/storage';
import { expireVideos, loseResponses, takeLong } from './harness/videos';

const SLOW_MS = 600_000;
/** How far the simulated time is ahead of the real one, ms. */
let aheadMs = 0;
const hailuo = simulatedN8n({ now: () => Date.now() + aheadMs });
const example = exampleOf(hailuo);
const storage = serviceOf(example, 's3', startStorage);

const put = async (key: string, content = fixture('first.png')) =>
	await storage.put(key, 'image/png', content);
const videos = async () =>
	[...(await storage.objects()).keys()].filter((key) => key.startsWith('videos/'));

/** Status and reason of a picture; the table is shared by the tests of this file. */
async function row(key: string) {
	const table = await hailuo.n8n.dataTableRows('Hailuo pictures');
	const rows = table.filter((one) => one.key === key);
	expect(rows.length).toBeLessThanOrEqual(1);
	return rows[0];
}

it('Example 3 creates a video from each new image in a bucket once, and notes why an image was rejected', async () => {
	await put('pictures/harbour.png');
	await put('pictures/old.town.png');
	await put('pictures/note.png', Buffer.from('Not a picture'));
	await put('elsewhere.png');

	await example.run('Start');

	const created = ['videos/harbour.mp4', 'videos/old.town.mp4'];
	expect(await videos()).toEqual(created);
	const objects = await storage.objects();
	expect(objects.get('videos/harbour.mp4')?.content).toEqual(fixture('video.mp4'));
	const reason = expect.stringContaining('First frame is not an image');
	expect(await row('pictures/note.png')).toMatchObject({ status: 'rejected', reason });
	expect(hailuo.api.paidTaskIds).toHaveLength(2);

	await put('pictures/new.png');
	await put('pictures/note.png');
	await example.run('Start');
	await example.run('Start');

	const all = [...created, 'videos/new.mp4', 'videos/note.mp4'];
	expect(await videos()).toEqual(all.sort());
	expect(hailuo.api.paidTaskIds).toHaveLength(4);
});

it('Example 3 stores each paid video once, in the next run if it could not be stored in the first', async () => {
	const names = ['boat', 'expired', 'lost', 'slow', 'upload'];
	for (const name of [...names, 'gone']) await put(`pictures/${name}.png`);
	// All have the same prompt in the file.
	const create = withParameters({ prompt: '={{ $json.Key }}' });
	takeLong(hailuo.api, 'slow', SLOW_MS);
	const expired = expireVideos(hailuo.api, { promptIncludes: 'expired' });
	loseResponses(hailuo.api, 'lost');

	await example.run('Start', {
		standIns: {
			'Get the picture': withParameters({
				fileKey: "={{ $json.Key.includes('gone') ? 'pictures/deleted.png' : $json.Key }}",
			}),
			'Create a video': create,
			Wait: waitingFor(2),
			'Store the video': withParameters({
				bucketName:
					"={{ $('Unfinished videos').item.json.key.includes('upload') ? 'no-such-bucket' : 'my-videos' }}",
			}),
		},
	});

	expect(await videos()).toEqual(['videos/boat.mp4']);
	for (const name of ['slow', 'expired', 'upload']) {
		const open = { status: 'created', taskId: hailuo.taskOf(name).id };
		const reason = expect.stringMatching(/./);
		expect(await row(`pictures/${name}.png`)).toMatchObject({ ...open, reason });
	}
	expect(await row('pictures/lost.png')).toMatchObject({ status: 'unknown' });
	expect(await row('pictures/gone.png')).toBeUndefined();

	expired.remove();
	aheadMs += SLOW_MS;
	await example.run('Start', { standIns: { 'Create a video': create } });

	expect(await videos()).toEqual(
		['boat', 'expired', 'gone', 'slow', 'upload'].map((name) => `videos/${name}.mp4`),
	);
	expect(await row('pictures/slow.png')).toMatchObject({ status: 'stored', reason: '' });
	expect(hailuo.api.tasks).toHaveLength(names.length + 1);
});
