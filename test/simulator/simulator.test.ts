/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development code, never shipped */
import { once } from 'node:events';
import { Agent, request } from 'node:https';

import { startSimulator, type Simulator, type SimulatorOptions } from '../../simulator';
import { clientOf, jsonOf, PRODUCT, simulated, TEXT_TO_VIDEO, type Client } from './simulated';

const KEY = 'a-key-of-sixteen';
const OTHER_ACCOUNT = { Authorization: 'Bearer other-key' };
const FAILED = { durationMs: 0, outcome: { code: 'service_error', message: 'No.' } };

const sim = simulated({
	keys: ['test-key', 'other-key'],
	task: { durationMs: 60_000, pendingMs: 10_000 },
});

/** Status and progress of a task in one read. */
async function stateOf(id: string): Promise<[string, number]> {
	const { status, progress } = await jsonOf(sim.client.read(id));
	return [status, progress];
}

describe('Simulator, tasks', () => {
	it('change their status by the clock', async () => {
		const id = await sim.api.createTask();

		expect(await stateOf(id)).toEqual(['pending', 0]);
		sim.advance(10_000);
		expect(await stateOf(id)).toEqual(['processing', 0]);
		sim.advance(25_000);
		expect(await stateOf(id)).toEqual(['processing', 49]);
		sim.advance(25_000);
		expect(await stateOf(id)).toEqual(['completed', 100]);
		expect(sim.api.tasks).toMatchObject([{ id, status: 'completed' }]);
	});

	it('report the planned progress, and process for the planned number of reads', async () => {
		sim.api.plan({ durationMs: 1, pendingMs: 0, progress: [5, 50], processingReads: 3 });
		const id = await sim.api.createTask();
		sim.advance(60_000);

		expect(await stateOf(id)).toEqual(['processing', 5]);
		expect(await stateOf(id)).toEqual(['processing', 50]);
		expect(await stateOf(id)).toEqual(['processing', 50]);
		expect(await stateOf(id)).toEqual(['completed', 100]);
	});

	it.each([
		['17000000', '"id":17000000,'],
		['90071992547409931234', '"id":90071992547409931234,'],
		['org/task==', '"id":"org/task==",'],
	])('have the planned ID in responses and URLs: %s', async (id, text) => {
		sim.api.plan({ id: () => id, durationMs: 0 });

		expect(await (await sim.client.create()).text()).toContain(text);
		expect((await sim.client.read(id)).status).toBe(200);
		expect((await fetch(sim.api.tasks[0].videoUrl, { headers: PRODUCT })).status).toBe(200);
	});

	it('follow the latest plan that matches the prompt', async () => {
		sim.api.plan({ promptIncludes: 'cat', durationMs: 0, outcome: 'cancelled' });
		sim.api.plan({ promptIncludes: 'black cat', durationMs: 0 });
		const statusOf = async (prompt: string) =>
			(await jsonOf(sim.client.create({ ...TEXT_TO_VIDEO, prompt }))).status as string;

		expect(await statusOf('A cat')).toBe('cancelled');
		expect(await statusOf('A black cat')).toBe('completed');
		expect(await statusOf('A dog')).toBe('pending');
	});
});

describe('Simulator, Idempotency-Key', () => {
	const create = async (body: unknown, key = KEY, headers = {}) =>
		await sim.client.create(body, { 'Idempotency-Key': key, ...headers });

	it('returns the existing task of the account for the same key and body, and rejects another body', async () => {
		const first = await create(TEXT_TO_VIDEO);
		const again = await create({ prompt: TEXT_TO_VIDEO.prompt, model: TEXT_TO_VIDEO.model });
		const other = await create({ ...TEXT_TO_VIDEO, duration: 10 });

		expect(await again.json()).toEqual(await first.json());
		expect(other.status).toBe(400);
		expect((await create(TEXT_TO_VIDEO, 'short')).status).toBe(400);
		expect(sim.api.tasks).toMatchObject([{ idempotencyKey: KEY }]);
		await create(TEXT_TO_VIDEO, KEY, OTHER_ACCOUNT);
		expect(sim.api.tasks).toHaveLength(2);
	});
});

