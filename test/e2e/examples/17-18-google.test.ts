import { startSimulator, type Simulator } from '../../../simulator';
import { fixture } from '../../../simulator/media/video';
import { filledInExample, type StandIn } from '../../../tools/examples/file';
import type { CredentialReference } from '../../../tools/n8n/credentials';
import { WITHOUT_EDITOR } from '../../../tools/n8n/environment';
import { startN8n, type N8n } from '../../../tools/n8n/n8n';
import { everySeconds } from '../../../tools/n8n/watchWorkflow';
import type { SavedWorkflow } from '../../../tools/n8n/workflows';
import { startGoogle, type Google } from './harness/google';
import { startMessenger, type Messenger } from './harness/messenger';
import { asDataTable, waitingFor, withParameters } from './harness/standIns';
import { expireVideos, fileOf, loseResponses, takeLong, withoutPrompt } from './harness/videos';

jest.setTimeout(600_000);

const SLOW_MS = 600_000;
/** How far the simulated time is ahead of the real one, ms. */
let aheadMs = 0;
let google: Google;
let messenger: Messenger;
let api: Simulator;
let n8n: N8n;
let credentials: Record<string, CredentialReference>;

beforeAll(async () => {
	google = await startGoogle();
	messenger = await startMessenger();
	const now = () => Date.now() + aheadMs;
	api = await startSimulator({ now, task: { durationMs: 200, estimatedTimeS: 1 } });
	// A separate n8n, since it reaches Google through a proxy.
	n8n = await startN8n({ env: { ...WITHOUT_EDITOR, ...google.env } });
	const data = {
		hailuoApi: { apiKey: 'test-key', baseUrl: api.baseUrl },
		googleDriveOAuth2Api: google.credential,
		youTubeOAuth2Api: google.credential,
		telegramApi: messenger.credential,
	};
	credentials = {};
	for (const [type, fields] of Object.entries(data))
		credentials[type] = await n8n.createCredential({ name: type, type, data: fields });
});
afterEach(() => {
	google.reset();
	messenger.messages.length = 0;
	api.reset();
});
afterAll(async () => {
	await n8n?.stop();
	await api.close();
	await messenger.close();
	await google.close();
});

describe('Example 17', () => {
	let saved: SavedWorkflow;
	beforeEach(async () => {
		api.plan({ durationMs: 0 });
		const standIns = {
			'When a video is ready': withParameters({ pollTimes: everySeconds(2) }),
		};
		saved = await n8n.createWorkflow(
			filledInExample('17-vertical-post', { credentials, standIns }),
		);
		await n8n.activate(saved);
	});
	afterEach(async () => await n8n.deactivate(saved));

	const finishedVideo = async () => await api.createTask();
	const waitForExecution = async () => (await n8n.waitForExecutions(saved.id, 1))[0];
	const texts = () => messenger.messages.map(({ text }) => text);

	it('uploads each video that finishes in the account once, as private, in chunks', async () => {
		// YouTube's node sends 1 MiB at a time.
		const size = 2.5 * 1024 * 1024;
		api.plan({ durationMs: 0, videoBytes: size });

		await finishedVideo();

		const { error, items } = await waitForExecution();
		expect(error).toBeUndefined();
		await api.waitForRequest('list', api.requestsTo('list').length + 2);
		expect(await n8n.executionIds(saved.id)).toHaveLength(1);
		expect(google.uploads).toEqual([
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
				size,
				content: expect.any(Buffer),
			},
		]);
		const headers = { 'User-Agent': 'tests' };
		const video = await (await fetch(api.tasks[0].videoUrl, { headers })).arrayBuffer();
		expect(google.uploads[0].content.equals(Buffer.from(video))).toBe(true);
		expect(items('Upload')).toMatchObject([{ json: { uploadId: 'video-0' } }]);
		expect(texts()).toEqual([]);
	});

	it('sends a message for an upload that YouTube rejects', async () => {
		google.reject('YouTube');

		const taskId = await finishedVideo();

		expect((await waitForExecution()).error).toBeUndefined();
		expect(texts()).toEqual([
			expect.stringMatching(`Task ${taskId} is not on YouTube: .*Forbidden`),
		]);
	});

	it('does not upload a video that cannot be downloaded, and sends a message', async () => {
		expireVideos(api);

		const taskId = await finishedVideo();

		expect((await waitForExecution()).error).toBeUndefined();
		expect(google.uploads).toHaveLength(0);
		expect(texts()).toEqual([expect.stringContaining(`Task ${taskId} is not on YouTube: `)]);
	});
});

