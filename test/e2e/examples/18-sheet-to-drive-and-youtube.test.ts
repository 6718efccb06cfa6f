import { startSimulator, type Simulator } from '../../../simulator';
import { fixture } from '../../../simulator/media/video';
import { filledInExample, type StandIn } from '../../../tools/examples/file';
import type { CredentialReference } from '../../../tools/n8n/credentials';
import { RUN_FOLDER, WITHOUT_EDITOR } from '../../../tools/n8n/environment';
import { startN8n, type N8n } from '../../../tools/n8n/n8n';
import { packageTarball } from '../../../tools/n8n/pack';
import { asDataTable } from './harness/sheet';
import { withoutPrompt } from './harness/videoName';
import { startYouTube, type YouTube } from './harness/youTube';

jest.setTimeout(600_000);

let google: YouTube;
let api: Simulator;
let n8n: N8n;
let credentials: Record<string, CredentialReference>;

beforeAll(async () => {
	google = await startYouTube();
	api = await startSimulator({ task: { durationMs: 200, estimatedTimeS: 1 } });
	// A separate n8n, since it reaches Google through a proxy.
	n8n = await startN8n({
		packageTarball: await packageTarball(RUN_FOLDER),
		env: { ...WITHOUT_EDITOR, ...google.env },
	});
	const data = {
		hailuoApi: { apiKey: 'test-key', baseUrl: api.baseUrl },
		googleDriveOAuth2Api: google.credential,
		youTubeOAuth2Api: google.credential,
	};
	credentials = {};
	for (const [type, fields] of Object.entries(data))
		credentials[type] = await n8n.createCredential({ name: type, type, data: fields });
});
afterEach(() => {
	google.reset();
	api.reset();
});
afterAll(async () => {
	await n8n?.stop();
	await api.close();
	await google.close();
});

const EMPTY = {
	picture: '',
	prompt: '',
	status: '',
	taskId: '',
	driveUrl: '',
	youtubeUrl: '',
	reason: '',
};
const SHEET_NODES = [
	'Read the sheet',
	'Claim the rows',
	'Note the task',
	'Not created',
	'Read the tasks',
	'Note the Drive link',
	'Note the YouTube link',
	'Not delivered',
];
const picture = (name: string) => `https://example.com/${name}.png`;

/** A sheet with one row per name, each with a picture of that name; the sheet is a data table. */
async function sheetOf(title: string, names: string[]) {
	const rows = names.map((name, i) => ({
		...EMPTY,
		picture: name.startsWith('http') ? name : picture(name),
		prompt: `The ${name} moves`,
		row_number: i + 2,
	}));
	const types = Object.fromEntries(Object.keys(EMPTY).map((column) => [column, 'string' as const]));
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

it('Example 18 animates the picture of each row once, uploads the video to Drive and YouTube, and writes both links', async () => {
	const sheet = await sheetOf('Pictures', ['boat', 'kite']);

	await sheet.run();
	await sheet.run();

	expect(await sheet.rows()).toMatchObject([isDone, isDone]);
	const tasks = ['boat', 'kite'].map((name) => taskOf(name));
	expect(delivered()).toEqual({
		drive: tasks.map((task) => `hailuo-${task?.id}.mp4`).sort(),
		youTube: ['The boat moves', 'The kite moves'],
	});
	for (const { content } of [...google.files, ...google.uploads])
		expect(content.equals(fixture('video.mp4'))).toBe(true);
	expect(google.uploads.map(({ status }) => status.privacyStatus)).toEqual(['private', 'private']);
	expect(api.tasks).toHaveLength(2);
});

it('Example 18 names refused pictures, failed videos and lost requests, and delivers the other rows', async () => {
	const share = 'https://example.com/not a link';
	const sheet = await sheetOf('Refused pictures', ['boat', share, 'private', 'lost']);
	const outcome = { code: 'image_processing_error', message: 'The image could not be read.' };
	api.plan({ promptIncludes: 'private', outcome });
	const reset = 'afterAccepted' as const;
	api.fault({ on: 'create', promptIncludes: 'lost', times: 'always', then: { reset } });

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

it('Example 18 delivers in the next run what a time-out, a dead link, a full Drive or the quota of YouTube left open, and nothing twice', async () => {
	const sheet = await sheetOf('Faults', ['boat', 'slow', 'dead']);
	api.plan({ promptIncludes: 'slow', durationMs: 15_000, estimatedTimeS: 1 });
	const dead = api.fault({
		on: 'download',
		promptIncludes: 'dead',
		times: 'always',
		then: { status: 410 },
	});
	google.rejectFiles();

	await sheet.run({
		Wait: ({ parameters }) => ({
			parameters: { ...parameters, options: { timeoutMinutes: 2 / 60 } },
		}),
	});

	const open = (name: string) => ({ status: 'created', taskId: taskOf(name)?.id });
	const [boat, slow, deadRow] = await sheet.rows();
	expect(boat).toMatchObject({ ...open('boat'), driveUrl: '', youtubeUrl: isDone.youtubeUrl });
	const nothing = { driveUrl: '', youtubeUrl: '', reason: expect.stringMatching(/./) };
	expect([slow, deadRow]).toMatchObject([
		{ ...open('slow'), ...nothing },
		{ ...open('dead'), ...nothing },
	]);
	expect(delivered()).toEqual({ drive: [], youTube: ['The boat moves'] });

	dead.remove();
	google.accept();
	google.reject('start');
	await sheet.run();

	expect(delivered().drive).toHaveLength(3);
	expect(delivered().youTube).toEqual(['The boat moves']);

	google.accept();
	await sheet.run();

	expect(await sheet.rows()).toMatchObject([isDone, isDone, isDone]);
	expect(delivered().drive).toHaveLength(3);
	expect(delivered().youTube).toEqual(['The boat moves', 'The dead moves', 'The slow moves']);
	expect(api.paidTaskIds).toHaveLength(3);
});
