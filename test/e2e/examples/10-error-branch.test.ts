import { simulatedN8n } from '../harness/simulatedN8n';
import { exampleOf } from './harness/example';
import type { StandIn } from '../../../tools/examples/file';
import { startMessenger, type Messenger } from './harness/messenger';

const hailuo = simulatedN8n();
const example = exampleOf(hailuo);

let messenger: Messenger;
beforeAll(async () => (messenger = await startMessenger()));
beforeEach(() => (messenger.messages.length = 0));
afterAll(async () => await messenger.close());

/** Shortens the timeout of each wait, half an hour, to seconds. */
const waitingFor =
	(seconds: number): StandIn =>
	({ parameters }) => ({
		parameters: { ...parameters, options: { timeoutMinutes: seconds / 60 } },
	});

it('Example 10 sends a message for a failed video, and waits again for one that takes longer', async () => {
	hailuo.api.plan({ promptIncludes: 'kite', durationMs: 4_000, estimatedTimeS: 1 });
	const outcome = { code: 'content_policy_violation', message: 'Not allowed.' };
	hailuo.api.plan({ promptIncludes: 'train', outcome });
	await example.addCredential('telegramApi', messenger.credential);
	const { id } = await example.importWorkflow({ standIns: { Wait: waitingFor(2) } });

	const { error, runData } = await hailuo.n8n.run(id, { trigger: 'Start' });

	expect(error).toBeUndefined();
	const [boat, kite, train] = [/boat/, /kite/, /train/].map((word) => hailuo.taskOf(word));
	const names = [boat, kite].map((task) => `hailuo-${task.id}.mp4`);
	expect(Object.keys(example.files()).sort()).toEqual(names.sort());
	expect(messenger.messages).toEqual([
		{ chat: '@your_channel', text: expect.stringContaining(`${train.id} failed: Not allowed.`) },
	]);
	expect(hailuo.api.paidTaskIds).toHaveLength(2);
	expect(runData.Wait.length).toBeGreaterThan(1);
	expect(runData.Wait[0].data?.main[1]?.map(({ json }) => json)).toMatchObject([
		{ taskId: kite.id, error: expect.any(String), details: { timedOut: true } },
		{ taskId: train.id, error: expect.any(String), details: { status: 'failed' } },
	]);
});

it('Example 10 also sends a message for a rejected create and for a video that does not finish in time', async () => {
	hailuo.api.plan({ promptIncludes: 'kite', durationMs: 600_000, estimatedTimeS: 1 });
	hailuo.api.fault({ on: 'create', promptIncludes: 'train', then: { status: 400 } });
	await example.addCredential('telegramApi', messenger.credential);
	const { id } = await example.importWorkflow({ standIns: { Wait: waitingFor(1) } });

	const { error, runData } = await hailuo.n8n.run(id, { trigger: 'Start' });

	expect(error).toBeUndefined();
	expect(runData.Wait).toHaveLength(5);
	expect(messenger.messages.map(({ text }) => text).sort()).toEqual([
		expect.stringContaining(`Task ${hailuo.taskOf(/kite/).id} was not ready`),
		expect.stringContaining('The API rejected the request'),
	]);
	expect(Object.keys(example.files())).toEqual([`hailuo-${hailuo.taskOf(/boat/).id}.mp4`]);
});