describe('Simulator, account', () => {
	it('lists only its own tasks, newest first, by page and filters', async () => {
		const ids = [await sim.api.createTask(), await sim.api.createTask()];
		sim.api.plan({ durationMs: 0 });
		ids.push(await sim.api.createTask());
		await sim.client.create(TEXT_TO_VIDEO, OTHER_ACCOUNT);
		const listed = async (query: string) => {
			const { data, total } = await jsonOf(sim.client.get(`/v1/tasks?${query}`));
			return { total, ids: (data as Array<{ id: string }>).map(({ id }) => id) };
		};

		expect(await listed('')).toEqual({ total: 3, ids: [ids[2], ids[1], ids[0]] });
		expect(await listed('page=2&page_size=2')).toEqual({ total: 3, ids: [ids[0]] });
		expect(await listed('status=processing')).toEqual({ total: 2, ids: [ids[1], ids[0]] });
		expect(await listed('status=completed&type=video')).toEqual({ total: 1, ids: [ids[2]] });
		expect(await listed('model=MiniMax-Hailuo-2.3')).toEqual({ total: 0, ids: [] });
	});

	it('pays for tasks that did not fail, also if no response had their ID', async () => {
		sim.api.addTasks({ count: 10_000, behaviors: [{}, FAILED] });
		sim.api.planCredits({ account: 500_000, key: null, dailyLimit: 200_000 });
		sim.api.fault({ on: 'create', then: { status: 502, accepted: true } });
		await sim.client.create();

		expect(sim.api.paidTaskIds).toHaveLength(5_001);
		expect((await jsonOf(sim.client.get('/v1/tasks?status=failed'))).total).toBe(5_000);
		expect((await jsonOf(sim.client.get('/v1/credits'))).data).toEqual({
			token: {
				remaining_credits: 0,
				used_credits: 60_012,
				unlimited_credits: true,
				daily_limit: 200_000,
				daily_remaining_credits: 139_988,
			},
			user: { remaining_credits: 439_988, used_credits: 60_012 },
		});
	});
});

describe('Simulator, batches', () => {
	it('return each task as a single read does, and omit unknown and foreign tasks', async () => {
		const first = await sim.api.createTask();
		const foreign = await jsonOf(sim.client.create(TEXT_TO_VIDEO, OTHER_ACCOUNT));
		sim.advance(60_000);
		const ids = [first, foreign.id, 'task-unified-1-abcdefgh', first];

		const { data } = await jsonOf(sim.client.batch(ids));

		expect(data).toEqual([await jsonOf(sim.client.read(first))]);
		expect(sim.api.requestsTo('batch')).toMatchObject([{ body: { task_ids: ids }, status: 200 }]);
	});

	it('count as a read of each task, but have faults of their own', async () => {
		sim.api.plan({ durationMs: 0, pendingMs: 0, processingReads: 1 });
		const id = await sim.api.createTask();
		sim.api.fault({ on: 'read', then: { status: 503 } });
		const read = async () => (await jsonOf(sim.client.batch([id]))).data;

		expect(await read()).toMatchObject([{ status: 'processing' }]);
		expect(await read()).toMatchObject([{ status: 'completed' }]);
	});
});

