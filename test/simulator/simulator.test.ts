import { startSimulator, type Simulator } from '../../simulator/index';
import {
	clientOf,
	createdId,
	jsonOf,
	stoppedClock,
	TEXT_TO_VIDEO,
	type Client,
} from '../../simulator/testing/client';

const KEY = 'a-key-of-sixteen';
const clock = stoppedClock();
let simulator: Simulator;
let client: Client;

beforeAll(async () => {
	simulator = await startSimulator({
		now: clock.now,
		keys: ['test-key', 'other-key'],
		task: { durationMs: 60_000, pendingMs: 10_000 },
	});
	client = clientOf(simulator);
});
beforeEach(() => simulator.reset());
afterAll(async () => await simulator.close());

describe('Simulator, tasks', () => {
	it('changes the status of a task by the clock', async () => {
		const id = await createdId(client);
		const states = [];
		for (const ms of [0, 10_000, 25_000, 25_000]) {
			clock.advance(ms);
			const { status, progress } = await jsonOf(client.read(id));
			states.push([status, progress]);
		}

		expect(id).toMatch(/^task-unified-1772618027-[a-z0-9]{8}$/);
		expect(states).toEqual([
			['pending', 0],
			['processing', 0],
			['processing', 49],
			['completed', 100],
		]);
		expect(simulator.tasks).toMatchObject([{ id, status: 'completed', sentBody: TEXT_TO_VIDEO }]);
	});

	it('returns a created task with its creation time, estimated time and credits', async () => {
		expect(await jsonOf(client.create({ ...TEXT_TO_VIDEO, duration: 10 }))).toMatchObject({
			created: Math.floor(clock.now() / 1000),
			task_info: { can_cancel: true, estimated_time: 60, video_duration: 10 },
			usage: { credits_reserved: 20 },
		});
	});

	it('returns a completed task in the create response with a duration of 0', async () => {
		simulator.plan({ durationMs: 0 });

		const { status, results } = await jsonOf(client.create());

		expect(status).toBe('completed');
		expect(results).toEqual([simulator.tasks[0].videoUrl]);
	});

	it('returns 404 for the first reads and no creation time if planned', async () => {
		simulator.plan({ pendingMs: 0, withCreated: false, notFoundReads: 2 });

		const created = await jsonOf(client.create());
		const statuses = [];
		for (let read = 0; read < 3; read++) statuses.push((await client.read(created.id)).status);

		expect(created).not.toHaveProperty('created');
		expect(statuses).toEqual([404, 404, 200]);
	});

	it('returns a failed task with the planned error', async () => {
		const failure = { code: 'service_error', message: 'Later, perhaps.' };
		simulator.plan({ durationMs: 0, outcome: failure });

		const response = await client.read(await createdId(client));

		expect(response.status).toBe(200);
		expect(await response.json()).toMatchObject({
			status: 'failed',
			error: { ...failure, type: 'task_error' },
		});
	});

	it('applies the latest plan that matches the prompt', async () => {
		simulator.plan({ promptIncludes: 'cat', durationMs: 0, outcome: 'cancelled' });
		simulator.plan({ promptIncludes: 'black cat', durationMs: 0 });
		const statusOf = async (prompt: string) =>
			(await jsonOf(client.create({ ...TEXT_TO_VIDEO, prompt }))).status as string;

		expect(await statusOf('A cat')).toBe('cancelled');
		expect(await statusOf('A black cat')).toBe('completed');
		expect(await statusOf('A dog')).toBe('pending');
	});
});

