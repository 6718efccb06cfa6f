/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development code, never shipped */
import { once } from 'node:events';
import { get } from 'node:http';

import {
	startSimulator,
	type Effect,
	type FaultRule,
	type Simulator,
} from '../../../simulator/index';
import {
	clientOf,
	createdId,
	jsonOf,
	PRODUCT,
	stoppedClock,
	TEXT_TO_VIDEO,
	type Client,
} from '../../../simulator/testing/client';

const clock = stoppedClock();
let simulator: Simulator;
let client: Client;

beforeAll(async () => {
	simulator = await startSimulator({ now: clock.now });
	client = clientOf(simulator);
});
beforeEach(() => simulator.reset());
afterAll(async () => await simulator.close());

/** The statuses of this many reads of a task. */
async function readStatuses(id: string, count: number): Promise<number[]> {
	const statuses = [];
	for (let read = 0; read < count; read++) statuses.push((await client.read(id)).status);
	return statuses;
}

describe('A fault rule', () => {
	it('applies to one request by default', async () => {
		const fault = simulator.fault({ on: 'read', then: { status: 503 } });

		expect(await readStatuses(await createdId(client), 3)).toEqual([503, 200, 200]);
		expect(fault.hits).toBe(1);
		expect(simulator.requestsTo('read').map(({ faulted }) => faulted)).toEqual([
			true,
			undefined,
			undefined,
		]);
	});

	it('applies to `times` requests after `skip` others', async () => {
		simulator.fault({ on: 'read', skip: 1, times: 2, then: { status: 503 } });

		expect(await readStatuses(await createdId(client), 4)).toEqual([200, 503, 503, 200]);
	});

	it('applies to all requests until it is removed', async () => {
		const fault = simulator.fault({ on: 'read', times: 'always', then: { status: 503 } });
		const id = await createdId(client);

		expect(await readStatuses(id, 3)).toEqual([503, 503, 503]);
		fault.remove();
		expect(await readStatuses(id, 1)).toEqual([200]);
	});

	it('is applied after the rules that were added before it', async () => {
		for (const status of [502, 429]) simulator.fault({ on: 'read', then: { status } });

		expect(await readStatuses(await createdId(client), 3)).toEqual([502, 429, 200]);
	});

	it('applies only to requests of one task, by its ID or prompt', async () => {
		const [cat, dog] = [
			await createdId(client, { ...TEXT_TO_VIDEO, prompt: 'A cat' }),
			await createdId(client, { ...TEXT_TO_VIDEO, prompt: 'A dog' }),
		];
		simulator.fault({ on: 'read', promptIncludes: 'cat', times: 'always', then: { status: 502 } });
		simulator.fault({ on: 'read', taskId: dog, times: 'always', then: { status: 503 } });
		simulator.fault({ on: 'create', promptIncludes: 'cow', then: { status: 402 } });

		expect(await readStatuses(cat, 1)).toEqual([502]);
		expect(await readStatuses(dog, 1)).toEqual([503]);
		expect((await client.create()).status).toBe(200);
		expect((await client.create({ ...TEXT_TO_VIDEO, prompt: 'A cow' })).status).toBe(402);
	});

	it('applies to the first request of each task with `perTask`', async () => {
		simulator.fault({ on: 'read', perTask: true, then: { status: 503 } });

		for (const id of [await createdId(client), await createdId(client)]) {
			expect(await readStatuses(id, 2)).toEqual([503, 200]);
		}
	});

	it('applies to the read that would return the completed task with `atCompletion`', async () => {
		simulator.fault({ on: 'read', atCompletion: true, then: { status: 500 } });
		const id = await createdId(client);
		const before = await readStatuses(id, 2);
		clock.advance(10_000);

		expect([...before, ...(await readStatuses(id, 2))]).toEqual([200, 200, 500, 200]);
	});

	it.each([
		[{ on: 'reed', then: { status: 500 } }, 'A fault is on create'],
		[{ on: 'read', then: { stat: 500 } }, 'An effect names one of status'],
		[{ on: 'read', then: { status: 500, hang: true } }, 'An effect names one of status'],
		[{ on: 'read', time: 2, then: { status: 500 } }, "no field 'time'"],
	])('is rejected if it is invalid: %j', (rule, message) => {
		expect(() => simulator.fault(rule as FaultRule)).toThrow(message);
	});
});

