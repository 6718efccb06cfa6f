/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development code, never shipped */
import { once } from 'node:events';
import { get } from 'node:http';

import type { Effect, FaultRule } from '../../simulator/index';
import { createdId, PRODUCT, TEXT_TO_VIDEO } from '../../simulator/testing/client';
import { simulated } from './simulated';

const sim = simulated();
const matching = (pattern: RegExp): unknown => expect.stringMatching(pattern);

/** Reads a task `count` times and returns the statuses. */
async function readStatuses(id: string, count: number): Promise<number[]> {
	const statuses = [];
	for (let read = 0; read < count; read++) statuses.push((await sim.client.read(id)).status);
	return statuses;
}

describe('Simulator.fault', () => {
	const then = { status: 503 };

	it.each<[string, Array<Omit<FaultRule, 'on'>>, number[]]>([
		['affects one request by default', [{ then }], [503, 200, 200]],
		['`times` after the first `skip`', [{ skip: 1, times: 2, then }], [200, 503, 503, 200]],
		['affects all with times: always', [{ times: 'always', then }], [503, 503, 503]],
		['applies rules in order', [{ then: { status: 502 } }, { then }], [502, 503, 200]],
	])('%s', async (_, rules, statuses) => {
		for (const rule of rules) sim.api.fault({ on: 'read', ...rule });

		expect(await readStatuses(await createdId(sim.client), statuses.length)).toEqual(statuses);
		expect(sim.api.requestsTo('read').map(({ faulted = false }) => faulted)).toEqual(
			statuses.map((status) => status !== 200),
		);
	});

	it('ends when it is removed', async () => {
		const fault = sim.api.fault({ on: 'read', times: 'always', then });
		const id = await createdId(sim.client);
		const before = await readStatuses(id, 2);
		fault.remove();

		expect([...before, ...(await readStatuses(id, 1))]).toEqual([503, 503, 200]);
	});

	it('affects only the requests of one task, by its ID or prompt', async () => {
		const [cat, dog] = [
			await createdId(sim.client, { ...TEXT_TO_VIDEO, prompt: 'A cat' }),
			await createdId(sim.client, { ...TEXT_TO_VIDEO, prompt: 'A dog' }),
		];
		sim.api.fault({ on: 'read', promptIncludes: 'cat', times: 'always', then: { status: 502 } });
		sim.api.fault({ on: 'read', taskId: dog, times: 'always', then });
		sim.api.fault({ on: 'create', promptIncludes: 'cow', then: { status: 402 } });

		expect([...(await readStatuses(cat, 1)), ...(await readStatuses(dog, 1))]).toEqual([502, 503]);
		expect((await sim.client.create()).status).toBe(200);
		expect((await sim.client.create({ ...TEXT_TO_VIDEO, prompt: 'A cow' })).status).toBe(402);
	});

	it('affects the read that would return the finished task with `atCompletion`', async () => {
		sim.api.fault({ on: 'read', atCompletion: true, then });
		const id = await createdId(sim.client);
		const before = await readStatuses(id, 2);
		sim.clock.advance(10_000);

		expect([...before, ...(await readStatuses(id, 2))]).toEqual([200, 200, 503, 200]);
	});
});

