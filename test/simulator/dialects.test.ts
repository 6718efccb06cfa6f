/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development code, never shipped */
import { once } from 'node:events';
import { Agent, request } from 'node:https';

import type {
	ErrorShape,
	IdKind,
	IdPlace,
	ListPlan,
	Simulator,
	TaskBehavior,
} from '../../simulator/index';
import { createdId, jsonOf, PRODUCT, TEXT_TO_VIDEO } from '../../simulator/testing/client';
import { simulated, withSimulator } from './simulated';

// A dialect that has no effect would let the tests that use it pass.

const sim = simulated({ task: { durationMs: 60_000, pendingMs: 0 } });

describe('Simulator, the ID of a task', () => {
	const fields = { model: TEXT_TO_VIDEO.model, status: 'processing' };

	it.each<[IdPlace, (id: string) => unknown]>([
		['task_id', (id) => ({ task_id: id, ...fields })],
		['taskId', (id) => ({ taskId: id, ...fields })],
		['data.id', (id) => ({ data: { id, ...fields } })],
		['result.task_id', (id) => ({ result: { task_id: id, ...fields } })],
		['data[0].id', (id) => ({ data: [{ id, ...fields }] })],
		['[0].task_id', (id) => [{ task_id: id, ...fields }]],
	])('is in %s, in responses to creates and reads', async (idIn, bodyOf) => {
		sim.api.plan({ idIn });

		const created = await jsonOf(sim.client.create());
		const [{ id }] = sim.api.tasks;

		expect(created).toMatchObject(bodyOf(id) as object);
		expect(await jsonOf(sim.client.read(id))).toEqual(created);
		expect(sim.api.requestsTo('create')).toMatchObject([{ taskId: id, namesTask: true }]);
	});

	it.each<[IdPlace, (id: string) => unknown]>([
		['data', (id) => ({ data: id })],
		['data[0]', (id) => ({ data: [id] })],
		['[0]', (id) => [id]],
	])('is alone in the response to a create: %s', async (idIn, bodyOf) => {
		sim.api.plan({ idIn });

		expect(await jsonOf(sim.client.create())).toEqual(bodyOf(sim.api.tasks[0].id));
	});

	it('is in Location, without a body', async () => {
		sim.api.plan({ idIn: 'location', createdStatus: 303 });

		const { status, headers } = await sim.client.create();

		expect(status).toBe(303);
		expect(headers.get('location')).toBe(`/apiv1/v1/tasks/${sim.api.tasks[0].id}`);
	});

	it('stands beside another id, and by its name in batches and lists', async () => {
		sim.api.plan({ idIn: 'data.task_id', otherId: 'req_7' });

		const created = await jsonOf(sim.client.create());
		const [{ id }] = sim.api.tasks;

		expect(created).toMatchObject({ id: 'req_7', data: { task_id: id } });
		expect((await jsonOf(sim.client.batch([id]))).data).toMatchObject([{ task_id: id }]);
		expect((await jsonOf(sim.client.get('/v1/tasks'))).data).toMatchObject([{ task_id: id }]);
	});

	it.each<[IdKind, RegExp]>([
		['unified', /^"task-unified-1772618027-[a-z0-9]{8}"$/],
		['number', /^17000000$/],
		['largeNumber', /^90071992547409931234$/],
		['path', /^"org\/task-[a-z0-9]{8}"$/],
		['urn', /^"urn:uuid:[0-9a-f-]{36}"$/],
		['base64', /^"a\+[a-z0-9]{8}=="$/],
	])('looks like this in responses and URLs: %s', async (idKind, pattern) => {
		sim.api.plan({ idKind, durationMs: 0 });

		const text = await (await sim.client.create()).text();
		const [{ id, videoUrl }] = sim.api.tasks;

		expect(/"id":([^,]+),/.exec(text)?.[1]).toMatch(pattern);
		expect((await sim.client.read(encodeURIComponent(id))).status).toBe(200);
		expect((await fetch(videoUrl, { headers: PRODUCT })).status).toBe(200);
	});
});

it('Simulator, status words: replace the statuses in reads, batches and the list, but not in its filter', async () => {
	sim.api.plan({ statusWords: { processing: 'RUNNING', completed: 'SUCCESS' } });
	const id = await createdId(sim.client);
	const words = [(await jsonOf(sim.client.read(id))).status];
	sim.clock.advance(60_000);
	words.push((await jsonOf(sim.client.batch([id]))).data[0].status);
	const { data } = await jsonOf(sim.client.get('/v1/tasks?status=completed'));

	expect([...words, data[0].status]).toEqual(['RUNNING', 'SUCCESS', 'SUCCESS']);
});

