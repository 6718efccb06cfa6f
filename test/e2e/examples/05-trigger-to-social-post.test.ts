import { fixture } from '../../../simulator/media/video';
import { everySeconds } from '../../../tools/n8n/watchWorkflow';
import { simulatedN8n } from '../harness/simulatedN8n';
import { exampleOf } from './harness/example';
import { startMessenger } from './harness/messenger';
import { serviceOf, waitForReceived } from './harness/service';
import { withParameters } from './harness/standIns';
import { expireVideos, fileOf } from './harness/videos';

const hailuo = simulatedN8n();
const example = exampleOf(hailuo);
const messenger = serviceOf(example, 'telegramApi', startMessenger);

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

it('Example 5 posts each video that finishes in the account once, and names one that cannot be downloaded or posted in a message', async () => {
	hailuo.api.plan({ durationMs: 0 });
	await createTask();
	const saved = await example.importWorkflow({
		standIns: { 'When a video is ready': withParameters({ pollTimes: everySeconds(2) }) },
	});
	await hailuo.n8n.activate(saved);

	hailuo.api.plan({ durationMs: 3_000 });
	const [first, expired, last] = [await createTask(), await createTask(), await createTask()];
	expireVideos(hailuo.api, { taskId: expired });
	await waitForReceived(messenger.messages, 3);
	hailuo.api.plan({ durationMs: 0 });
	messenger.refuseNextVideo();
	const refused = await createTask();
	await waitForReceived(messenger.messages, 4);
	const accepted = await createTask();
	await waitForReceived(messenger.messages, 5);
	// Two more polls.
	await hailuo.api.waitForRequest('list', hailuo.api.requestsTo('list').length + 2);

	const executions = await hailuo.n8n.waitForExecutions(saved.id, 3);
	expect(executions.map(({ error }) => error)).toEqual(executions.map(() => undefined));
	const { messages } = messenger;
	expect(messages.slice(0, 3)).toEqual(
		expect.arrayContaining([post(first), post(last), notPosted(expired)]),
	);
	expect(messages.slice(3)).toEqual([notPosted(refused), post(accepted)]);
	await hailuo.n8n.deactivate(saved);
});
