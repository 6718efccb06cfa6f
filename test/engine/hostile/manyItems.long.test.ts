import { createParams, simulated } from '../harness/simulatedNode';
import { simulatedTrigger } from '../harness/trigger';

const COUNT = 10_000;
/** Much shorter than ten thousand issues. */
const MAX_CHARACTERS = 5_000;
const validInTen = <T>(valid: T, invalid: T) =>
	Array.from({ length: COUNT }, (_, i) => (i % 1_000 === 0 ? valid : invalid));

describe('An operation with 10,000 items', () => {
	const node = simulated({ withTaskBatch: false });
	it('reports 9,990 invalid items in one short error, and sends nothing', async () => {
		const { error } = await node.run({
			parameters: createParams({ prompt: '={{ $json.prompt }}' }),
			items: validInTen({ prompt: 'A boat' }, { prompt: '' }),
		});

		expect(error?.message).toBe('9990 of 10000 items are invalid');
		expect(error?.description).toMatch(/^Item 1: Prompt is empty/);
		expect(error?.description).toMatch(/Nothing was charged\.$/);
		expect(error?.description?.length).toBeLessThan(MAX_CHARACTERS);
		expect(node.api.requests).toHaveLength(0);
	});

	it('reads the valid task IDs and no other path', async () => {
		const { items: created } = await node.run({
			parameters: createParams(),
			items: Array(10).fill({}),
		});
		const ids = created.map(({ json }) => String(json.taskId));
		node.api.plan({ durationMs: 1 });
		let good = 0;
		const items = validInTen(true, false).map((isGood) => ({
			taskId: isGood ? ids[good++] : '../credits',
		}));

		const { items: read } = await node.run({
			parameters: { resource: 'video', operation: 'wait', downloadVideo: false },
			items,
			node: { onError: 'continueRegularOutput' },
		});

		expect(read).toHaveLength(COUNT);
		expect(read.flatMap(({ json }) => json.taskId ?? [])).toEqual(ids);
		expect(read[1].json.error).toMatch(/^Task ID must be one ID.*"\.\.\/credits"/);
		// The provider has no batches; the first batch request reveals that.
		const paths = new Set(node.api.requestsTo('read').map(({ path }) => path));
		expect(paths).toEqual(new Set(ids.map((id) => `/apiv1/v1/tasks/${id}`)));
	});
});

describe('The trigger with 10,000 task IDs', () => {
	const hailuo = simulatedTrigger();

	it('names the first invalid one at activation, without a request', async () => {
		const ids = Array.from({ length: COUNT }, (_, i) => `task-${i}`);
		const trigger = hailuo.trigger({ taskIds: [...ids, '{no id}'] });

		expect((await trigger.activate()).error?.message).toContain('"{no id}"');
		expect(hailuo.api.requests).toHaveLength(0);
	});
});

describe('Create with 1,000 items', () => {
	const node = simulated();
	const items = Array.from({ length: 1_000 }, (_, index) => ({ prompt: `Boat number ${index}` }));

	it('creates each video once and keeps the order of the items', async () => {
		const { items: tasks } = await node.run({
			parameters: createParams({ prompt: '={{ $json.prompt }}', options: { maxConcurrency: 10 } }),
			items,
		});

		const promptById = new Map(node.api.tasks.map(({ id, request }) => [id, request.prompt]));
		expect(tasks.map(({ json }) => ({ prompt: promptById.get(String(json.taskId)) }))).toEqual(
			items,
		);
		expect(tasks.map(({ pairedItem }) => pairedItem)).toEqual(items.map((_, item) => ({ item })));
		expect(node.api.requests).toHaveLength(1_000);
	});
});
