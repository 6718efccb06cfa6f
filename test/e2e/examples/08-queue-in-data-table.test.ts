import { fetchOnce } from '../../../tools/n8n/fetchOnce';
import type { SavedWorkflow } from '../../../tools/n8n/workflows';
import { simulatedN8n } from '../harness/simulatedN8n';
import { exampleOf } from './harness/example';
import { onceAMonth, withParameters } from './harness/standIns';
import { expireVideos, fileOf, loseResponsesAndList } from './harness/videos';

const hailuo = simulatedN8n();
const example = exampleOf(hailuo);
const TABLE = 'Hailuo queue';

let saved: SavedWorkflow;
/** Requests of this test; the table is shared. */
let prefix = 0;
beforeEach(async () => {
	prefix += 100;
	saved = await example.importWorkflow({
		standIns: { 'Every minute': onceAMonth, 'Every five minutes': onceAMonth },
	});
	await run('Start');
	await hailuo.n8n.activate(saved);
});
afterEach(async () => await hailuo.n8n.deactivate(saved));

async function deliver(request: object): Promise<void> {
	const answer = await fetchOnce(`${hailuo.n8n.url}/webhook/hailuo-requests`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify(request),
	});
	expect(answer.status).toBe(200);
}

const run = async (trigger: string) =>
	expect(await hailuo.n8n.run(saved.id, { trigger })).toMatchObject({ error: undefined });
const create = async () => await run('Every minute');
const read = async () => await run('Every five minutes');
const idOf = (request: number) => String(prefix + request);
const rowsOf = async (request: number) =>
	(await hailuo.n8n.dataTableRows(TABLE)).filter(({ requestId }) => requestId === idOf(request));
const statusesOf = async (request: number) =>
	(await rowsOf(request)).map(({ status }) => status).sort();

it('Example 8 creates each request once, keeps the status of its video in the table, and saves each video once, later if it cannot at first', async () => {
	hailuo.api.plan({ promptIncludes: 'kite', durationMs: 600_000 });
	const outcome = { code: 'service_error', message: 'Try later.' };
	hailuo.api.plan({ promptIncludes: 'train', outcome });
	loseResponsesAndList(hailuo.api, 'lost');

	await deliver({ requestId: prefix + 1, prompt: 'A boat' });
	await deliver({ requestId: idOf(2), prompt: 'A kite' });
	await deliver({ requestId: idOf(3), prompt: 'A train' });
	await deliver({ requestId: idOf(1), prompt: 'A boat' });
	await deliver({ requestId: idOf(4) });
	await deliver({ requestId: idOf(5), prompt: 'x'.repeat(2001) });
	await deliver({ requestId: idOf(6), prompt: 'A lost drum' });
	await deliver({ prompt: 'A drum' });
	expect(hailuo.api.tasks).toEqual([]);
	await create();

	const [boat, kite, train] = [/boat/, /kite/, /train/].map((word) => hailuo.taskOf(word));
	expect(hailuo.api.tasks).toHaveLength(4);
	expect(await rowsOf(1)).toMatchObject([
		{ taskId: boat.id, status: 'open', prompt: 'A boat' },
		{ status: 'duplicate' },
	]);
	expect(await rowsOf(2)).toMatchObject([{ taskId: kite.id, status: 'open' }]);
	expect(await rowsOf(3)).toMatchObject([{ taskId: train.id, status: 'open' }]);
	const incomplete = 'The request has no requestId or no prompt.';
	expect(await rowsOf(4)).toMatchObject([{ status: 'failed', reason: incomplete }]);
	const tooLong = expect.stringContaining('got 2001');
	expect(await rowsOf(5)).toMatchObject([{ status: 'failed', reason: tooLong }]);
	const lost = { status: 'unknown', reason: expect.stringContaining('may have been accepted') };
	expect(await rowsOf(6)).toMatchObject([lost]);

	// Delivered again, complete this time, and again after everything was created.
	await deliver({ requestId: idOf(4), prompt: 'A harbour' });
	await deliver({ requestId: idOf(7), prompt: 'A last drum' });
	for (const request of [1, 2, 3, 6]) await deliver({ requestId: idOf(request), prompt: 'Again' });
	await create();
	expect(hailuo.api.tasks).toHaveLength(6);
	expect(await statusesOf(4)).toEqual(['failed', 'open']);
	expect(await statusesOf(6)).toEqual(['duplicate', 'unknown']);

	// The boat cannot be downloaded, and the harbour not be written to disk.
	const expired = expireVideos(hailuo.api, { taskId: boat.id });
	const [harbour, lastDrum] = [/harbour/, /last/].map((word) => hailuo.taskOf(word));
	const fileName = `={{ $json.taskId === '${harbour.id}' ? '/nowhere' : '${example.disk()}' }}/{{ $binary.data.fileName }}`;
	await example.run('Every five minutes', {
		standIns: { 'Save to disk': withParameters({ fileName }) },
	});
	expect(await rowsOf(1)).toMatchObject([
		{ status: 'open', reason: expect.stringContaining(boat.id) },
		{ status: 'duplicate' },
		{ status: 'duplicate' },
	]);
	expect(await rowsOf(3)).toMatchObject([
		{ status: 'failed', reason: 'Try later.' },
		{ status: 'duplicate' },
	]);
	expect((await rowsOf(4))[1]).toMatchObject({
		status: 'open',
		reason: expect.stringMatching(/./),
	});
	expect(example.saved()).toEqual([fileOf(lastDrum)]);

	expired.remove();
	await read();
	const file = expect.stringContaining(`${boat.id}.mp4`);
	expect((await rowsOf(1))[0]).toMatchObject({ status: 'stored', reason: '', file });
	expect((await rowsOf(4))[1]).toMatchObject({ status: 'stored', reason: '' });
	expect(example.saved()).toEqual([boat, harbour, lastDrum].map(fileOf).sort());

	const reads = hailuo.api.requestsTo('read').length;
	await read();
	expect(hailuo.api.requestsTo('read').slice(reads)).toMatchObject([{ taskId: kite.id }]);
});

it('Example 8 pays once for a request that is delivered ten times at once, while several executions create', async () => {
	const delivery = { requestId: idOf(1), prompt: 'A boat' };
	await Promise.all([...Array(10)].map(async () => await deliver(delivery)));
	await Promise.all([create(), deliver(delivery), create(), deliver(delivery), create()]);
	await create();

	expect(hailuo.api.paidTaskIds).toHaveLength(1);
	expect(await statusesOf(1)).toEqual([...Array<string>(11).fill('duplicate'), 'open']);

	await read();
	expect(example.saved()).toEqual(hailuo.api.tasks.map(fileOf));
});

it('Example 8 creates a video from the request that is pinned to its webhook', async () => {
	await run('A request arrives');
	await create();

	expect(hailuo.api.tasks).toHaveLength(1);
});
