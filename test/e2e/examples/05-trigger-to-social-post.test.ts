import { clientOf, createdId } from '../../../simulator/testing/client';
import { fixture } from '../../../simulator/media/video';
import { simulatedN8n } from '../harness/simulatedN8n';
import { everySeconds } from '../../../tools/n8n/watchWorkflow';
import type { SavedWorkflow } from '../../../tools/n8n/workflows';
import { exampleOf } from './harness/example';
import { startMessenger, type Messenger } from './harness/messenger';

const hailuo = simulatedN8n();
const example = exampleOf(hailuo);

let messenger: Messenger;
let saved: SavedWorkflow;
beforeAll(async () => (messenger = await startMessenger()));
beforeEach(async () => {
	messenger.messages.length = 0;
	await example.addCredential('telegramApi', messenger.credential);
	saved = await example.importWorkflow({
		standIns: {
			'When a video is ready': ({ parameters }) => ({
				parameters: { ...parameters, pollTimes: everySeconds(2) },
			}),
		},
	});
});
afterEach(async () => await hailuo.n8n.deactivate(saved));
afterAll(async () => await messenger.close());

const createTask = async () => await createdId(clientOf(hailuo.api));
/** Resolves after two more polls. */
const twoPolls = async () =>
	await hailuo.api.waitForRequest('list', hailuo.api.requestsTo('list').length + 2);
const post = (taskId: string) => ({
	chat: '@your_channel',
	text: 'New from MiniMax-Hailuo-02',
	video: { name: `hailuo-${taskId}.mp4`, type: 'video/mp4', content: fixture('video.mp4') },
});

it('Example 5 posts each video that finishes in the account once', async () => {
	hailuo.api.plan({ durationMs: 0 });
	await createTask();
	await hailuo.n8n.activate(saved);

	const taskId = await createTask();

	const [{ error }] = await hailuo.n8n.waitForExecutions(saved.id, 1);
	await twoPolls();
	expect(error).toBeUndefined();
	expect(messenger.messages).toEqual([post(taskId)]);
});

it('Example 5 posts the other videos of a poll if one cannot be downloaded, and names that one in a message', async () => {
	hailuo.api.plan({ durationMs: 3_000 });
	await hailuo.n8n.activate(saved);
	const [first, dead, last] = [await createTask(), await createTask(), await createTask()];
	hailuo.api.fault({ on: 'download', taskId: dead, times: 'always', then: { status: 410 } });

	await messenger.waitForMessages(3);

	const executions = await hailuo.n8n.waitForExecutions(saved.id, 1);
	expect(executions.map(({ error }) => error)).toEqual(executions.map(() => undefined));
	expect(messenger.messages).toHaveLength(3);
	expect(messenger.messages).toEqual(
		expect.arrayContaining([
			post(first),
			post(last),
			{ chat: '@your_private_chat', text: expect.stringContaining(`${dead} was not posted: `) },
		]),
	);
});

it('Example 5 posts the other videos if the channel refuses one, and names that one in a message', async () => {
	hailuo.api.plan({ durationMs: 0 });
	await hailuo.n8n.activate(saved);
	messenger.refuseNextVideo();

	const refused = await createTask();
	await messenger.waitForMessages(1);
	const accepted = await createTask();
	await messenger.waitForMessages(2);

	expect(messenger.messages).toEqual([
		{ chat: '@your_private_chat', text: expect.stringContaining(`${refused} was not posted: `) },
		post(accepted),
	]);
});
