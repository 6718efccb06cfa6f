import { createdId, jsonOf } from '../../simulator/testing/client';
import { simulated } from './simulated';

const sim = simulated();

const control = async (name: string, body?: unknown) =>
	await fetch(new URL(`/__simulator/${name}`, sim.api.baseUrl), {
		method: body === undefined ? 'GET' : 'POST',
		body: body === undefined ? undefined : JSON.stringify(body),
	});

describe('Simulator, control endpoints', () => {
	it('plan tasks, add faults, list requests and tasks, and reset', async () => {
		await control('plans', { durationMs: 0, outcome: 'cancelled' });
		await control('faults', { on: 'read', then: { status: 503 } });
		const id = await createdId(sim.client);

		expect((await sim.client.read(id)).status).toBe(503);
		expect(await jsonOf(control('tasks'))).toMatchObject([{ id, status: 'cancelled' }]);
		expect(await jsonOf(control('paid-task-ids'))).toEqual([id]);
		expect(await jsonOf(control('key-leaks'))).toEqual([]);
		expect(await jsonOf(control('requests'))).toMatchObject([{ status: 200 }, { status: 503 }]);

		await control('reset', {});
		expect([sim.api.requests, sim.api.tasks]).toEqual([[], []]);
	});

	it('add existing tasks, set credits and change the list', async () => {
		const behaviors = [{}, { outcome: 'cancelled' }, { outcome: { code: 'x', message: 'y' } }];
		await control('tasks', { count: 10_000, behaviors: [...behaviors, { durationMs: 1e9 }] });
		await control('credits', { account: 500_000, key: null, dailyLimit: 200_000 });
		const list = async (query: string) => await jsonOf(sim.client.get(`/v1/tasks?${query}`));

		const counts = ['processing', 'completed', 'failed', 'cancelled'].map(
			async (status) => (await list(`status=${status}`)).total as number,
		);
		expect(await Promise.all(counts)).toEqual([2500, 2500, 2500, 2500]);
		expect((await jsonOf(sim.client.get('/v1/credits'))).data).toEqual({
			token: {
				remaining_credits: 0,
				used_credits: 90_000,
				unlimited_credits: true,
				daily_limit: 200_000,
				daily_remaining_credits: 110_000,
			},
			user: { remaining_credits: 410_000, used_credits: 90_000 },
		});
		const oldestPage = await list('page=100&page_size=100');
		await control('list', { order: 'oldestFirst', total: 'absent' });
		expect(await list('page=1&page_size=100')).toMatchObject({
			data: [...oldestPage.data].reverse(),
		});
	});

	it.each([
		['list', { ordre: 'oldestFirst' }],
		['tasks', { cuont: 3 }],
		['credits', { acount: 3 }],
		['plans', { duration: 3 }],
		['faults', { on: 'read' }],
		['faults', 'nonsense'],
	])('reject an invalid body with a 400 and a message: %s %j', async (name, body) => {
		const response = await control(name, body);

		expect(response.status).toBe(400);
		expect((await jsonOf(response)).message).toEqual(expect.any(String));
	});
});
