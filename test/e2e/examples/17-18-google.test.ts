import { fixture } from '../../../simulator/media/video';
import { everySeconds } from '../../../tools/n8n/watchWorkflow';
import { simulatedN8n } from '../harness/simulatedN8n';
import { exampleOf } from './harness/example';
import { startGoogle } from './harness/google';
import { startMessenger } from './harness/messenger';
import { serviceOf, waitForReceived } from './harness/service';
import { sheetOf, waitingFor, withParameters } from './harness/standIns';
import {
	expireVideos,
	fileOf,
	loseResponsesAndList,
	takeLong,
	withoutPrompt,
} from './harness/videos';

// In one file, since the shared n8n reaches one stand-in of Google.
const hailuo = simulatedN8n();
const post = exampleOf(hailuo, '17-vertical-post');
const series = exampleOf(hailuo, '18-sheet-to-drive-and-youtube');
const google = serviceOf(post, 'youTubeOAuth2Api', startGoogle);
const messenger = serviceOf(post, 'telegramApi', startMessenger);
beforeEach(async () => {
	await series.addCredential('youTubeOAuth2Api', google.credential);
	await series.addCredential('googleDriveOAuth2Api', google.credential);
});

it('Example 17 uploads each video that finishes in the account once, as private, in chunks, and sends a message for one that cannot be downloaded or uploaded', async () => {
	// YouTube's node sends 1 MiB at a time.
	hailuo.api.plan({ durationMs: 0, videoBytes: 2.5 * 1024 * 1024 });
	const saved = await post.importWorkflow({
		standIns: { 'When a video is ready': withParameters({ pollTimes: everySeconds(2) }) },
	});
	await hailuo.n8n.activate(saved);
	/** Creates a video that is finished, and waits for the execution that it starts. */
	const execution = async (number: number) => {
		const taskId = await hailuo.api.createTask();
		const { error, items } = (await hailuo.n8n.waitForExecutions(saved.id, number))[number - 1];
		expect(error).toBeUndefined();
		return { taskId, items };
	};

	const { items } = await execution(1);
	expect(items('Upload')).toMatchObject([{ json: { uploadId: 'youTube-0' } }]);
	expect(messenger.messages).toEqual([]);

	google.rejecting.add('youTube');
	const { taskId: rejected } = await execution(2);
	google.rejecting.clear();
	const fault = expireVideos(hailuo.api);
	const { taskId: expired } = await execution(3);
	await waitForReceived(messenger.messages, 2);
	expect(messenger.texts()).toEqual([
		expect.stringMatching(`Task ${rejected} is not on YouTube: .*Forbidden`),
		expect.stringContaining(`Task ${expired} is not on YouTube: `),
	]);

	await hailuo.api.waitForRequest('list', hailuo.api.requestsTo('list').length + 2);
	expect(await hailuo.n8n.executionIds(saved.id)).toHaveLength(3);
	expect(google.youTube).toEqual([
		{
			snippet: {
				title: 'New from MiniMax-Hailuo-02',
				description: 'Created with MiniMax Hailuo',
				categoryId: '22',
				tags: ['Shorts', 'Hailuo'],
			},
			status: { privacyStatus: 'private', selfDeclaredMadeForKids: false },
			recordingDetails: {},
			type: 'video/mp4',
			content: expect.any(Buffer),
		},
	]);
	fault.remove();
	const [{ videoUrl }] = hailuo.api.tasks;
	const video = await (await fetch(videoUrl, { headers: { 'User-Agent': 'test' } })).arrayBuffer();
	expect(google.youTube[0].content.equals(Buffer.from(video))).toBe(true);
	await hailuo.n8n.deactivate(saved);
});

const SLOW_MS = 600_000;
const COLUMNS = ['picture', 'prompt', 'status', 'taskId', 'driveUrl', 'youtubeUrl', 'reason'];
const picture = (name: string) => `https://example.com/${name}.png`;

it('Example 18 animates the picture of each row once, uploads the video to Drive and YouTube, in a later run if it could not before, and writes both links', async () => {
	const names = ['refused', 'private', 'lost', 'boat', 'slow', 'expired'];
	const rows = names.map((name) => ({ picture: picture(name), prompt: `The ${name} moves` }));
	rows[0].picture = 'https://example.com/not a link';
	const sheet = await sheetOf(hailuo, series, COLUMNS, rows);
	const outcome = { code: 'image_processing_error', message: 'The image could not be read.' };
	hailuo.api.plan({ promptIncludes: 'private', outcome });
	loseResponsesAndList(hailuo.api, 'lost');
	takeLong(hailuo.api, 'slow', SLOW_MS);
	const expired = expireVideos(hailuo.api, { promptIncludes: 'expired' });
	const drive = () => google.drive.map(({ name }) => withoutPrompt(name)).sort();
	const youTube = () => google.youTube.map(({ snippet }) => snippet.title).sort();

	google.rejecting.add('drive');
	await sheet.run({ Wait: waitingFor(2) });

	const taskIdOf = (name: string) => ({ taskId: hailuo.taskOf(name).id });
	const reason = (text = /./) => ({ reason: expect.stringMatching(text) });
	const notCreated = [
		{ status: '', ...reason() },
		{ status: 'failed', ...taskIdOf('private'), ...reason(/could not be read/) },
		{ status: 'unknown', ...reason(/may have been accepted/) },
	];
	const driveUrl = expect.stringMatching(/^https:\/\/drive.+\/view$/);
	const youtubeUrl = expect.stringMatching(/^https:\/\/youtu\.be\/youTube-/);
	const open = { status: 'created', driveUrl: '', youtubeUrl: '', ...reason() };
	expect(await sheet.rows()).toMatchObject([
		...notCreated,
		{ ...open, ...taskIdOf('boat'), youtubeUrl },
		{ ...open, ...taskIdOf('slow') },
		{ ...open, ...taskIdOf('expired') },
	]);
	expect([drive(), youTube()]).toEqual([[], ['The boat moves']]);

	expired.remove();
	hailuo.advance(SLOW_MS);
	google.rejecting.clear();
	google.rejecting.add('youTube');
	await sheet.run();

	const delivered = ['boat', 'slow', 'expired'];
	expect(drive()).toEqual(delivered.map((name) => fileOf(hailuo.taskOf(name))).sort());
	expect(youTube()).toEqual(['The boat moves']);

	google.rejecting.clear();
	await sheet.run();
	await sheet.run();

	const done = { driveUrl, youtubeUrl };
	expect(await sheet.rows()).toMatchObject([...notCreated, done, done, done]);
	expect(drive()).toHaveLength(3);
	expect(youTube()).toEqual(['The boat moves', 'The expired moves', 'The slow moves']);
	for (const { content } of [...google.drive, ...google.youTube])
		expect(content.equals(fixture('video.mp4'))).toBe(true);
	for (const { status } of google.youTube) expect(status.privacyStatus).toBe('private');
	expect(hailuo.api.requestsTo('create').filter(({ status }) => status === 200)).toHaveLength(4);
});
