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

/** Reads a task `count` times and returns the statuses. */
async function readStatuses(id: string, count: number): Promise<number[]> {
	const statuses = [];
	for (let read = 0; read < count; read++) statuses.push((await client.read(id)).status);
	return statuses;
}

describe('Simulator.fault, rules', () => {
	it('affects one request by default', async () => {
		const fault = simulator.fault({ on: 'read', then: { status: 503 } });

		expect(await readStatuses(await createdId(client), 3)).toEqual([503, 200, 200]);
		expect(fault.hits).toBe(1);
		expect(simulator.requestsTo('read').map(({ faulted }) => faulted)).toEqual([
			true,
			undefined,
			undefined,
		]);
	});

	it('affects `times` requests after the first `skip`', async () => {
		simulator.fault({ on: 'read', skip: 1, times: 2, then: { status: 503 } });

		expect(await readStatuses(await createdId(client), 4)).toEqual([200, 503, 503, 200]);
	});

	it('affects all requests with times: always, until it is removed', async () => {
		const fault = simulator.fault({ on: 'read', times: 'always', then: { status: 503 } });
		const id = await createdId(client);

		expect(await readStatuses(id, 3)).toEqual([503, 503, 503]);
		fault.remove();
		expect(await readStatuses(id, 1)).toEqual([200]);
	});

	it('applies rules in the order in which they were added', async () => {
		for (const status of [502, 429]) simulator.fault({ on: 'read', then: { status } });

		expect(await readStatuses(await createdId(client), 3)).toEqual([502, 429, 200]);
	});

	it('affects only the requests of one task, by its ID or prompt', async () => {
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

	it('affects the first request of each task with `perTask`', async () => {
		simulator.fault({ on: 'read', perTask: true, then: { status: 503 } });

		for (const id of [await createdId(client), await createdId(client)]) {
			expect(await readStatuses(id, 2)).toEqual([503, 200]);
		}
	});

	it('affects the read that would return the completed task with `atCompletion`', async () => {
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
	])('rejects the invalid rule %j', (rule, message) => {
		expect(() => simulator.fault(rule as FaultRule)).toThrow(message);
	});
});

describe('Simulator.fault, effect `status`', () => {
	const createWithFault = async (then: Effect) => {
		simulator.fault({ on: 'create', then });
		return await client.create();
	};

	it('returns the API’s own error, and creates no task', async () => {
		const response = await createWithFault({ status: 429, headers: { 'Retry-After': '7' } });

		expect(response.status).toBe(429);
		expect(response.headers.get('retry-after')).toBe('7');
		expect((await jsonOf(response)).error).toMatchObject({ code: 429, type: 'rate_limit_error' });
		expect(simulator.tasks).toHaveLength(0);
	});

	it('creates the task without returning it with `accepted`', async () => {
		expect((await createWithFault({ status: 504, accepted: true })).status).toBe(504);
		expect(simulator.paidTaskIds).toHaveLength(1);
		expect(simulator.requestsTo('create')[0].taskId).toBe(simulator.tasks[0].id);
	});

	it('returns Retry-After as a date with `retryAfterDateS`', async () => {
		const response = await createWithFault({ status: 429, retryAfterDateS: 3600 });

		const untilMs = Date.parse(response.headers.get('retry-after')!);
		expect(untilMs - Date.parse(response.headers.get('date')!)).toBeCloseTo(3_600_000, -4);
	});

	it.each([
		[{ error: 'gone', error_description: 'Gone.' }, 'application/json'],
		['<html>Bad gateway</html>', 'text/html'],
		['', 'text/plain'],
	])('returns the body %j with the content type %s', async (body, type) => {
		const response = await createWithFault({ status: 502, body });

		expect(response.headers.get('content-type')).toContain(type);
		expect(await response.text()).toBe(typeof body === 'string' ? body : JSON.stringify(body));
	});
});

describe('Simulator.fault, effect `reset`', () => {
	it.each([
		['before', 0],
		['afterAccepted', 1],
		['midBody', 1],
	] as const)('closes the connection at %s (tasks created: %i)', async (reset, tasks) => {
		simulator.fault({ on: 'create', then: { reset } });

		await expect(client.create().then(async (response) => await response.text())).rejects.toThrow();
		expect(simulator.tasks).toHaveLength(tasks);
		expect(simulator.requestsTo('create')).toMatchObject([{ status: 'reset' }]);
	});

	it('sends the headers and half of the body before the reset at midBody', async () => {
		simulator.plan({ durationMs: 0, videoBytes: 1_000_000 });
		await createdId(client);
		simulator.fault({ on: 'download', then: { reset: 'midBody' } });

		// Not fetch: it drops received data that was not read yet when the connection is lost.
		const [response] = await once(
			get(simulator.tasks[0].videoUrl, { headers: PRODUCT }),
			'response',
		);
		let received = 0;
		response.on('data', (chunk: Buffer) => {
			received += chunk.length;
		});

		expect(response.headers['content-length']).toBe('1000000');
		await expect(once(response, 'end')).rejects.toThrow('aborted');
		expect(received).toBe(500_000);
	});
});

describe('Simulator.fault, effect `stall`', () => {
	it('sends the headers and half of the body, then nothing', async () => {
		simulator.plan({ durationMs: 0, videoBytes: 1_000_000 });
		await createdId(client);
		simulator.fault({ on: 'download', then: { stall: true } });

		const request = get(simulator.tasks[0].videoUrl, { headers: PRODUCT });
		const [response] = await once(request, 'response');
		let received = 0;
		for await (const chunk of response) {
			received += (chunk as Buffer).length;
			if (received === 500_000) break;
		}

		expect(received).toBe(500_000);
		expect(simulator.requestsTo('download')[0].status).toBe('reset');
	});
});

describe('Simulator.fault, effect', () => {
	it('`hang` returns no response until the client disconnects', async () => {
		simulator.fault({ on: 'create', then: { hang: true, accepted: true } });
		const abortController = new AbortController();
		simulator.fault({ on: 'list', then: { hang: true } });
		const response = client.get('/v1/tasks', {}, abortController.signal);

		const request = await simulator.waitForRequest('list');
		expect(request.status).toBeUndefined();
		const waitForIdleed = simulator.waitForIdle();
		abortController.abort();

		await expect(response).rejects.toThrow('aborted');
		await waitForIdleed;
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

		const response = await client.create();

		expect(response.status).toBe(200);
		expect(response.headers.get('content-length')).toBe('20');
		expect(await response.text()).toHaveLength(20);
		expect(simulator.tasks).toHaveLength(1);
	});

	it('`contentType` returns the normal response with another content type', async () => {
		simulator.fault({ on: 'create', then: { contentType: 'text/html' } });

		const response = await client.create();

		expect(response.headers.get('content-type')).toBe('text/html');
		const [{ id }] = simulator.tasks;
		expect((await jsonOf(response)).id).toBe(id);
		expect(simulator.requestsTo('create')).toMatchObject([{ answer: { id } }]);
	});

	it('`moved` redirects to the same path at another host name', async () => {
		simulator.fault({ on: 'list', then: { moved: 'localhost' } });

		const response = await client.get('/v1/tasks?page=1');

		expect(response.status).toBe(302);
		const otherUrl = simulator.baseUrl.replace('127.0.0.1', 'localhost');
		expect(response.headers.get('location')).toBe(`${otherUrl}/v1/tasks?page=1`);
	});

	it('`dripBytesPerSecond` sends the whole body in several chunks', async () => {
		simulator.plan({ durationMs: 0, videoBytes: 3000 });
		await createdId(client);
		simulator.fault({ on: 'download', then: { dripBytesPerSecond: 10_000 } });

		const response = await fetch(simulator.tasks[0].videoUrl, { headers: PRODUCT });
		const sizes = [];
		for await (const chunk of response.body!) sizes.push((chunk as Uint8Array).length);

		expect(sizes.reduce((sum, size) => sum + size)).toBe(3000);
		expect(sizes.length).toBeGreaterThan(1);
	});

	it('`repeatsKey` returns an error that contains the API key', async () => {
		simulator.fault({ on: 'create', then: { repeatsKey: 401 } });

		const response = await client.create();

		expect(response.status).toBe(401);
		const { error } = await jsonOf(response);
		expect(error).toMatchObject({ code: 401, type: 'authentication_error' });
		expect(error.message).toBe('Incorrect API key provided: test-key.');
		expect(simulator.tasks).toHaveLength(0);
	});

	it('`lateMs` creates the task at once and delays the response', async () => {
		simulator.fault({ on: 'create', then: { lateMs: 50 } });
		const startedAt = performance.now();

		const response = client.create();
		await simulator.waitForRequest('create');
		expect(simulator.tasks).toHaveLength(1);

		expect((await jsonOf(response)).id).toBe(simulator.tasks[0].id);
		expect(performance.now() - startedAt).toBeGreaterThanOrEqual(49);
	});

	it('`redirect` redirects to another URL without creating a task', async () => {
		simulator.fault({ on: 'create', then: { redirect: simulator.mediaUrl } });

		const response = await client.create();

		expect(response.status).toBe(302);
		expect(response.headers.get('location')).toBe(simulator.mediaUrl);
		expect(simulator.tasks).toHaveLength(0);
	});
});
