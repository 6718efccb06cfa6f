import { simulatedN8n } from '../harness/simulatedN8n';
import { exampleOf } from './harness/example';

const hailuo = simulatedN8n();
const example = exampleOf(hailuo);

it('Example 12 creates a video if enough credits are left, and otherwise sends a message with the credits', async () => {
	const { id } = await example.importWorkflow();
	hailuo.api.planCredits({ account: 111 });
	const run = async () => await hailuo.n8n.run(id, { trigger: 'Start' });

	const enough = await run();

	expect(enough.error).toBeUndefined();
	expect(hailuo.api.tasks).toHaveLength(1);

	// The first video took 12.
	const tooFew = await run();

	expect(tooFew.error).toBeUndefined();
	expect(tooFew.items('Too few credits')).toMatchObject([
		{ json: { message: 'Only 99 credits are left. No video was created.' } },
	]);
	expect(hailuo.api.tasks).toHaveLength(1);
});
