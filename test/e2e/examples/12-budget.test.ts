import { simulatedN8n } from '../harness/simulatedN8n';
import { exampleOf } from './harness/example';

const hailuo = simulatedN8n();
const example = exampleOf(hailuo);

it('Example 12 creates a video if enough credits are left, and otherwise sends a message with the credits', async () => {
	hailuo.api.planCredits({ account: 111 });

	await example.run('Start');

	expect(hailuo.api.tasks).toHaveLength(1);

	// The first video took 12.
	const { items } = await example.run('Start');

	expect(items('Too few credits')).toMatchObject([
		{ json: { message: 'Only 99 credits are left. No video was created.' } },
	]);
	expect(hailuo.api.tasks).toHaveLength(1);
});