describe('The effect `status`', () => {
	const createWithFault = async (then: Effect) => {
		simulator.fault({ on: 'create', then });
		return await client.create();
	};

	it('returns the API’s own error, and creates no task', async () => {
		const answer = await createWithFault({ status: 429, headers: { 'Retry-After': '7' } });

		expect(answer.status).toBe(429);
		expect(answer.headers.get('retry-after')).toBe('7');
		expect((await jsonOf(answer)).error).toMatchObject({ code: 429, type: 'rate_limit_error' });
		expect(simulator.tasks).toHaveLength(0);
	});

	it('can create the task without returning it', async () => {
		expect((await createWithFault({ status: 504, accepted: true })).status).toBe(504);
		expect(simulator.paidTaskIds).toHaveLength(1);
		expect(simulator.requestsTo('create')[0].taskId).toBe(simulator.tasks[0].id);
	});

	it('can return Retry-After as a date', async () => {
		const answer = await createWithFault({ status: 429, retryAfterDateS: 3600 });

		const untilMs = Date.parse(answer.headers.get('retry-after')!);
		expect(untilMs - Date.parse(answer.headers.get('date')!)).toBeCloseTo(3_600_000, -4);
	});

	it.each([
		[{ error: 'gone', error_description: 'Gone.' }, 'application/json'],
		['<html>Bad gateway</html>', 'text/html'],
		['', 'text/plain'],
	])('can return any body: %j', async (body, type) => {
		const answer = await createWithFault({ status: 502, body });

		expect(answer.headers.get('content-type')).toContain(type);
		expect(await answer.text()).toBe(typeof body === 'string' ? body : JSON.stringify(body));
	});
});

describe('The effect `reset`', () => {
	it.each([
		['before', 0],
		['afterAccepted', 1],
		['midBody', 1],
	] as const)('closes the connection %s and leaves %i tasks', async (reset, tasks) => {
		simulator.fault({ on: 'create', then: { reset } });

		await expect(client.create().then(async (answer) => await answer.text())).rejects.toThrow();
		expect(simulator.tasks).toHaveLength(tasks);
		expect(simulator.requestsTo('create')).toMatchObject([{ status: 'reset' }]);
	});

	it('sends headers and half of the body with midBody', async () => {
		simulator.plan({ durationMs: 0, videoBytes: 1_000_000 });
		await createdId(client);
		simulator.fault({ on: 'download', then: { reset: 'midBody' } });

		// Not fetch, which discards received bytes when the connection breaks.
		const [answer] = await once(get(simulator.tasks[0].videoUrl, { headers: PRODUCT }), 'response');
		let received = 0;
		answer.on('data', (chunk: Buffer) => {
			received += chunk.length;
		});

		expect(answer.headers['content-length']).toBe('1000000');
		await expect(once(answer, 'end')).rejects.toThrow('aborted');
		expect(received).toBe(500_000);
	});
});

describe('The effect `stall`', () => {
	it('sends headers and half of the body, and then nothing', async () => {
		simulator.plan({ durationMs: 0, videoBytes: 1_000_000 });
		await createdId(client);
		simulator.fault({ on: 'download', then: { stall: true } });

		const asked = get(simulator.tasks[0].videoUrl, { headers: PRODUCT });
		const [answer] = await once(asked, 'response');
		let received = 0;
		for await (const chunk of answer) {
			received += (chunk as Buffer).length;
			if (received === 500_000) break;
		}

		expect(received).toBe(500_000);
		expect(simulator.requestsTo('download')[0].status).toBe('reset');
	});
});

