import { fixture } from '../../../simulator/media/video';
import { simulatedN8n } from '../harness/simulatedN8n';
import { exampleOf } from './harness/example';

const hailuo = simulatedN8n();
const example = exampleOf(hailuo);
const HOUR_MS = 3_600_000;
const FAILED = { outcome: { code: 'service_error', message: 'Try later.' } };

it('Example 11 saves each completed video that n8n does not know once', async () => {
	// Tasks without an execution: one too old, then completed, failed, completed, running.
	hailuo.api.addTasks({ count: 1, everyMs: 24 * HOUR_MS });
	hailuo.api.addTasks({ count: 4, behaviors: [{}, FAILED, {}, { durationMs: 24 * HOUR_MS }] });
	const [, first, , second] = hailuo.api.tasks;
	const { id } = await example.importWorkflow();
	const run = async () => await hailuo.n8n.run(id, { trigger: 'Every hour' });

	expect((await run()).error).toBeUndefined();

	const video = fixture('video.mp4');
	const saved = { [`hailuo-${first.id}.mp4`]: video, [`hailuo-${second.id}.mp4`]: video };
	expect(example.files()).toEqual(saved);

	const downloads = hailuo.api.requestsTo('download').length;
	hailuo.api.addTasks({ count: 1 });
	const third = hailuo.api.tasks[5];
	expect((await run()).error).toBeUndefined();

	expect(example.files()).toEqual({ ...saved, [`hailuo-${third.id}.mp4`]: video });
	expect(hailuo.api.requestsTo('download')).toHaveLength(downloads + 1);
	expect(hailuo.api.requestsTo('create')).toEqual([]);
});
