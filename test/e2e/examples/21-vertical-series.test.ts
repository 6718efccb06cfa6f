import type { SavedWorkflow } from '../../../tools/n8n/workflows';
import { simulatedN8n } from '../harness/simulatedN8n';
import { startChatModel } from './harness/chatModel';
import { exampleOf } from './harness/example';
import { serviceOf } from './harness/service';
import { onceAMonth, withParameters } from './harness/standIns';
import { expireVideos, loseResponsesAndList } from './harness/videos';

const hailuo = simulatedN8n();
const example = exampleOf(hailuo);
const model = serviceOf(example, 'openAiApi', startChatModel);
const TABLE = 'Hailuo series';

let saved: SavedWorkflow;
beforeEach(async () => {
	const topics = ['The sea', 'A lighthouse', 'The lost bees', 'A rejected fox'];
	saved = await example.importWorkflow({
		standIns: {
			Topics: withParameters({ jsonOutput: JSON.stringify({ topics }) }),
			'Every day at six': onceAMonth,
			'Every ten minutes': onceAMonth,
		},
	});
});

const run = async (trigger: string) =>
	expect((await hailuo.n8n.run(saved.id, { trigger })).error).toBeUndefined();
const rowOf = async (topic: string) =>
	(await hailuo.n8n.dataTableRows(TABLE)).find((row) => row.topic === topic);
const reason = (text: RegExp) => expect.stringMatching(text);
const answer = ({ lastMessage }: { lastMessage: string }) =>
	lastMessage.includes('lighthouse')
		? { error: 'Overloaded' }
		: { reply: `${lastMessage}, seen low` };

it('Example 21 creates one vertical clip per topic, names what failed, and notes the cost of each clip', async () => {
	const outcome = { code: 'service_error', message: 'Try later.' };
	hailuo.api.plan({ promptIncludes: 'fox', outcome });
	loseResponsesAndList(hailuo.api, 'lost');
	model.play(Array(20).fill(answer));

	await run('Start');
	await run('Start');
	await Promise.all([run('Every day at six'), run('Every day at six')]);

	const sea = hailuo.taskOf(/sea/);
	expect(hailuo.api.paidTaskIds).toHaveLength(2);
	expect(sea.sentBody).toMatchObject({ model: 'minimax-h3-text-to-video', aspect_ratio: '9:16' });
	expect(await hailuo.n8n.dataTableRows(TABLE)).toHaveLength(4);
	expect(await rowOf('The sea')).toMatchObject({
		status: 'open',
		taskId: sea.id,
		prompt: 'The sea, seen low',
	});
	expect(await rowOf('A lighthouse')).toMatchObject({ status: 'new', reason: reason(/./) });
	expect(await rowOf('The lost bees')).toMatchObject({
		status: 'unknown',
		reason: reason(/may have been accepted/),
	});

	const expired = expireVideos(hailuo.api, { taskId: sea.id });
	await run('Every ten minutes');

	expect(await rowOf('The sea')).toMatchObject({ status: 'open', reason: reason(/./) });
	expect(await rowOf('A rejected fox')).toMatchObject({ status: 'failed', reason: 'Try later.' });
	expect(example.saved()).toEqual([]);

	expired.remove();
	model.play(
		Array(20).fill(({ lastMessage }: { lastMessage: string }) => ({ reply: lastMessage })),
	);
	await run('Every day at six');
	await run('Every ten minutes');
	await run('Every ten minutes');

	for (const topic of ['The sea', 'A lighthouse']) {
		const stored = { status: 'stored', reason: '', credits: expect.any(Number), file: reason(/./) };
		expect(await rowOf(topic)).toMatchObject(stored);
	}
	expect(example.saved()).toHaveLength(2);
	expect(hailuo.api.paidTaskIds).toHaveLength(3);
});
