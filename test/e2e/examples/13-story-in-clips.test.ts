import { simulatedN8n } from '../harness/simulatedN8n';
import type { StandIn } from '../../../tools/examples/file';
import { exampleOf } from './harness/example';
import { startMergeService, type MergeService } from './harness/mergeService';
import { startMessenger, type Messenger } from './harness/messenger';

const hailuo = simulatedN8n();
const example = exampleOf(hailuo);

let merge: MergeService;
let messenger: Messenger;
beforeAll(async () => (messenger = await startMessenger()));
beforeEach(async () => {
	merge = await startMergeService();
	messenger.messages.length = 0;
	await example.addCredential('telegramApi', messenger.credential);
});
afterEach(async () => await merge.close());
afterAll(async () => await messenger.close());

const toMerge: StandIn = ({ parameters }) => ({ parameters: { ...parameters, url: merge.url } });

async function run(standIns: Record<string, StandIn> = {}) {
	const { id } = await example.importWorkflow({ standIns: { Merge: toMerge, ...standIns } });
	return await hailuo.n8n.run(id, { trigger: 'Start' });
}

const texts = () => messenger.messages.map(({ text }) => text);

it('Example 13 creates three clips from four keyframes in parallel, and sends them to the merge service in order', async () => {
	// The first takes the longest.
	hailuo.api.plan({ promptIncludes: 'fog', durationMs: 4_000, estimatedTimeS: 1 });

	const { error } = await run();

	expect(error).toBeUndefined();
	const clips = [/fog/, /pier/, /open sea/].map((prompt) => hailuo.taskOf(prompt));
	const picture = (name: string) => `https://example.com/${name}.png`;
	expect(clips.map(({ request }) => request)).toMatchObject([
		{ mode: 'firstLastFrame', imageUrls: [picture('1-harbour'), picture('2-boat')] },
		{ mode: 'firstLastFrame', imageUrls: [picture('2-boat'), picture('3-sea')] },
		{ mode: 'firstLastFrame', imageUrls: [picture('3-sea'), picture('4-island')] },
	]);
	const videos = clips.map(({ videoUrl }, clipIndex) => ({ clipIndex, videoUrl }));
	expect(merge.requests).toEqual([{ clips: videos }]);
	// All were created before any was read.
	const kinds = hailuo.api.requests.map(({ endpoint }) => endpoint);
	expect(kinds.slice(0, 3)).toEqual(['create', 'create', 'create']);
	expect(texts()).toEqual([]);
});

it('Example 13 does not merge an incomplete story, and sends a message that names the missing clip', async () => {
	const outcome = { code: 'content_policy_violation', message: 'Not allowed.' };
	hailuo.api.plan({ promptIncludes: 'pier', outcome });

	const { error, items } = await run();

	expect(error).toBeUndefined();
	expect(merge.requests).toEqual([]);
	expect(texts()).toEqual([expect.stringMatching(/incomplete. Clip 1: .* failed: Not allowed\./)]);
	const [{ json }] = items('One list');
	expect(json.clips).toMatchObject([
		{ clipIndex: 0, videoUrl: hailuo.taskOf(/fog/).videoUrl },
		{ clipIndex: 1, taskId: hailuo.taskOf(/pier/).id, videoUrl: '' },
		{ clipIndex: 2, videoUrl: hailuo.taskOf(/open sea/).videoUrl },
	]);
});

it('Example 13 sends a message if the merge service is unavailable', async () => {
	merge.reject(503);

	const { error } = await run();

	expect(error).toBeUndefined();
	expect(texts()).toEqual([expect.stringMatching(/not merged: .*503/)]);
});

const harbour = { imageUrl: 'https://example.com/1-harbour.png' };

it.each([
	['a single one', [harbour]],
	['one without an image', [harbour, { imageUrl: '' }, harbour]],
	['no list', undefined],
])(
	'Example 13 creates nothing from invalid keyframes, and sends a message: %s',
	async (_, keyframes) => {
		const jsonOutput = JSON.stringify({ keyframes });

		const { error } = await run({
			Keyframes: ({ parameters }) => ({ parameters: { ...parameters, jsonOutput } }),
		});

		expect(error).toBeUndefined();
		expect(hailuo.api.requests).toEqual([]);
		expect(texts()).toEqual([expect.stringContaining('at least two keyframes')]);
	},
);
