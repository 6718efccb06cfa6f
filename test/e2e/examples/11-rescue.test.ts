import { fixture } from '../../../simulator/media/video';
import { simulatedN8n } from '../harness/simulatedN8n';
import { exampleOf } from './harness/example';
import { withParameters } from './harness/standIns';
import { expireVideos, fileOf } from './harness/videos';

const hailuo = simulatedN8n();
const example = exampleOf(hailuo);
const HOUR_MS = 3_600_000;
const FAILED = { outcome: { code: 'service_error', message: 'Try later.' } };

// After a kill of n8n: 06-durable-wait.test.ts, whose n8n can be killed.
it('Example 11 saves each completed video that n8n does not know once, in a later run if it cannot be downloaded or written to disk', async () => {
	// Tasks without an execution: one too old, then completed, failed, running, and three completed ones.
	hailuo.api.addTasks({ count: 1, everyMs: 24 * HOUR_MS });
	const behaviors = [{}, FAILED, { durationMs: 24 * HOUR_MS }, {}, {}, {}];
	hailuo.api.addTasks({ count: 6, behaviors });
	const [, first, , , expired, blocked, last] = hailuo.api.tasks;
	const fault = expireVideos(hailuo.api, { taskId: expired.id });
	const fileName = `={{ $json.taskId === '${blocked.id}' ? '/nowhere/' : '${example.disk()}/' }}{{ $binary.data.fileName }}`;
	const rowsOf = async ({ id }: typeof expired) =>
		(await hailuo.n8n.dataTableRows('Hailuo rescued')).filter(({ taskId }) => taskId === id);

	await example.run('Every hour', { standIns: { 'Save to disk': withParameters({ fileName }) } });

	const video = fixture('video.mp4');
	expect(example.files()).toEqual({ [fileOf(first)]: video, [fileOf(last)]: video });

	hailuo.api.addTasks({ count: 1 });
	const later = hailuo.api.tasks[7];
	await example.run('Every hour');

	expect(example.saved()).toEqual([first, blocked, last, later].map(fileOf).sort());
	const reason = expect.stringContaining(expired.id);
	expect(await rowsOf(expired)).toMatchObject([{ status: 'open', reason }]);

	fault.remove();
	await example.run('Every hour');

	expect(example.saved()).toEqual([first, expired, blocked, last, later].map(fileOf).sort());
	expect(await rowsOf(expired)).toMatchObject([{ status: 'saved', reason: '' }]);
	const downloads = hailuo.api.requestsTo('download').map(({ taskId }) => taskId);
	// Each once, and again what had failed.
	expect(downloads.filter((id) => id === first.id)).toHaveLength(1);
	expect(downloads.filter((id) => id === blocked.id)).toHaveLength(2);
	expect(hailuo.api.requestsTo('create')).toEqual([]);
});
