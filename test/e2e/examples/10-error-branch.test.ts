import { simulatedN8n } from '../harness/simulatedN8n';
import { exampleOf } from './harness/example';
import { startMessenger } from './harness/messenger';
import { serviceOf } from './harness/service';
import { waitingFor } from './harness/standIns';
import { fail, fileOf, takeLong } from './harness/videos';

const hailuo = simulatedN8n();
const example = exampleOf(hailuo);
const messenger = serviceOf(example, 'telegramApi', startMessenger);

it('Example 10 sends a message for a failed video, and waits again for one that takes longer', async () => {
	takeLong(hailuo.api, 'kite', 4_000);
	fail(hailuo.api, 'train');

	const { runData } = await example.run('Start', { standIns: { Wait: waitingFor(2) } });

	const [boat, kite, train] = [/boat/, /kite/, /train/].map((word) => hailuo.taskOf(word));
	expect(example.saved()).toEqual([boat, kite].map(fileOf).sort());
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
	takeLong(hailuo.api, 'kite', 600_000);
	hailuo.api.fault({ on: 'create', promptIncludes: 'train', then: { status: 400 } });

	const { runData } = await example.run('Start', { standIns: { Wait: waitingFor(1) } });

	expect(runData.Wait).toHaveLength(5);
	expect(messenger.texts().sort()).toEqual([
		expect.stringContaining(`Task ${hailuo.taskOf(/kite/).id} was not ready`),
		expect.stringContaining('The API rejected the request'),
	]);
	expect(example.saved()).toEqual([fileOf(hailuo.taskOf(/boat/))]);
});
