import { startSimulator, type Simulator } from '../../../simulator';
import { clientOf, createdId, PRODUCT } from '../../../simulator/testing/client';
import { filledInExample } from '../../../tools/examples/file';
import type { CredentialReference } from '../../../tools/n8n/credentials';
import { RUN_FOLDER, WITHOUT_EDITOR } from '../../../tools/n8n/environment';
import { startN8n, type N8n } from '../../../tools/n8n/n8n';
import { packageTarball } from '../../../tools/n8n/pack';
import { everySeconds } from '../../../tools/n8n/watchWorkflow';
import type { SavedWorkflow } from '../../../tools/n8n/workflows';
import { startMessenger, type Messenger } from './harness/messenger';
import { startYouTube, type YouTube } from './harness/youTube';

jest.setTimeout(600_000);

let youTube: YouTube;
let messenger: Messenger;
let api: Simulator;
let n8n: N8n;
let credentials: Record<string, CredentialReference>;
let saved: SavedWorkflow;

beforeAll(async () => {
	youTube = await startYouTube();
	messenger = await startMessenger();
	api = await startSimulator({ task: { durationMs: 0 } });
	// A separate n8n, since it reaches YouTube through a proxy.
	n8n = await startN8n({
		packageTarball: await packageTarball(RUN_FOLDER),
		env: { ...WITHOUT_EDITOR, ...youTube.env },
	});
	const data = {
		hailuoApi: { apiKey: 'test-key', baseUrl: api.baseUrl },
		youTubeOAuth2Api: youTube.credential,
		telegramApi: messenger.credential,
	};
	credentials = {};
	for (const [type, fields] of Object.entries(data))
		credentials[type] = await n8n.createCredential({ name: type, type, data: fields });
});
beforeEach(async () => {
	saved = await n8n.createWorkflow(
		filledInExample('17-vertical-post', {
			credentials,
			standIns: {
				'When a video is ready': ({ parameters }) => ({
					parameters: { ...parameters, pollTimes: everySeconds(2) },
				}),
			},
		}),
	);
	await n8n.activate(saved);
});
afterEach(async () => {
	await n8n.deactivate(saved);
	youTube.reset();
	messenger.messages.length = 0;
	api.reset();
});
afterAll(async () => {
	await n8n?.stop();
	await api.close();
	await messenger.close();
	await youTube.close();
});

const finishedVideo = async () => await createdId(clientOf(api));
const waitForExecution = async () => (await n8n.waitForExecutions(saved.id, 1))[0];
const texts = () => messenger.messages.map(({ text }) => text);

it('Example 17 uploads each video that finishes in the account once, as private, in chunks', async () => {
	// YouTube's node sends 1 MiB at a time.
	const size = 2.5 * 1024 * 1024;
	api.plan({ durationMs: 0, videoBytes: size });

	await finishedVideo();

	const { error, items } = await waitForExecution();
	expect(error).toBeUndefined();
	await api.waitForRequest('list', api.requestsTo('list').length + 2);
	expect(await n8n.executionIds(saved.id)).toHaveLength(1);
	expect(youTube.uploads).toEqual([
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
	const video = await (await fetch(api.tasks[0].videoUrl, { headers: PRODUCT })).arrayBuffer();
	expect(youTube.uploads[0].content.equals(Buffer.from(video))).toBe(true);
	expect(items('Upload')).toMatchObject([{ json: { uploadId: 'video-0' } }]);
	expect(texts()).toEqual([]);
});

it.each([
	['because the quota is exceeded', 'start', /Forbidden/],
	['at a chunk', 'chunk', /503/],
] as const)(
	'Example 17 sends a message for an upload that YouTube rejects %s',
	async (_, what, reason) => {
		youTube.reject(what);

		const taskId = await finishedVideo();

		expect((await waitForExecution()).error).toBeUndefined();
		expect(texts()).toEqual([expect.stringMatching(reason)]);
		expect(texts()).toEqual([expect.stringContaining(`Task ${taskId} is not on YouTube: `)]);
	},
);

it('Example 17 does not upload a video that cannot be downloaded, and sends a message', async () => {
	api.fault({ on: 'download', times: 'always', then: { status: 410 } });

	const taskId = await finishedVideo();

	expect((await waitForExecution()).error).toBeUndefined();
	expect(youTube.uploads).toHaveLength(0);
	expect(texts()).toEqual([expect.stringContaining(`Task ${taskId} is not on YouTube: `)]);
});
