import { clientOf, createdId } from '../../../simulator/testing/client';
import { fixture } from '../../../simulator/media/video';
import { simulatedN8n } from '../harness/simulatedN8n';
import { everySeconds } from '../../../tools/n8n/watchWorkflow';
import { exampleOf } from './harness/example';
import { startMessenger, type Messenger } from './harness/messenger';

const hailuo = simulatedN8n();
const example = exampleOf(hailuo);

let messenger: Messenger;
beforeAll(async () => (messenger = await startMessenger()));
afterAll(async () => await messenger.close());

it('Example 5 posts each video that finishes in the account once', async () => {
	const createTask = async () => await createdId(clientOf(hailuo.api));
	hailuo.api.plan({ durationMs: 0 });
	await createTask();
	await example.addCredential('telegramApi', messenger.credential);
	const saved = await example.importWorkflow({
		standIns: {
			'When a video is ready': ({ parameters }) => ({
				parameters: { ...parameters, pollTimes: everySeconds(2) },
			}),
		},
	});
	await hailuo.n8n.activate(saved);

	const taskId = await createTask();

	const [{ error }] = await hailuo.n8n.waitForExecutions(saved.id, 1);
	await hailuo.api.waitForRequest('list', hailuo.api.requestsTo('list').length + 2);
	await hailuo.n8n.deactivate(saved);
	expect(error).toBeUndefined();
	const video = { name: `hailuo-${taskId}.mp4`, type: 'video/mp4', content: fixture('video.mp4') };
	const text = 'New from MiniMax-Hailuo-02';
	expect(messenger.messages).toEqual([{ chat: '@your_channel', text, video }]);
});
