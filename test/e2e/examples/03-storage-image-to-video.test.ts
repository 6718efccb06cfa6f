import { fixture } from '../../../simulator/media/video';
import { simulatedN8n } from '../harness/simulatedN8n';
import type { StandIn } from '../../../tools/examples/file';
import { exampleOf } from './harness/example';
import { startStorage, type Storage } from './harness/storage';

const hailuo = simulatedN8n();
const example = exampleOf(hailuo);
const TABLE = 'Hailuo pictures';

let storage: Storage;
beforeEach(async () => {
	storage = await startStorage();
	await example.addCredential('s3', storage.credential);
});
afterEach(async () => await storage.close());

const put = async (key: string, content = fixture('first.png')) =>
	await storage.put(key, 'image/png', content);
const videos = async () =>
	[...(await storage.objects()).keys()].filter((key) => key.startsWith('videos/'));

async function run(standIns?: Record<string, StandIn>) {
	const { id } = await example.importWorkflow({ standIns });
	const execution = await hailuo.n8n.run(id, { trigger: 'Start' });
	expect(execution.error).toBeUndefined();
	return execution;
}

/** Status and reason of a picture; the table is shared by the tests of this file. */
async function row(key: string) {
	const rows = (await hailuo.n8n.dataTableRows(TABLE)).filter((one) => one.key === key);
	expect(rows.length).toBeLessThanOrEqual(1);
	return rows[0];
}

it('Example 3 creates a video from each new image in a bucket once, and notes why an image was rejected', async () => {
	await put('pictures/harbour.png');
	await put('pictures/old.town.png');
	await put('pictures/note.png', Buffer.from('Not a picture'));
	await put('elsewhere.png');

	await run();

	const created = ['videos/harbour.mp4', 'videos/old.town.mp4'];
	expect(await videos()).toEqual(created);
	const objects = await storage.objects();
	expect(objects.get('videos/harbour.mp4')?.content).toEqual(fixture('video.mp4'));
	const reason = expect.stringContaining('First frame is not an image');
	expect(await row('pictures/note.png')).toMatchObject({ status: 'rejected', reason });
	expect(hailuo.api.paidTaskIds).toHaveLength(2);

	await put('pictures/new.png');
	await put('pictures/note.png');
	await run();

	const all = [...created, 'videos/new.mp4', 'videos/note.mp4'];
	expect(await videos()).toEqual(all.sort());
	expect(hailuo.api.paidTaskIds).toHaveLength(4);

	await run();

	expect(await videos()).toEqual(all.sort());
	expect(hailuo.api.paidTaskIds).toHaveLength(4);
});

it('Example 3 creates the video of a picture that could not be read at the next run', async () => {
	await put('pictures/one.png');
	await put('pictures/two.png');
	const fileKey = "={{ $json.Key === 'pictures/two.png' ? 'pictures/gone.png' : $json.Key }}";

	await run({
		'Get the picture': ({ parameters }) => ({ parameters: { ...parameters, fileKey } }),
	});

	expect(await videos()).toEqual(['videos/one.mp4']);
	expect(await row('pictures/two.png')).toBeUndefined();

	await run();

	expect(await videos()).toEqual(['videos/one.mp4', 'videos/two.mp4']);
	expect(hailuo.api.paidTaskIds).toHaveLength(2);
});

it('Example 3 stores each paid video once, over a time-out, a dead link, an upload that fails, and a lost request', async () => {
	const names = ['boat', 'dead', 'lost', 'slow', 'upload'];
	for (const name of names) await put(`pictures/${name}.png`);
	// All have the same prompt in the file.
	const prompt = '={{ $json.Key }}';
	const create: StandIn = ({ parameters }) => ({ parameters: { ...parameters, prompt } });
	const wait: StandIn = ({ parameters }) => ({
		parameters: { ...parameters, options: { timeoutMinutes: 2 / 60 } },
	});
	hailuo.api.plan({ promptIncludes: 'slow', durationMs: 15_000, estimatedTimeS: 1 });
	const dead = hailuo.api.fault({
		on: 'download',
		promptIncludes: 'dead',
		times: 'always',
		then: { status: 410 },
	});
	const reset = 'afterAccepted' as const;
	hailuo.api.fault({ on: 'create', promptIncludes: 'lost', times: 'always', then: { reset } });

	await run({
		'Create a video': create,
		Wait: wait,
		'Store the video': ({ parameters }) => ({
			parameters: {
				...parameters,
				bucketName:
					"={{ $('Unfinished videos').item.json.key.includes('upload') ? 'no-such-bucket' : 'my-videos' }}",
			},
		}),
	});

	expect(await videos()).toEqual(['videos/boat.mp4']);
	for (const name of ['slow', 'dead', 'upload']) {
		const open = { status: 'created', taskId: hailuo.taskOf(name).id };
		const reason = expect.stringMatching(/./);
		expect(await row(`pictures/${name}.png`)).toMatchObject({ ...open, reason });
	}
	expect(await row('pictures/lost.png')).toMatchObject({ status: 'unknown' });

	dead.remove();
	await run({ 'Create a video': create });

	expect(await videos()).toEqual(
		['boat', 'dead', 'slow', 'upload'].map((name) => `videos/${name}.mp4`),
	);
	expect(await row('pictures/slow.png')).toMatchObject({ status: 'stored', reason: '' });
	expect(hailuo.api.tasks).toHaveLength(names.length);
});