describe('Simulator, Idempotency-Key', () => {
	const create = async (body: unknown, key = KEY, headers = {}) =>
		await client.create(body, { 'Idempotency-Key': key, ...headers });

	it('returns the existing task for the same key and body', async () => {
		const first = await create(TEXT_TO_VIDEO);
		const again = await create({ prompt: TEXT_TO_VIDEO.prompt, model: TEXT_TO_VIDEO.model });

		expect(first.headers.has('idempotency-replayed')).toBe(false);
		expect(again.headers.get('idempotency-replayed')).toBe('true');
		expect(await again.json()).toEqual(await first.json());
		expect(simulator.tasks).toHaveLength(1);
		expect(simulator.tasks[0].idempotencyKey).toBe(KEY);
	});

	it('rejects the same key with another body', async () => {
		await create(TEXT_TO_VIDEO);
		const other = await create({ ...TEXT_TO_VIDEO, duration: 10 });

		expect(other.status).toBe(400);
		const { error } = await jsonOf(other);
		expect(error).toMatchObject({ param: 'Idempotency-Key' });
		expect(error.message).toContain('Idempotency-Key');
		expect(simulator.tasks).toHaveLength(1);
	});

	it('creates a task for the same key in another account', async () => {
		await create(TEXT_TO_VIDEO);
		await create(TEXT_TO_VIDEO, KEY, { Authorization: 'Bearer other-key' });

		expect(simulator.tasks).toHaveLength(2);
	});

	it.each(['too-short', 'x'.repeat(97), 'a key with blanks'])(
		'rejects the invalid key %j',
		async (key) => {
			expect((await create(TEXT_TO_VIDEO, key)).status).toBe(400);
			expect(simulator.tasks).toHaveLength(0);
		},
	);

	it('ignores the key with honorIdempotency: false', async () => {
		const other = await startSimulator({ honorIdempotency: false });
		try {
			const otherClient = clientOf(other);
			for (const key of [KEY, KEY, '?']) {
				const response = await otherClient.create(TEXT_TO_VIDEO, { 'Idempotency-Key': key });
				expect(response.status).toBe(200);
			}
			expect(other.tasks).toHaveLength(3);
		} finally {
			await other.close();
		}
	});
});

describe('Simulator, create', () => {
	it('rejects a create that is not JSON or has another content type', async () => {
		expect((await client.create(TEXT_TO_VIDEO, { 'Content-Type': 'text/plain' })).status).toBe(400);
		expect((await client.create('null')).status).toBe(400);
		expect(simulator.tasks).toHaveLength(0);
	});

	it('records a create with the task that it created', async () => {
		const id = await createdId(client);

		expect(simulator.requestsTo('create')).toMatchObject([
			{
				at: clock.now(),
				server: 'api',
				method: 'POST',
				path: '/apiv1/v1/videos/generations',
				headers: { authorization: 'Bearer test-key' },
				body: TEXT_TO_VIDEO,
				status: 200,
				taskId: id,
			},
		]);
	});
});

describe('Simulator, account', () => {
	it('lists only the tasks of the account, newest first, by page and filters', async () => {
		const ids = [await createdId(client), await createdId(client)];
		simulator.plan({ durationMs: 0 });
		ids.push(await createdId(client));
		await client.create(TEXT_TO_VIDEO, { Authorization: 'Bearer other-key' });
		const listed = async (query: string) => {
			const { data, total } = await jsonOf(client.get(`/v1/tasks?${query}`));
			return { total, ids: (data as Array<{ id: string }>).map(({ id }) => id) };
		};

		expect(await listed('')).toEqual({ total: 3, ids: [ids[2], ids[1], ids[0]] });
		expect(await listed('page=2&page_size=2')).toEqual({ total: 3, ids: [ids[0]] });
		expect(await listed('status=processing')).toEqual({ total: 2, ids: [ids[1], ids[0]] });
		expect(await listed('status=completed&type=video')).toEqual({ total: 1, ids: [ids[2]] });
		expect(await listed('model=MiniMax-Hailuo-2.3')).toEqual({ total: 0, ids: [] });
	});

	it('lists the tasks of creates whose response had no ID, after an injected list error', async () => {
		simulator.fault({ on: 'create', then: { status: 502, accepted: true } });
		simulator.fault({ on: 'create', then: { reset: 'afterAccepted' } });
		simulator.fault({ on: 'list', then: { status: 500 } });
		await client.create();
		await client.create().catch(() => undefined);

		expect((await client.get('/v1/tasks')).status).toBe(500);
		const { data } = await jsonOf(client.get('/v1/tasks'));
		const indeterminate = simulator.tasks.map(({ id }) => ({ id, created_at: clock.now() / 1000 }));
		expect(indeterminate).toHaveLength(2);
		expect(data).toMatchObject(indeterminate.reverse());
	});

	it('charges the account only for tasks that did not fail', async () => {
		const paid = await createdId(client);
		simulator.plan({ durationMs: 0, outcome: { code: 'service_error', message: 'No.' } });
		await createdId(client);

		expect(simulator.paidTaskIds).toEqual([paid]);
		expect((await jsonOf(client.get('/v1/credits'))).data.user.used_credits).toBe(12);
	});

	it('returns 404 for credits and the list with withCredits and withTaskList false', async () => {
		const bare = await startSimulator({ withCredits: false, withTaskList: false, prefix: '' });
		try {
			const bareClient = clientOf(bare);
			expect((await bareClient.create()).status).toBe(200);
			expect((await bareClient.get('/v1/credits')).status).toBe(404);
			expect((await bareClient.get('/v1/tasks')).status).toBe(404);
		} finally {
			await bare.close();
		}
	});
});

