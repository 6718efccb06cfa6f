import { fetchOnce } from '../../../tools/n8n/fetchOnce';
import { simulatedN8n } from '../harness/simulatedN8n';
import { exampleOf } from './harness/example';

const hailuo = simulatedN8n();
const example = exampleOf(hailuo);
const TABLE = 'Hailuo queue';

/** So rarely that the schedule does not run during the test. */
const ONCE_A_MONTH = { parameters: { rule: { interval: [{ field: 'months' }] } } };

it('Example 8 creates each request once, keeps the status of its video in the table, and saves each video once', async () => {
	hailuo.api.plan({ promptIncludes: 'kite', durationMs: 600_000 });
	const outcome = { code: 'service_error', message: 'Try later.' };
	hailuo.api.plan({ promptIncludes: 'train', outcome });
	const saved = await example.importWorkflow({
		standIns: { 'Every five minutes': () => ONCE_A_MONTH },
	});
	const runSchedule = async () => await hailuo.n8n.run(saved.id, { trigger: 'Every five minutes' });
	let executions = 1;
	expect(await hailuo.n8n.run(saved.id, { trigger: 'Start' })).toMatchObject({ error: undefined });
	await hailuo.n8n.activate(saved);
	const deliver = async (request: object) => {
		await fetchOnce(`${hailuo.n8n.url}/webhook/hailuo-requests`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify(request),
		});
		const all = await hailuo.n8n.waitForExecutions(saved.id, (executions += 1));
		expect(all.at(-1)?.error).toBeUndefined();
	};

	await deliver({ requestId: 1, prompt: 'A boat' });
	await deliver({ requestId: '2', prompt: 'A kite' });
	await deliver({ requestId: '3', prompt: 'A train' });
	await deliver({ requestId: '1', prompt: 'A boat' });
	await deliver({ requestId: '4' });
	await deliver({ requestId: '5', prompt: 'x'.repeat(2001) });
	await deliver({ prompt: 'A drum' });
	await hailuo.n8n.deactivate(saved);

	const [boat, kite, train] = [/boat/, /kite/, /train/].map((word) => hailuo.taskOf(word));
	expect(hailuo.api.tasks).toHaveLength(3);
	const open = [
		{ requestId: '1', taskId: boat.id, status: 'open', prompt: 'A boat' },
		{ requestId: '2', taskId: kite.id, status: 'open' },
	];
	const rejected = [
		{ requestId: '4', status: 'failed', reason: 'The request has no requestId or no prompt.' },
		{ requestId: '5', status: 'failed', reason: expect.stringContaining('2001 characters') },
		{ requestId: '', status: 'failed', prompt: 'A drum' },
	];
	expect(await hailuo.n8n.dataTableRows(TABLE)).toMatchObject([
		...open,
		{ requestId: '3', taskId: train.id, status: 'open' },
		...rejected,
	]);

	hailuo.api.fault({ on: 'download', then: { status: 401 } });
	await runSchedule();
	const failed = { taskId: train.id, status: 'failed', reason: 'Try later.' };
	const rest = [failed, ...rejected];
	expect(await hailuo.n8n.dataTableRows(TABLE)).toMatchObject([...open, ...rest]);

	await runSchedule();
	const file = `hailuo-${boat.id}.mp4`;
	const stored = { ...open[0], status: 'stored', file: expect.stringContaining(file) };
	expect(await hailuo.n8n.dataTableRows(TABLE)).toMatchObject([stored, open[1], ...rest]);
	expect(Object.keys(example.files())).toEqual([file]);

	const reads = hailuo.api.requestsTo('read').length;
	await runSchedule();
	expect(hailuo.api.requestsTo('read').slice(reads)).toMatchObject([{ taskId: kite.id }]);
});

it('Example 8 creates a video from the request that is pinned to its webhook', async () => {
	const { id } = await example.importWorkflow();
	await hailuo.n8n.run(id, { trigger: 'Start' });

	const { error } = await hailuo.n8n.run(id, { trigger: 'A request arrives' });

	expect(error).toBeUndefined();
	expect(hailuo.api.tasks).toHaveLength(1);
});