describe('Example 18', () => {
	const COLUMNS = ['picture', 'prompt', 'status', 'taskId', 'driveUrl', 'youtubeUrl', 'reason'];
	const SHEET_NODES = [
		...['Read the sheet', 'Claim the rows', 'Note the task', 'Not created', 'Read the tasks'],
		...['Note the Drive link', 'Note the YouTube link', 'Not delivered'],
	];
	const picture = (name: string) => `https://example.com/${name}.png`;

	/** A sheet with one row per name, each with a picture of that name; the sheet is a data table. */
	async function sheetOf(title: string, names: string[]) {
		const rows = names.map((name, i) => ({
			...Object.fromEntries(COLUMNS.map((column) => [column, ''])),
			picture: name.startsWith('http') ? name : picture(name),
			prompt: `The ${name} moves`,
			row_number: i + 2,
		}));
		const types = Object.fromEntries(COLUMNS.map((column) => [column, 'string' as const]));
		await n8n.createDataTable(title, { row_number: 'number', ...types }, rows);
		const sheet = Object.fromEntries(SHEET_NODES.map((node) => [node, asDataTable(title)]));

		return {
			rows: async () => await n8n.dataTableRows(title),
			async run(standIns: Record<string, StandIn> = {}) {
				const { id } = await n8n.createWorkflow(
					filledInExample('18-sheet-to-drive-and-youtube', {
						credentials,
						standIns: { ...sheet, ...standIns },
					}),
				);
				expect((await n8n.run(id, { trigger: 'At two and at eight' })).error).toBeUndefined();
			},
		};
	}

	const taskOf = (name: string) =>
		api.tasks.find(({ request }) => request.imageUrls.includes(picture(name)));
	/** Names of the videos in Drive and titles on YouTube, sorted. */
	const delivered = () => ({
		drive: google.files.map(({ name }) => withoutPrompt(name)).sort(),
		youTube: google.uploads.map(({ snippet }) => snippet.title).sort(),
	});
	const isDone = {
		driveUrl: expect.stringMatching(/^https:\/\/drive.+\/view$/),
		youtubeUrl: expect.stringMatching(/^https:\/\/youtu\.be\/video-/),
	};

	it('animates the picture of each row once, uploads the video to Drive and YouTube, and writes both links', async () => {
		const sheet = await sheetOf('Pictures', ['boat', 'kite']);

		await sheet.run();
		await sheet.run();

		expect(await sheet.rows()).toMatchObject([isDone, isDone]);
		expect(delivered()).toEqual({
			drive: api.tasks.map(fileOf).sort(),
			youTube: ['The boat moves', 'The kite moves'],
		});
		for (const { content } of [...google.files, ...google.uploads])
			expect(content.equals(fixture('video.mp4'))).toBe(true);
		expect(google.uploads.map(({ status }) => status.privacyStatus)).toEqual([
			'private',
			'private',
		]);
		expect(api.tasks).toHaveLength(2);
	});

	it('names refused pictures, failed videos and lost requests, and delivers the other rows', async () => {
		const share = 'https://example.com/not a link';
		const sheet = await sheetOf('Refused pictures', ['boat', share, 'private', 'lost']);
		const outcome = { code: 'image_processing_error', message: 'The image could not be read.' };
		api.plan({ promptIncludes: 'private', outcome });
		loseResponses(api, 'lost');

		await sheet.run();

		const reason = (text: RegExp) => ({ reason: expect.stringMatching(text) });
		const after = [
			isDone,
			{ status: '', ...reason(/./) },
			{ status: 'failed', taskId: taskOf('private')?.id, ...reason(/could not be read/) },
			{ status: 'unknown', ...reason(/may have been accepted/) },
		];
		expect(await sheet.rows()).toMatchObject(after);

		await sheet.run();

		expect(await sheet.rows()).toMatchObject(after);
		expect(api.requestsTo('create').filter(({ status }) => status === 200)).toHaveLength(2);
		expect(google.files).toHaveLength(1);
		expect(google.uploads).toHaveLength(1);
	});

	it('delivers in the next run what could not be delivered in the first, and nothing twice', async () => {
		const sheet = await sheetOf('Faults', ['boat', 'slow', 'expired']);
		takeLong(api, 'slow', SLOW_MS);
		const expired = expireVideos(api, { promptIncludes: 'expired' });
		google.reject('Drive');

		await sheet.run({ Wait: waitingFor(2) });

		const open = (name: string) => ({ status: 'created', taskId: taskOf(name)?.id });
		const [boat, slow, expiredRow] = await sheet.rows();
		expect(boat).toMatchObject({ ...open('boat'), driveUrl: '', youtubeUrl: isDone.youtubeUrl });
		const nothing = { driveUrl: '', youtubeUrl: '', reason: expect.stringMatching(/./) };
		expect([slow, expiredRow]).toMatchObject([
			{ ...open('slow'), ...nothing },
			{ ...open('expired'), ...nothing },
		]);
		expect(delivered()).toEqual({ drive: [], youTube: ['The boat moves'] });

		expired.remove();
		aheadMs += SLOW_MS;
		google.accept();
		google.reject('YouTube');
		await sheet.run();

		expect(delivered().drive).toHaveLength(3);
		expect(delivered().youTube).toEqual(['The boat moves']);

		google.accept();
		await sheet.run();

		expect(await sheet.rows()).toMatchObject([isDone, isDone, isDone]);
		expect(delivered().drive).toHaveLength(3);
		expect(delivered().youTube).toEqual(['The boat moves', 'The expired moves', 'The slow moves']);
		expect(api.paidTaskIds).toHaveLength(3);
	});
});
