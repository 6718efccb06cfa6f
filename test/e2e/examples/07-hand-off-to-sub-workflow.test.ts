import { simulatedN8n } from '../harness/simulatedN8n';
import { exampleOf } from './harness/example';
import { startMessenger, type Messenger } from './harness/messenger';

const hailuo = simulatedN8n();
const example = exampleOf(hailuo);

let messenger: Messenger;
beforeAll(async () => (messenger = await startMessenger()));
beforeEach(async () => {
	messenger.messages.length = 0;
	await example.addCredential('telegramApi', messenger.credential);
});
afterAll(async () => await messenger.close());

/** Runs the upper row, and waits for both executions. */
async function run() {
	const { id } = await example.importWorkflow();
	const first = await hailuo.n8n.run(id, { trigger: 'Start' });
	expect(first.error).toBeUndefined();
	return {
		statusesAtHandOff: hailuo.api.tasks.map(({ status }) => status),
		second: async () => (await hailuo.n8n.waitForExecutions(id, 2))[1],
	};
}

it('Example 7 creates videos in one run, and waits for them and saves them in another', async () => {
	hailuo.api.plan({ durationMs: 3_000, estimatedTimeS: 3 });

	const { statusesAtHandOff, second } = await run();

	expect(statusesAtHandOff).not.toContain('completed');
	expect((await second()).error).toBeUndefined();
	const names = hailuo.api.tasks.map((task) => `hailuo-${task.id}.mp4`);
	expect(Object.keys(example.files()).sort()).toEqual(names.sort());
	expect(hailuo.api.paidTaskIds).toHaveLength(2);
	expect(messenger.messages).toEqual([]);
});

it('Example 7 saves a video if the other cannot be downloaded, and names that one in a message', async () => {
	hailuo.api.fault({
		on: 'download',
		promptIncludes: 'kite',
		times: 'always',
		then: { status: 410 },
	});

	const { second } = await run();

	expect((await second()).error).toBeUndefined();
	expect(Object.keys(example.files())).toEqual([`hailuo-${hailuo.taskOf(/boat/).id}.mp4`]);
	expect(messenger.messages).toMatchObject([
		{ text: expect.stringContaining(`Task ${hailuo.taskOf(/kite/).id} was not saved: `) },
	]);
});

it('Example 7 creates the other video if one request is lost, and names that one in a message', async () => {
	const reset = 'afterAccepted' as const;
	hailuo.api.fault({ on: 'create', promptIncludes: 'kite', times: 'always', then: { reset } });

	const { second } = await run();

	expect((await second()).error).toBeUndefined();
	expect(Object.keys(example.files())).toEqual([`hailuo-${hailuo.taskOf(/boat/).id}.mp4`]);
	expect(messenger.messages).toMatchObject([
		{ text: expect.stringMatching(/^Not created: .*may have been accepted/) },
	]);
});
