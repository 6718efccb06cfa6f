import { simulatedN8n } from '../harness/simulatedN8n';
import { exampleOf } from './harness/example';
import { startMessenger } from './harness/messenger';
import { serviceOf } from './harness/service';
import { expireVideos, fileOf, loseResponsesAndList, takeLong } from './harness/videos';

const hailuo = simulatedN8n();
const example = exampleOf(hailuo);
const messenger = serviceOf(example, 'telegramApi', startMessenger);

/** Runs the upper row, lets time pass, and waits for the execution of the lower one, which it starts. */
async function run(ms = 0) {
	const { id } = await example.importWorkflow();
	const first = await hailuo.n8n.run(id, { trigger: 'Start' });
	expect(first.error).toBeUndefined();
	hailuo.advance(ms);
	const [, second] = await hailuo.n8n.waitForExecutions(id, 2);
	expect(second.error).toBeUndefined();
}

it('Example 7 creates videos in one run, and waits for them and saves them in another', async () => {
	takeLong(hailuo.api, '', 600_000);

	await run(600_000);

	expect(example.saved()).toEqual(hailuo.api.tasks.map(fileOf).sort());
	expect(hailuo.api.paidTaskIds).toHaveLength(2);
	expect(messenger.messages).toEqual([]);
});

it.each([
	[
		'cannot be downloaded',
		() => expireVideos(hailuo.api, { promptIncludes: 'kite' }),
		/^Task task-\S+ was not saved: /,
	],
	[
		'has a create of unknown outcome',
		() => loseResponsesAndList(hailuo.api, 'kite'),
		/^Not created: .*may have been accepted/,
	],
])(
	'Example 7 saves the other video if one %s, and names that one in a message',
	async (_, plan, text) => {
		plan();

		await run();

		expect(example.saved()).toEqual([fileOf(hailuo.taskOf(/boat/))]);
		expect(messenger.messages).toMatchObject([{ text: expect.stringMatching(text) }]);
	},
);