describe('Simulator.fault, effects on a create', () => {
	it.each<[Effect, object]>([
		[{ status: 429 }, { status: 429, body: expect.stringContaining('rate_limit'), tasks: 0 }],
		[{ status: 429, headers: { 'Retry-After': '7' } }, { headers: { 'retry-after': '7' } }],
		// The clock of the simulator stands at 09:53.
		[{ status: 429, retryAfterDateS: 3600 }, { headers: { 'retry-after': matching(/10:5\d:/) } }],
		[{ status: 502, body: '<html>' }, { headers: { 'content-type': 'text/html' } }],
		[
			{ status: 502, body: { a: 1 } },
			{ body: '{"a":1}', tasks: 0 },
		],
		[
			{ status: 504, accepted: true },
			{ status: 504, tasks: 1 },
		],
		[
			{ patch: { id: null, status: 'queued' }, httpStatus: 202 },
			{ status: 202, body: matching(/^(?!.*"id":).*"status":"queued"/) },
		],
		[
			{ patch: ({ id, ...rest }) => [{ task_id: id, ...rest }] },
			{ body: matching(/^\[{"task_id":"task/) },
		],
		[{ patch: (task) => `${JSON.stringify(task)}\n--\n` }, { body: matching(/}\n--\n$/) }],
		[{ onlyLocation: true }, { headers: { location: matching(/\/tasks\/task-/) }, body: '' }],
		[{ cutBody: 20 }, { body: matching(/^.{20}$/), tasks: 1 }],
		[{ contentType: 'text/html' }, { headers: { 'content-type': 'text/html' }, tasks: 1 }],
		[
			{ moved: 'localhost' },
			{ status: 302, headers: { location: expect.stringContaining('localhost') }, tasks: 0 },
		],
		[{ lateMs: 30 }, { status: 200, tasks: 1 }],
		[{ gzip: true }, { headers: { 'content-encoding': 'gzip' }, tasks: 1 }],
	])('%j', async (then, expected) => {
		sim.api.fault({ on: 'create', then });

		const response = await sim.client.create();

		expect({
			status: response.status,
			headers: Object.fromEntries(response.headers),
			body: await response.text(),
			tasks: sim.api.tasks.length,
		}).toMatchObject(expected);
	});

	it.each<[Effect, number]>([
		[{ reset: 'before' }, 0],
		[{ reset: 'afterAccepted' }, 1],
		[{ reset: 'midBody' }, 1],
		[{ plainText: 'Blocked by the firewall' }, 1],
	])('%j ends the connection (tasks created: %i)', async (then, tasks) => {
		sim.api.fault({ on: 'create', then });

		await expect(
			sim.client.create().then(async (response) => await response.text()),
		).rejects.toThrow();
		expect(sim.api.tasks).toHaveLength(tasks);
		expect(sim.api.requestsTo('create')).toMatchObject([{ status: 'reset' }]);
	});

	it('`hang` returns no response until the client disconnects', async () => {
		const controller = new AbortController();
		sim.api.fault({ on: 'list', then: { hang: true } });
		const response = sim.client.get('/v1/tasks', {}, controller.signal);

		const request = await sim.api.waitForRequest('list');
		const idle = sim.api.waitForIdle();
		controller.abort();

		await expect(response).rejects.toThrow('aborted');
		await idle;
		expect(request.status).toBe('aborted');
	});
});

describe('Simulator.fault, effects on a download of 1 MB', () => {
	/** The bytes that arrive before the end, or before it is clear that no more will. */
	const received = async (then: Effect, most = Infinity) => {
		sim.api.plan({ durationMs: 0, videoBytes: 1_000_000 });
		await createdId(sim.client);
		sim.api.fault({ on: 'download', then });
		// Not fetch: it drops received data that was not read yet when the connection is lost.
		const [response] = await once(get(sim.api.tasks[0].videoUrl, { headers: PRODUCT }), 'response');
		let bytes = 0;
		try {
			for await (const chunk of response) {
				bytes += (chunk as Buffer).length;
				if (bytes >= most) break;
			}
		} catch {
			return [bytes, 'aborted'];
		}
		return [bytes, 'ended'];
	};

	it.each<[Effect, number, [number, string]]>([
		[{ reset: 'midBody' }, Infinity, [500_000, 'aborted']],
		[{ reset: 'afterHeaders' }, Infinity, [0, 'aborted']],
		[{ stall: true }, 500_000, [500_000, 'ended']],
		[{ dripBytesPerSecond: 20_000_000 }, Infinity, [1_000_000, 'ended']],
	])('%j', async (then, most, expected) => {
		expect(await received(then, most)).toEqual(expected);
	});
});
