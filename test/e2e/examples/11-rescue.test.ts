import { fixture } from '../../../simulator/media/video';
import { simulatedN8n } from '../harness/simulatedN8n';
import { exampleOf } from './harness/example';
import { withParameters } from './harness/standIns';
import { expireVideos, fileOf } from './harness/videos';

const hailuo = simulatedN8n();
const example = exampleOf(hailuo);
const HOUR_MS = 3_600_000;
const FAILED = { outcome: { code: 'service_error', message: 'Try later.' } };
const saved = () => Object.keys(example.files()).sort();

// After a kill of n8n: 06-durable-wait.test.ts, whose n8n can be killed.
it('Example 11 saves each completed video that n8n does not know once', async () => {
	// Tasks without an execution: one too old, then completed, failed, completed, running.
	hailuo.api.addTasks({ count: 1, everyMs: 24 * HOUR_MS });
	hailuo.api.addTasks({ count: 4, behaviors: [{}, FAILED, {}, { durationMs: 24 * HOUR_MS }] });
	const [, first, , second] = hailuo.api.tasks;

	await example.run('Every hour');

	const video = fixture('video.mp4');
	expect(example.files()).toEqual({ [fileOf(first)]: video, [fileOf(second)]: video });

	const downloads = hailuo.api.requestsTo('download').length;
	hailuo.api.addTasks({ count: 1 });
	const third = hailuo.api.tasks[5];
	await example.run('Every hour');

	expect(saved()).toEqual([first, second, third].map(fileOf).sort());
	expect(hailuo.api.requestsTo('download')).toHaveLength(downloads + 1);
	expect(hailuo.api.requestsTo('create')).toEqual([]);
});

it('Example 11 saves the other videos if one cannot be downloaded or written to disk, and saves that one once it can', async () => {
	hailuo.api.addTasks({ count: 4 });
	const [first, expired, blocked, fourth] = hailuo.api.tasks;
	const fault = expireVideos(hailuo.api, { taskId: expired.id });
	const fileName = `={{ $json.taskId === '${blocked.id}' ? '/nowhere/' : '${example.disk()}/' }}{{ $binary.data.fileName }}`;
	const rowOf = async ({ id }: typeof expired) =>
		(await hailuo.n8n.dataTableRows('Hailuo rescued')).filter(({ taskId }) => taskId === id);

	await example.run('Every hour', { standIns: { 'Save to disk': withParameters({ fileName }) } });

	expect(saved()).toEqual([first, fourth].map(fileOf).sort());

	await example.run('Every hour');

	expect(saved()).toEqual([first, blocked, fourth].map(fileOf).sort());
	const reason = expect.stringContaining(expired.id);
	expect(await rowOf(expired)).toMatchObject([{ status: 'open', reason }]);

	fault.remove();
	await example.run('Every hour');

	expect(saved()).toEqual([first, expired, blocked, fourth].map(fileOf).sort());
	expect(await rowOf(expired)).toMatchObject([{ status: 'saved', reason: '' }]);
	expect(hailuo.api.requestsTo('create')).toEqual([]);
});
