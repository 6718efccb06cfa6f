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

it('Example 11 saves the other videos if one cannot be downloaded, and saves that one once it can', async () => {
	hailuo.api.addTasks({ count: 4 });
	const [first, dead, third, fourth] = hailuo.api.tasks;
	const fault = hailuo.api.fault({
		on: 'download',
		taskId: dead.id,
		times: 'always',
		then: { status: 410 },
	});
	const { id } = await example.importWorkflow();
	const run = async () => await hailuo.n8n.run(id, { trigger: 'Every hour' });
	const fileOf = (task: typeof dead) => `hailuo-${task.id}.mp4`;

	expect((await run()).error).toBeUndefined();

	const others = [first, third, fourth].map(fileOf);
	expect(Object.keys(example.files()).sort()).toEqual(others.sort());
	const rowOf = async () =>
		(await hailuo.n8n.dataTableRows('Hailuo rescued')).filter(({ taskId }) => taskId === dead.id);
	const reason = expect.stringContaining(dead.id);
	expect(await rowOf()).toMatchObject([{ status: 'open', reason }]);

	expect((await run()).error).toBeUndefined();
	expect(await rowOf()).toMatchObject([{ status: 'open', reason }]);

	fault.remove();
	expect((await run()).error).toBeUndefined();

	expect(Object.keys(example.files()).sort()).toEqual([...others, fileOf(dead)].sort());
	expect(await rowOf()).toMatchObject([{ status: 'saved', reason: '' }]);
	expect(hailuo.api.requestsTo('create')).toEqual([]);
});

it('Example 11 saves the other videos if one cannot be written to disk, and saves that one at the next run', async () => {
	hailuo.api.addTasks({ count: 3 });
	const [, blocked] = hailuo.api.tasks;
	const fileName = `={{ $json.taskId === '${blocked.id}' ? '/nowhere/' : '${example.disk()}/' }}{{ $binary.data.fileName }}`;
	const broken = await example.importWorkflow({
		standIns: {
			'Save to disk': ({ parameters }) => ({ parameters: { ...parameters, fileName } }),
		},
	});
	const mended = await example.importWorkflow();

	expect((await hailuo.n8n.run(broken.id, { trigger: 'Every hour' })).error).toBeUndefined();
	expect(Object.keys(example.files())).toHaveLength(2);

	expect((await hailuo.n8n.run(mended.id, { trigger: 'Every hour' })).error).toBeUndefined();
	expect(Object.keys(example.files())).toHaveLength(3);
});
