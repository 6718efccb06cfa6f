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

it('plans, disturbs, looks and forgets from outside', async () => {
	await control('plans', { durationMs: 0, outcome: 'cancelled' });
	await control('faults', { on: 'read', then: { status: 503 } });
	const id = await createdId(client);

	expect((await client.read(id)).status).toBe(503);
	expect(await jsonOf(control('tasks'))).toMatchObject([{ id, status: 'cancelled' }]);
	expect(await jsonOf(control('ledger'))).toEqual({ paid: [id], keyLeaks: [] });
	expect(await jsonOf(control('requests'))).toMatchObject([
		{ endpoint: 'create', status: 200 },
		{ endpoint: 'read', status: 503 },
	]);

	await control('reset', {});
	expect([simulator.requests, simulator.tasks]).toEqual([[], []]);
});

it.each([
	['plans', { duration: 3 }],
	['faults', { on: 'read' }],
	['faults', 'nonsense'],
])('says what is wrong with %s %j', async (name, body) => {
	const answer = await control(name, body);

	expect(answer.status).toBe(400);
	expect((await jsonOf(answer)).message).toEqual(expect.any(String));
});
