import { fixture } from '../../../simulator/media/video';
import { everySeconds } from '../../../tools/n8n/watchWorkflow';
import type { SavedWorkflow } from '../../../tools/n8n/workflows';
import { simulatedN8n } from '../harness/simulatedN8n';
import { exampleOf } from './harness/example';
import { startMessenger } from './harness/messenger';
import { serviceOf } from './harness/service';
import { withParameters } from './harness/standIns';
import { expireVideos, fileOf } from './harness/videos';

const hailuo = simulatedN8n();
const example = exampleOf(hailuo);
const messenger = serviceOf(example, 'telegramApi', startMessenger);

let saved: SavedWorkflow;
beforeEach(async () => {
	saved = await example.importWorkflow({
		standIns: { 'When a video is ready': withParameters({ pollTimes: everySeconds(2) }) },
	});
});
afterEach(async () => await hailuo.n8n.deactivate(saved));

const createTask = async () => await hailuo.api.createTask();
const post = (id: string) => ({
	chat: '@your_channel',
	text: 'New from MiniMax-Hailuo-02',
	video: { name: fileOf({ id }), type: 'video/mp4', content: fixture('video.mp4') },
});
const notPosted = (id: string) => ({
	chat: '@your_private_chat',
	text: expect.stringContaining(`${id} was not posted: `),
});

it('Example 5 posts each video that finishes in the account once', async () => {
	hailuo.api.plan({ durationMs: 0 });
	await createTask();
	await hailuo.n8n.activate(saved);

	const taskId = await createTask();

	const [{ error }] = await hailuo.n8n.waitForExecutions(saved.id, 1);
	// Two more polls.
	await hailuo.api.waitForRequest('list', hailuo.api.requestsTo('list').length + 2);
	expect(error).toBeUndefined();
	expect(messenger.messages).toEqual([post(taskId)]);
});

it('Example 5 names a video that cannot be downloaded or posted in a message, and posts the others', async () => {
	hailuo.api.plan({ durationMs: 3_000 });
	await hailuo.n8n.activate(saved);
	const [first, expired, last] = [await createTask(), await createTask(), await createTask()];
	expireVideos(hailuo.api, { taskId: expired });

	await messenger.waitForMessages(3);

	const executions = await hailuo.n8n.waitForExecutions(saved.id, 1);
	expect(executions.map(({ error }) => error)).toEqual(executions.map(() => undefined));
	expect(messenger.messages).toHaveLength(3);
	expect(messenger.messages).toEqual(
		expect.arrayContaining([post(first), post(last), notPosted(expired)]),
	);

	hailuo.api.plan({ durationMs: 0 });
	messenger.refuseNextVideo();
	const refused = await createTask();
	await messenger.waitForMessages(4);
	const accepted = await createTask();
	await messenger.waitForMessages(5);

	expect(messenger.messages.slice(3)).toEqual([notPosted(refused), post(accepted)]);
});