describe('Simulator', () => {
	it('returns 404 for an unknown path in the error format of the API, and records it', async () => {
		const response = await client.get('/v2/nothing?a=1');

		expect(response.status).toBe(404);
		expect((await jsonOf(response)).error.type).toBe('not_found_error');
		expect(simulator.requests).toMatchObject([
			{ path: '/apiv1/v2/nothing', query: { a: '1' }, answer: { error: { code: 404 } } },
		]);
		expect(simulator.requests[0]).not.toHaveProperty('endpoint');
	});

	it('removes requests, tasks, plans and faults on reset', async () => {
		simulator.plan({ durationMs: 0 });
		simulator.fault({ on: 'read', then: { status: 503 } });
		const id = await createdId(client);

		simulator.reset();

		expect([simulator.requests, simulator.tasks]).toEqual([[], []]);
		expect((await client.read(id)).status).toBe(404);
		expect((await jsonOf(client.create())).status).toBe('pending');
	});
});

describe('Simulator, batches', () => {
	it('returns each task as a single read does, omits unknown tasks and those of other accounts, and records the batch', async () => {
		const first = await createdId(client);
		const foreign = await jsonOf(
			client.create(TEXT_TO_VIDEO, { Authorization: 'Bearer other-key' }),
		);
		clock.advance(60_000);
		const ids = [first, foreign.id, 'task-unified-1-abcdefgh', first];

		const { data } = await jsonOf(client.batch(ids));

		expect(data).toEqual([await jsonOf(client.read(first))]);
		expect(data[0].results).toEqual([simulator.tasks[0].videoUrl]);
		expect(simulator.requestsTo('batch')).toMatchObject([{ body: { task_ids: ids }, status: 200 }]);
	});

	it('counts a batch as a read of each task', async () => {
		simulator.plan({ notFoundReads: 1, durationMs: 0, pendingMs: 0, processingReads: 1 });
		const id = await createdId(client);
		const batches = [];
		for (let read = 0; read < 3; read += 1) batches.push((await jsonOf(client.batch([id]))).data);

		expect(batches).toMatchObject([[], [{ status: 'processing' }], [{ status: 'completed' }]]);
	});

	it('applies only faults on batches to a batch', async () => {
		const id = await createdId(client);
		simulator.fault({ on: 'batch', then: { status: 503 } });

		expect((await client.read(id)).status).toBe(200);
		expect((await client.batch([id])).status).toBe(503);
		expect((await client.batch([id])).status).toBe(200);
	});

	it('returns 404 for a batch with withTaskBatch: false', async () => {
		const bare = await startSimulator({ withTaskBatch: false });
		try {
			expect((await clientOf(bare).batch(['x'])).status).toBe(404);
		} finally {
			await bare.close();
		}
	});
});
