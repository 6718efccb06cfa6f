import { simulatedN8n } from '../harness/simulatedN8n';
import { exampleOf } from './harness/example';

const hailuo = simulatedN8n();
const example = exampleOf(hailuo);

it('Example 7 creates videos in one run, and waits for them and saves them in another', async () => {
	hailuo.api.plan({ durationMs: 3_000, estimatedTimeS: 3 });
	const { id } = await example.importWorkflow();

	const first = await hailuo.n8n.run(id, { trigger: 'Start' });

	expect(first.error).toBeUndefined();
	expect(hailuo.api.tasks.map(({ status }) => status)).not.toContain('completed');
	const [, second] = await hailuo.n8n.waitForExecutions(id, 2);
	expect(second.error).toBeUndefined();
	const names = hailuo.api.tasks.map((task) => `hailuo-${task.id}.mp4`);
	expect(Object.keys(example.files()).sort()).toEqual(names.sort());
	expect(hailuo.api.paidTaskIds).toHaveLength(2);
});
