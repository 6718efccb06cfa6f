/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development code, never shipped */
import { once } from 'node:events';
import { Agent, request } from 'node:https';

import {
	startSimulator,
	type ErrorShape,
	type IdKind,
	type IdPlace,
	type ListPlan,
	type TaskBehavior,
} from '../../simulator';
import { createdId, jsonOf, PRODUCT, TEXT_TO_VIDEO } from '../../simulator/testing/client';
import { simulated } from './simulated';

// A dialect that has no effect would let the tests that use it pass.

const sim = simulated({ task: { durationMs: 60_000, pendingMs: 0 } });

describe('Simulator, the ID of a task', () => {
	const fields = { model: TEXT_TO_VIDEO.model, status: 'processing' };

	it.each<[IdPlace, (id: string) => unknown]>([
		['task_id', (id) => ({ task_id: id, ...fields })],
		['data.id', (id) => ({ data: { id, ...fields } })],
		['data[0].id', (id) => ({ data: [{ id, ...fields }] })],
		['[0].task_id', (id) => [{ task_id: id, ...fields }]],
		['data', (id) => ({ data: id })],
		['data[0]', (id) => ({ data: [id] })],
	])('is in %s', async (idIn, bodyOf) => {
		sim.api.plan({ idIn });

		const created = await jsonOf(sim.client.create());

		expect(created).toMatchObject(bodyOf(sim.api.tasks[0].id) as object);
	});

	it('is in Location, without a body', async () => {
		sim.api.plan({ idIn: 'location', createdStatus: 303 });

		const { status, headers } = await sim.client.create();

		expect([status, headers.get('location')]).toEqual([
			303,
			`/apiv1/v1/tasks/${sim.api.tasks[0].id}`,
		]);
		expect(sim.api.requestsTo('create')).toMatchObject([{ namesTask: true }]);
	});

	it('stands beside another id, and by its name in batches and lists', async () => {
		sim.api.plan({ idIn: 'data.task_id', otherId: 'req_7' });

		const created = await jsonOf(sim.client.create());
		const [{ id }] = sim.api.tasks;

		expect(created).toMatchObject({ id: 'req_7', data: { task_id: id } });
		expect(await jsonOf(sim.client.read(id))).toEqual(created);
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
	const reasons = [{ field: 'prompt', message: 'violence' }];
	const error = { code: 'too_long', message: 'Too long', type: 'invalid_request_error' };
	const detail = [{ loc: ['body', 'prompt'], msg: 'violence', type: 'value_error' }];

	it.each<[ErrorShape, number, unknown]>([
		['numeric', 400, { error: { ...error, code: 400, param: 'prompt', details: reasons } }],
		['text', 400, { error: { ...error, param: 'prompt', details: reasons } }],
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
		const says = { shape, code: 'too_long', message: 'Too long', param: 'prompt', reasons };
		sim.api.fault({ on: 'create', then: { status: 400, error: says } });

		const response = await sim.client.create();
		const text = await response.text();

		expect(response.status).toBe(status);
		expect(typeof body === 'string' ? text : JSON.parse(text)).toEqual(body);
		expect(sim.api.tasks).toHaveLength(0);
	});

	it.each<[NonNullable<TaskBehavior['failureShape']>, object]>([
		['text', { error: { code: 'x', message: 'No.', type: 'task_error', details: reasons } }],
		['errors', { errors: reasons }],
		['null', { error: null }],
	])('of failed tasks have the format %s', async (failureShape, fields) => {
		sim.api.plan({ durationMs: 0, outcome: { code: 'x', message: 'No.', reasons }, failureShape });

		expect(await jsonOf(sim.client.create())).toMatchObject({ status: 'failed', ...fields });
	});

	it('of a task that is not found are a failed task in a 200, with notFoundAs', async () => {
		sim.api.plan({ notFoundAs: 'failedTask', notFoundReads: 1 });
		const id = await createdId(sim.client);

		expect(await jsonOf(sim.client.read(id))).toMatchObject({
			id,
			status: 'failed',
			error: { code: 'resource_not_found' },
		});
		expect(await jsonOf(sim.client.read(id))).toMatchObject({ id, status: 'processing' });
	});
});

describe('Simulator, list', () => {
	it.each<[ListPlan['createdAt'], unknown]>([
		['s', '1772618027'],
		['ms', '1772618027000'],
		['us', '1772618027000000'],
		['ns', '1772618027000000000'],
		['iso', '"2026-03-04T09:53:47.000Z"'],
		['text', '"1772618027"'],
	])('has created_at in %s', async (createdAt, expected) => {
		sim.clock.advance(1_772_618_027_000 - sim.clock.now());
		await sim.client.create();
		sim.api.planList({ createdAt });

		const text = await (await sim.client.get('/v1/tasks')).text();

		expect(/"created_at":([^,]+),/.exec(text)?.[1]).toBe(expected);
	});

	it.each<[ListPlan, string, object]>([
		[{ model: 'lowerCase' }, '', { data: [{ model: 'minimax-hailuo-02' }, {}, {}], total: 3 }],
		[{ total: 'ofPage' }, '?page_size=2', { data: [{}, {}], total: 2 }],
		[{ total: 'absent' }, '', { total: undefined }],
		[{ ignoresFilters: true }, '?status=failed&model=x&type=y', { data: [{}, {}, {}], total: 3 }],
	])('with %j', async (plan, query, body) => {
		sim.api.addTasks({ count: 3 });
		sim.api.planList(plan);

		const { data, total } = await jsonOf(sim.client.get(`/v1/tasks${query}`));

		expect({ data, total }).toMatchObject(body);
	});

	it('is oldest first, with order', async () => {
		sim.api.addTasks({ count: 2 });
		sim.api.planList({ order: 'oldestFirst' });

		expect((await jsonOf(sim.client.get('/v1/tasks'))).data).toMatchObject(
			sim.api.tasks.map(({ id }) => ({ id })),
		);
	});
});

it('Simulator, with tls: serves clients that trust its certificate, until a middlebox answers in plain text', async () => {
	const secure = await startSimulator({ tls: true });
	const create = async (ca = secure.certificate) => {
		const headers = { Authorization: 'Bearer test-key', 'Content-Type': 'application/json' };
		const options = { method: 'POST', headers, agent: new Agent({ ca }) };
		const sent = request(`${secure.baseUrl}/v1/videos/generations`, options);
		sent.end(JSON.stringify(TEXT_TO_VIDEO));
		const [response] = await once(sent, 'response');
		return response.statusCode as number;
	};

	expect(await create()).toBe(200);
	await expect(create('')).rejects.toThrow('self-signed certificate');
	secure.fault({ on: 'create', then: { plainText: 'HTTP/1.1 502 Bad Gateway\r\n\r\nSorry' } });
	await expect(create()).rejects.toMatchObject({
		code: expect.stringMatching(/EPROTO|ERR_SSL|ECONNRESET/),
	});
	expect(secure.paidTaskIds).toHaveLength(2);
	await secure.close();
});
