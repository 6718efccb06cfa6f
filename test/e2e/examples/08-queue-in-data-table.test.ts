import { simulatedN8n } from '../harness/simulatedN8n';
import { exampleOf } from './harness/example';

const hailuo = simulatedN8n();
const example = exampleOf(hailuo);
const TABLE = 'Hailuo queue';

it('A queue in a data table tells how each video stands, and each is saved once', async () => {
	hailuo.api.plan({ promptIncludes: 'kite', durationMs: 600_000 });
	const outcome = { code: 'service_error', message: 'Try later.' };
	hailuo.api.plan({ promptIncludes: 'train', outcome });
	const { id } = await example.importIt();
	const order = async () => await hailuo.n8n.run(id, { trigger: 'Start' });
	const look = async () => await hailuo.n8n.run(id, { trigger: 'Every five minutes' });

	expect(await order()).toMatchObject({ error: undefined });

	const [boat, kite, train] = [/boat/, /kite/, /train/].map((word) => hailuo.taskOf(word));
	expect(await hailuo.n8n.dataTableRows(TABLE)).toMatchObject([
		{ taskId: boat.id, status: 'open', prompt: expect.stringContaining('boat') },
		{ taskId: kite.id, status: 'open' },
		{ taskId: train.id, status: 'open' },
	]);

	hailuo.api.fault({ on: 'download', then: { status: 401 } });
	await look();
	const open = [
		{ taskId: boat.id, status: 'open' },
		{ taskId: kite.id, status: 'open' },
	];
	const failed = { taskId: train.id, status: 'failed', reason: 'Try later.' };
	expect(await hailuo.n8n.dataTableRows(TABLE)).toMatchObject([...open, failed]);

	await look();
	const file = `hailuo-${boat.id}.mp4`;
	const stored = { ...open[0], status: 'stored', file: expect.stringContaining(file) };
	expect(await hailuo.n8n.dataTableRows(TABLE)).toMatchObject([stored, open[1], failed]);
	expect(Object.keys(example.files())).toEqual([file]);

	const reads = hailuo.api.requestsTo('read').length;
	await look();
	expect(hailuo.api.requestsTo('read').slice(reads)).toMatchObject([{ taskId: kite.id }]);
	await order();
	expect(await hailuo.n8n.dataTableRows(TABLE)).toHaveLength(6);
});