describe('Simulator, requests', () => {
	const NO_KEY = { Authorization: '' };
	const form = () => {
		const data = new FormData();
		data.append('other', new Blob(['no file']));
		return data;
	};

	it.each<[number, string, (client: Client) => Promise<Response>]>([
		[400, 'a create with invalid JSON', async ({ create }) => await create('{"model"')],
		[401, 'a create without a key', async ({ create }) => await create(TEXT_TO_VIDEO, NO_KEY)],
		[413, 'a large create', async ({ create }) => await create(`"${'x'.repeat(2 ** 20)}"`)],
		[400, 'a read with an invalid ID', async ({ read }) => await read('a b')],
		[404, 'a read of an unknown task', async ({ read }) => await read('task-unified-1-abcdefgh')],
		[400, 'a batch without IDs', async ({ batch }) => await batch([])],
		[400, 'a batch of 51 IDs', async ({ batch }) => await batch(Array(51).fill('x'))],
		[400, 'a list of an unknown status', async ({ get }) => await get('/v1/tasks?status=pending')],
		[400, 'an upload without a file', async ({ upload }) => await upload(form())],
		[401, 'an upload without a key', async ({ upload }) => await upload(form(), NO_KEY)],
		[
			413,
			'a large upload',
			async ({ upload }) =>
				await upload(Buffer.alloc(21 * 2 ** 20), { 'Content-Type': 'multipart/form-data' }),
		],
	])('are rejected with %i: %s', async (status, _, send) => {
		expect((await send(sim.client)).status).toBe(status);
	});

	it('are rejected with 403 for a task of another account', async () => {
		const id = await sim.api.createTask();

		expect((await sim.client.read(id, OTHER_ACCOUNT)).status).toBe(403);
	});

	it('are recorded with the task that they created, and forgotten on reset, as are tasks, plans and faults', async () => {
		sim.api.plan({ durationMs: 0 });
		sim.api.fault({ on: 'read', then: { status: 503 } });
		const id = await sim.api.createTask('A kite');

		expect(sim.api.requestsTo('create')).toMatchObject([
			{
				at: sim.now(),
				server: 'api',
				method: 'POST',
				path: '/apiv1/v1/videos/generations',
				headers: { authorization: 'Bearer test-key' },
				body: { model: 'MiniMax-Hailuo-02', prompt: 'A kite' },
				status: 200,
				taskId: id,
				namesTask: true,
			},
		]);
		sim.api.reset();
		expect([sim.api.requests, sim.api.tasks]).toEqual([[], []]);
		expect((await sim.client.read(id)).status).toBe(404);
		expect((await jsonOf(sim.client.create())).status).toBe('pending');
	});
});

describe('Simulator, options', () => {
	let api: Simulator;
	const start = async (options: SimulatorOptions) =>
		clientOf((api = await startSimulator(options)));
	afterEach(async () => await api.close());

	it('make it lack routes, and ignore the Idempotency-Key', async () => {
		const lacking = { withCredits: false, withTaskList: false, withTaskBatch: false };
		const client = await start({ ...lacking, honorIdempotency: false, prefix: '' });
		for (const key of [KEY, KEY, 'short'])
			await client.create(TEXT_TO_VIDEO, { 'Idempotency-Key': key });
		const others = [client.get('/v1/credits'), client.get('/v1/tasks'), client.batch(['x'])];

		expect(api.tasks).toHaveLength(3);
		expect((await Promise.all(others)).map(({ status }) => status)).toEqual([404, 404, 404]);
	});

	it('make its errors those of the newer documentation', async () => {
		const client = await start({ errorShape: 'text' });

		expect(await jsonOf(client.read('x'))).toMatchObject({ error: { code: 'task_not_found' } });
	});

	it('make it serve clients that trust its certificate, until a middlebox answers in plain text', async () => {
		await start({ tls: true });
		const create = async (ca = api.certificate) => {
			const headers = { Authorization: 'Bearer test-key', 'Content-Type': 'application/json' };
			const options = { method: 'POST', headers, agent: new Agent({ ca }) };
			const sent = request(`${api.baseUrl}/v1/videos/generations`, options);
			sent.end(JSON.stringify(TEXT_TO_VIDEO));
			const [response] = await once(sent, 'response');
			return response.statusCode as number;
		};

		expect(await create()).toBe(200);
		await expect(create('')).rejects.toThrow('self-signed certificate');
		api.fault({ on: 'create', then: { plainText: 'HTTP/1.1 502 Bad Gateway\r\n\r\nSorry' } });
		await expect(create()).rejects.toMatchObject({
			code: expect.stringMatching(/EPROTO|ERR_SSL|ECONNRESET/),
		});
		expect(api.paidTaskIds).toHaveLength(2);
	});
});
