import { startSimulator, type Simulator } from '../../simulator/index';
import { clientOf, createdId, jsonOf, type Client } from '../../simulator/testing/client';

let simulator: Simulator;
let client: Client;

beforeAll(async () => {
	simulator = await startSimulator();
	client = clientOf(simulator);
});
beforeEach(() => simulator.reset());
afterAll(async () => await simulator.close());

const control = async (name: string, body?: unknown) =>
	await fetch(new URL(`/__simulator/${name}`, simulator.baseUrl), {
		method: body === undefined ? 'GET' : 'POST',
		body: body === undefined ? undefined : JSON.stringify(body),
	});

describe('Simulator, control endpoints', () => {
	it('plans tasks, adds faults, lists requests and tasks, and resets', async () => {
		await control('plans', { durationMs: 0, outcome: 'cancelled' });
		await control('faults', { on: 'read', then: { status: 503 } });
		const id = await createdId(client);

		expect((await client.read(id)).status).toBe(503);
		expect(await jsonOf(control('tasks'))).toMatchObject([{ id, status: 'cancelled' }]);
		expect(await jsonOf(control('paid-task-ids'))).toEqual([id]);
		expect(await jsonOf(control('key-leaks'))).toEqual([]);
		expect(await jsonOf(control('requests'))).toMatchObject([
			{ endpoint: 'create', status: 200 },
			{ endpoint: 'read', status: 503 },
		]);

		await control('reset', {});
		expect([simulator.requests, simulator.tasks]).toEqual([[], []]);
	});

	it('adds existing tasks and sets credits', async () => {
		const behaviors = [{}, { outcome: 'cancelled' }, { outcome: { code: 'x', message: 'y' } }];
		await control('tasks', { count: 10_000, behaviors: [...behaviors, { durationMs: 1e9 }] });
		await control('credits', { account: 500_000, key: null, dailyLimit: 200_000 });

		const list = async (query: string) => await jsonOf(client.get(`/v1/tasks?${query}`));
		const counts = ['processing', 'completed', 'failed', 'cancelled'].map(
			async (status) => (await list(`status=${status}`)).total as number,
		);
		expect(await Promise.all(counts)).toEqual([2500, 2500, 2500, 2500]);
		const { data } = await list('page=100&page_size=100');
		const ages = (data as Array<{ created_at: number }>).map(({ created_at: s }) => s);
		expect(ages).toEqual([...ages].sort((a, b) => b - a));
		expect((await jsonOf(client.get('/v1/credits'))).data).toEqual({
			token: {
				remaining_credits: 0,
				used_credits: 90_000,
				unlimited_credits: true,
				daily_limit: 200_000,
				daily_remaining_credits: 110_000,
			},
			user: { remaining_credits: 410_000, used_credits: 90_000 },
		});
	});

	it('changes the list to oldest first without a total, until reset', async () => {
		await control('tasks', { count: 3 });
		const list = async () => await jsonOf(client.get('/v1/tasks'));
		const newestFirst = await list();
		await control('list', { order: 'oldestFirst', total: 'absent' });

		const { total, ...oldestFirst } = newestFirst;
		expect(total).toBe(3);
		expect(await list()).toEqual({ ...oldestFirst, data: [...newestFirst.data].reverse() });

		simulator.reset();
		await control('tasks', { count: 3 });
		expect((await list()).total).toBe(3);
	});

	it.each([
		['list', { ordre: 'oldestFirst' }],
		['tasks', { cuont: 3 }],
		['credits', { acount: 3 }],
		['plans', { duration: 3 }],
		['faults', { on: 'read' }],
		['faults', 'nonsense'],
	])('rejects an invalid body with a 400 and a message: %s %j', async (name, body) => {
		const response = await control(name, body);

		expect(response.status).toBe(400);
		expect((await jsonOf(response)).message).toEqual(expect.any(String));
	});
});