describe('The effect', () => {
	it('`hang` returns no response until the client disconnects', async () => {
		simulator.fault({ on: 'create', then: { hang: true, accepted: true } });
		const leaving = new AbortController();
		simulator.fault({ on: 'list', then: { hang: true } });
		const answer = client.get('/v1/tasks', {}, leaving.signal);

		const request = await simulator.waitForRequest('list');
		expect(request.status).toBeUndefined();
		const ended = simulator.waitForIdle();
		leaving.abort();

		await expect(answer).rejects.toThrow('aborted');
		await ended;
		expect(request.status).toBe('aborted');
		void client.create().catch(() => {});
		await simulator.waitForRequest('create');
		expect(simulator.tasks).toHaveLength(1);
	});

	it('`patch` adds and removes fields', async () => {
		simulator.fault({ on: 'create', then: { patch: { id: null, status: 'queued' } } });

		const body = await jsonOf(client.create());

		expect(body).not.toHaveProperty('id');
		expect(body).toMatchObject({ status: 'queued', model: 'MiniMax-Hailuo-02' });
	});

	it('`cutBody` truncates the body, with a matching length', async () => {
		simulator.fault({ on: 'create', then: { cutBody: 20 } });

		const answer = await client.create();

		expect(answer.status).toBe(200);
		expect(answer.headers.get('content-length')).toBe('20');
		expect(await answer.text()).toHaveLength(20);
		expect(simulator.tasks).toHaveLength(1);
	});

	it('`contentType` returns the normal response with another type', async () => {
		simulator.fault({ on: 'create', then: { contentType: 'text/html' } });

		const answer = await client.create();

		expect(answer.headers.get('content-type')).toBe('text/html');
		const [{ id }] = simulator.tasks;
		expect((await jsonOf(answer)).id).toBe(id);
		expect(simulator.requestsTo('create')).toMatchObject([{ answer: { id } }]);
	});

	it('`moved` redirects to the same path at another host name', async () => {
		simulator.fault({ on: 'list', then: { moved: 'localhost' } });

		const answer = await client.get('/v1/tasks?page=1');

		expect(answer.status).toBe(302);
		const elsewhere = simulator.baseUrl.replace('127.0.0.1', 'localhost');
		expect(answer.headers.get('location')).toBe(`${elsewhere}/v1/tasks?page=1`);
	});

	it('`dripBytesPerSecond` sends the whole body in small chunks', async () => {
		simulator.plan({ durationMs: 0, videoBytes: 3000 });
		await createdId(client);
		simulator.fault({ on: 'download', then: { dripBytesPerSecond: 10_000 } });

		const answer = await fetch(simulator.tasks[0].videoUrl, { headers: PRODUCT });
		const sizes = [];
		for await (const chunk of answer.body!) sizes.push((chunk as Uint8Array).length);

		expect(sizes.reduce((sum, size) => sum + size)).toBe(3000);
		expect(sizes.length).toBeGreaterThan(1);
	});

	it('`repeatsKey` returns an error that contains the API key', async () => {
		simulator.fault({ on: 'create', then: { repeatsKey: 401 } });

		const answer = await client.create();

		expect(answer.status).toBe(401);
		const { error } = await jsonOf(answer);
		expect(error).toMatchObject({ code: 401, type: 'authentication_error' });
		expect(error.message).toBe('Incorrect API key provided: test-key.');
		expect(simulator.tasks).toHaveLength(0);
	});

	it('`lateMs` delays the normal response after the request has taken effect', async () => {
		simulator.fault({ on: 'create', then: { lateMs: 50 } });
		const startedAt = performance.now();

		const answer = client.create();
		await simulator.waitForRequest('create');
		expect(simulator.tasks).toHaveLength(1);

		expect((await jsonOf(answer)).id).toBe(simulator.tasks[0].id);
		expect(performance.now() - startedAt).toBeGreaterThanOrEqual(49);
	});

	it('`redirect` redirects to another URL without creating a task', async () => {
		simulator.fault({ on: 'create', then: { redirect: simulator.mediaUrl } });

		const answer = await client.create();

		expect(answer.status).toBe(302);
		expect(answer.headers.get('location')).toBe(simulator.mediaUrl);
		expect(simulator.tasks).toHaveLength(0);
	});
});