describe('Simulator, errors', () => {
	const reasons = [
		{ field: 'prompt', message: 'violence' },
		{ field: 'image 1', message: 'a real person' },
	];
	const error = { code: 'too_long', message: 'Too long', type: 'invalid_request_error' };
	const details = { details: reasons };
	const detail = reasons.map(({ field, message: msg }) => ({
		loc: ['body', field],
		msg,
		type: 'value_error',
	}));

	it.each<[ErrorShape, number, unknown]>([
		['numeric', 400, { error: { ...error, code: 400, param: 'prompt', ...details } }],
		['text', 400, { error: { ...error, param: 'prompt', ...details } }],
		['nestedErrors', 400, { error: { ...error, param: 'prompt', errors: reasons } }],
		['errorText', 400, { error: 'Too long' }],
		['codeAndMessage', 400, { code: 'too_long', message: 'Too long' }],
		['codeAndMsg', 400, { code: 'too_long', msg: 'Too long' }],
		['successFalse', 200, { success: false, code: 400, msg: 'Too long' }],
		['detail', 400, { detail: 'Too long' }],
		['detailList', 400, { detail }],
		['errors', 400, { errors: reasons }],
		['baseResp', 200, { base_resp: { status_code: 2013, status_msg: 'Too long' } }],
		['plainText', 400, 'Too long'],
		['page', 400, '<html><h1>Too long</h1></html>'],
	])('have the format %s', async (shape, status, body) => {
		const { code, message } = error;
		const says = { shape, code, message, param: 'prompt', reasons };
		sim.api.fault({ on: 'create', then: { status: 400, error: says } });

		const response = await sim.client.create();

		expect(response.status).toBe(status);
		const text = await response.text();
		expect(typeof body === 'string' ? text : JSON.parse(text)).toEqual(body);
		expect(sim.api.tasks).toHaveLength(0);
	});

	it.each<[NonNullable<TaskBehavior['failureShape']>, object]>([
		['text', { error: { code: 'x', message: 'No.', type: 'task_error', details: reasons } }],
		['errorText', { error: 'No.' }],
		['errors', { errors: reasons }],
		['detail', { detail: 'No.' }],
		['null', { error: null }],
	])('of failed tasks have the format %s', async (failureShape, fields) => {
		sim.api.plan({ durationMs: 0, outcome: { code: 'x', message: 'No.', reasons }, failureShape });

		expect(await jsonOf(sim.client.create())).toMatchObject({ status: 'failed', ...fields });
	});

	it.each([
		['error', '"type":"not_found_error"'],
		['invalidUrl', 'Invalid URL (GET /apiv1/v1/v1/tasks/x)'],
		['page', '<html>'],
	] as const)('of an unknown route are a 404 (%s)', async (unknownRoute, text) => {
		const response = await withSimulator(
			{ unknownRoute },
			async ({ get }) => await get('/v1/v1/tasks/x'),
		);

		expect([response.status, await response.text()]).toEqual([404, expect.stringContaining(text)]);
	});

	it('of an unknown task are a failed task in a 200, with notFoundAs', async () => {
		await withSimulator(
			{ task: { notFoundAs: 'failedTask', notFoundReads: 1 } },
			async (client) => {
				const missing = { status: 'failed', error: { code: 'resource_not_found' } };
				const id = await createdId(client);

				expect(await jsonOf(client.read(id))).toMatchObject({ id, ...missing });
				expect(await jsonOf(client.read(id))).toMatchObject({ id, status: 'pending' });
				expect(await jsonOf(client.read('unknown'))).toMatchObject(missing);
			},
		);
	});
});

describe('Simulator, list', () => {
	const listed = async (plan: ListPlan, query = '') => {
		sim.api.planList(plan);
		return await sim.client.get(`/v1/tasks${query}`);
	};

	it.each<[ListPlan['createdAt'], (atMs: number) => string]>([
		['s', (ms) => `${ms / 1000}`],
		['ms', (ms) => `${ms}`],
		['us', (ms) => `${ms}000`],
		['ns', (ms) => `${ms}000000`],
		['iso', (ms) => `"${new Date(ms).toISOString()}"`],
		['text', (ms) => `"${ms / 1000}"`],
	])('has created_at in %s', async (createdAt, textOf) => {
		const atMs = Math.floor(sim.clock.now() / 1000) * 1000;
		await sim.client.create();

		const text = await (await listed({ createdAt })).text();

		expect(/"created_at":([^,]+),/.exec(text)?.[1]).toBe(textOf(atMs));
	});

	it.each<[ListPlan, string, object]>([
		[{ model: 'lowerCase' }, '', { data: [{ model: 'minimax-hailuo-02' }, {}, {}], total: 3 }],
		[{ total: 'ofPage' }, '?page_size=2', { data: [{}, {}], total: 2 }],
		[{ total: 'absent' }, '', { total: undefined }],
		[{ ignoresFilters: true }, '?status=failed&model=x&type=y', { data: [{}, {}, {}], total: 3 }],
	])('with %j', async (plan, query, body) => {
		sim.api.addTasks({ count: 3 });

		const { data, total } = await jsonOf(listed(plan, query));

		expect({ data, total }).toMatchObject(body);
	});

	it('has the header Date of its clock, or with an offset to it', async () => {
		const dateOf = async (plan: ListPlan) =>
			Date.parse((await listed(plan)).headers.get('date') ?? '') / 1000;
		const nowS = Math.floor(sim.clock.now() / 1000);

		expect([await dateOf({}), await dateOf({ dateOffsetMs: -120_000 })]).toEqual([
			nowS,
			nowS - 120,
		]);
	});
});

describe('Simulator, with tls', () => {
	const create = async ({ baseUrl, certificate }: Simulator, ca = certificate) => {
		const headers = { Authorization: 'Bearer test-key', 'Content-Type': 'application/json' };
		const options = { method: 'POST', headers, agent: new Agent({ ca }) };
		const sent = request(`${baseUrl}/v1/videos/generations`, options);
		sent.end(JSON.stringify(TEXT_TO_VIDEO));
		const [response] = await once(sent, 'response');
		return response.statusCode as number;
	};

	it('serves clients that trust its certificate, until a middlebox answers in plain text', async () => {
		await withSimulator({ tls: true }, async (_, secure) => {
			expect(await create(secure)).toBe(200);
			await expect(create(secure, '')).rejects.toThrow('self-signed certificate');

			secure.fault({ on: 'create', then: { plainText: 'HTTP/1.1 502 Bad Gateway\r\n\r\nSorry' } });
			await expect(create(secure)).rejects.toMatchObject({
				code: expect.stringMatching(/EPROTO|ERR_SSL|ECONNRESET/),
			});
			expect(secure.paidTaskIds).toHaveLength(2);
		});
	});
});
