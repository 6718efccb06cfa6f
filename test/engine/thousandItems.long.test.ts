import { createParams, simulated } from './harness/simulatedNode';

const COUNT = 1_000;
const items = Array.from({ length: COUNT }, (_, index) => ({ prompt: `Boat number ${index}` }));

describe('Create with 1,000 items', () => {
	const node = simulated();

	it.each([10, COUNT])(
		'creates each video once and keeps the order of the items with a Max Concurrency of %i',
		async (maxConcurrency) => {
			const { items: tasks } = await node.run({
				parameters: createParams({ prompt: '={{ $json.prompt }}', options: { maxConcurrency } }),
				items,
			});

			const promptById = new Map(node.api.tasks.map(({ id, request }) => [id, request.prompt]));
			expect(tasks.map(({ json }) => ({ prompt: promptById.get(String(json.taskId)) }))).toEqual(
				items,
			);
			expect(tasks.map(({ pairedItem }) => pairedItem)).toEqual(items.map((_, item) => ({ item })));
			expect(node.api.requests).toHaveLength(COUNT);
		},
	);
});
