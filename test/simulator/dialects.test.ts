/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development code, never shipped */
import { once } from 'node:events';
import { get as httpGet } from 'node:http';
import { Agent, request } from 'node:https';

import {
	startSimulator,
	type Effect,
	type ErrorShape,
	type IdKind,
	type IdPlace,
	type ListPlan,
	type Simulator,
	type TaskBehavior,
} from '../../simulator/index';
import {
	clientOf,
	createdId,
	jsonOf,
	PRODUCT,
	stoppedClock,
	TEXT_TO_VIDEO,
	type Client,
} from '../../simulator/testing/client';

const clock = stoppedClock();
let simulator: Simulator;
let client: Client;

beforeAll(async () => {
	simulator = await startSimulator({ now: clock.now, task: { durationMs: 60_000, pendingMs: 0 } });
	client = clientOf(simulator);
});
beforeEach(() => simulator.reset());
afterAll(async () => await simulator.close());

describe('Simulator, place of the ID', () => {
	const fields = { model: TEXT_TO_VIDEO.model, status: 'processing' };
	const with_ = (name: string) => (id: string) => ({ [name]: id, ...fields });

	it.each<[IdPlace, (id: string) => unknown]>([
		['id', with_('id')],
		['task_id', with_('task_id')],
		['taskId', with_('taskId')],
		['data.id', (id) => ({ data: { id, ...fields } })],
		['data.task_id', (id) => ({ data: { task_id: id, ...fields } })],
		['result.task_id', (id) => ({ result: { task_id: id, ...fields } })],
		['task.id', (id) => ({ task: { id, ...fields } })],
		['output.taskId', (id) => ({ output: { taskId: id, ...fields } })],
		['data[0].id', (id) => ({ data: [{ id, ...fields }] })],
		['[0].task_id', (id) => [{ task_id: id, ...fields }]],
	])('%s: in responses to creates and reads, with the task beside it', async (idIn, bodyOf) => {
		simulator.plan({ idIn });

		const created = await jsonOf(client.create());
		const [{ id }] = simulator.tasks;
		const read = await jsonOf(client.read(id));

		expect(created).toMatchObject(bodyOf(id) as object);
		expect(read).toEqual(created);
		expect(simulator.requestsTo('create')).toMatchObject([{ taskId: id, namesTask: true }]);
	});

	it.each<[IdPlace, (id: string) => unknown]>([
		['data', (id) => ({ data: id })],
		['data[0]', (id) => ({ data: [id] })],
		['[0]', (id) => [id]],
	])('%s: alone in the response to a create; reads have id', async (idIn, bodyOf) => {
		simulator.plan({ idIn });

		const created = await jsonOf(client.create());
		const [{ id }] = simulator.tasks;

		expect(created).toEqual(bodyOf(id));
		expect(await jsonOf(client.read(id))).toMatchObject({ id, ...fields });
	});

	it.each([201, 202, 303] as const)('Location, with status %i and no body', async (status) => {
		simulator.plan({ idIn: 'location', createdStatus: status });

		const response = await client.create();
		const [{ id }] = simulator.tasks;

		expect(response.status).toBe(status);
		expect(response.headers.get('location')).toBe(`/apiv1/v1/tasks/${id}`);
		expect(await response.text()).toBe('');
		expect(simulator.requestsTo('create')).toMatchObject([{ namesTask: true }]);
	});

	it.each<[TaskBehavior, (id: string) => object]>([
		[{ idIn: 'task_id', otherId: 0 }, (id) => ({ id: 0, task_id: id })],
		[{ idIn: 'data.task_id', otherId: 'req_7' }, (id) => ({ id: 'req_7', data: { task_id: id } })],
	])('beside another id: %j', async (behavior, bodyOf) => {
		simulator.plan(behavior);

		const created = await jsonOf(client.create());

		expect(created).toMatchObject(bodyOf(simulator.tasks[0].id));
	});

	it('by its name in batches and lists, which are not wrapped', async () => {
		simulator.plan({ idIn: 'data.task_id' });
		await client.create();
		const [{ id }] = simulator.tasks;

		expect((await jsonOf(client.batch([id]))).data).toMatchObject([{ task_id: id }]);
		expect((await jsonOf(client.get('/v1/tasks'))).data).toMatchObject([{ task_id: id }]);
	});
});

describe('Simulator, kind of ID', () => {
	it.each<[IdKind, RegExp]>([
		['unified', /^"task-unified-1772618027-[a-z0-9]{8}"$/],
		['number', /^17000000$/],
		['largeNumber', /^90071992547409931234$/],
		['path', /^"org\/task-[a-z0-9]{8}"$/],
		['urn', /^"urn:uuid:[0-9a-f-]{36}"$/],
		['base64', /^"a\+[a-z0-9]{8}=="$/],
	])('%s: in responses, URLs and the video URL', async (idKind, pattern) => {
		simulator.plan({ idKind, durationMs: 0 });

		const text = await (await client.create()).text();
		const [{ id, videoUrl }] = simulator.tasks;
		const sent = /"id":([^,]+),/.exec(text)?.[1];

		expect(sent).toMatch(pattern);
		expect(sent?.replaceAll('"', '')).toBe(id);
		expect((await client.read(encodeURIComponent(id))).status).toBe(200);
		expect((await fetch(videoUrl, { headers: PRODUCT })).status).toBe(200);
	});
});

describe('Simulator, status words', () => {
	const statusWords = { processing: 'RUNNING', completed: 'SUCCESS' };

	it('replace the statuses in reads, batches and the list, but not in its filter', async () => {
		simulator.plan({ statusWords });
		const id = await createdId(client);
		const words = [(await jsonOf(client.read(id))).status];
		clock.advance(60_000);
		words.push((await jsonOf(client.batch([id]))).data[0].status);
		const { data } = await jsonOf(client.get('/v1/tasks?status=completed'));

		expect([...words, data[0].status]).toEqual(['RUNNING', 'SUCCESS', 'SUCCESS']);
	});
});

const REASONS = [
	{ field: 'prompt', message: 'violence' },
	{ field: 'image 1', message: 'a real person' },
];

describe('Simulator, error format', () => {
	const error = { code: 'too_long', message: 'Too long', type: 'invalid_request_error' };
	const details = { details: REASONS };

	it.each<[ErrorShape, number, unknown]>([
		['numeric', 400, { error: { ...error, code: 400, param: 'prompt', ...details } }],
		['text', 400, { error: { ...error, param: 'prompt', ...details } }],
		['nestedErrors', 400, { error: { ...error, param: 'prompt', errors: REASONS } }],
		['errorText', 400, { error: 'Too long' }],
		['codeAndMessage', 400, { code: 'too_long', message: 'Too long' }],
		['codeAndMsg', 400, { code: 'too_long', msg: 'Too long' }],
		['successFalse', 200, { success: false, code: 400, msg: 'Too long' }],
		['detail', 400, { detail: 'Too long' }],
		[
			'detailList',
			400,
			{
				detail: [
					{ loc: ['body', 'prompt'], msg: 'violence', type: 'value_error' },
					{ loc: ['body', 'image 1'], msg: 'a real person', type: 'value_error' },
				],
			},
		],
		['errors', 400, { errors: REASONS }],
		['baseResp', 200, { base_resp: { status_code: 2013, status_msg: 'Too long' } }],
		['plainText', 400, 'Too long'],
		['page', 400, '<html><h1>Too long</h1></html>'],
	])('%s', async (shape, status, body) => {
		const says = {
			shape,
			code: 'too_long',
			message: 'Too long',
			param: 'prompt',
			reasons: REASONS,
		};
		simulator.fault({ on: 'create', then: { status: 400, error: says } });

		const response = await client.create();

		expect(response.status).toBe(status);
		const text = await response.text();
		expect(typeof body === 'string' ? text : JSON.parse(text)).toEqual(body);
		expect(simulator.tasks).toHaveLength(0);
	});

	it.each([
		[401, 1004],
		[402, 1008],
		[422, 1026],
		[429, 1002],
	])('baseResp has MiniMax’s own code for %i', async (status, code) => {
		simulator.fault({ on: 'create', then: { status, error: { shape: 'baseResp' } } });

		expect((await jsonOf(client.create())).base_resp.status_code).toBe(code);
	});

	it.each<[NonNullable<TaskBehavior['failureShape']>, object]>([
		['text', { error: { code: 'x', message: 'No.', type: 'task_error', details: REASONS } }],
		['errorText', { error: 'No.' }],
		['errors', { errors: REASONS }],
		['detail', { detail: 'No.' }],
		['null', { error: null }],
	])('of a failed task: %s', async (failureShape, fields) => {
		const outcome = { code: 'x', message: 'No.', reasons: REASONS };
		simulator.plan({ durationMs: 0, outcome, failureShape });

		expect(await jsonOf(client.create())).toMatchObject({ status: 'failed', ...fields });
	});
});

describe('Simulator, what does not exist', () => {
	const routeWith = async (unknownRoute: 'error' | 'invalidUrl' | 'page') => {
		const other = await startSimulator({ unknownRoute });
		try {
			const response = await clientOf(other).get('/v1/v1/tasks/x');
			return [response.status, await response.text()];
		} finally {
			await other.close();
		}
	};

	it.each([
		['error', '"type":"not_found_error"'],
		['invalidUrl', 'Invalid URL (GET /apiv1/v1/v1/tasks/x)'],
		['page', '<html>'],
	] as const)('a route: 404 with unknownRoute %s', async (unknownRoute, text) => {
		expect(await routeWith(unknownRoute)).toEqual([404, expect.stringContaining(text)]);
	});

	it('a task: 200 with a failed task, for planned reads and unknown IDs', async () => {
		const other = await startSimulator({ task: { notFoundAs: 'failedTask', notFoundReads: 1 } });
		try {
			const otherClient = clientOf(other);
			const missing = { status: 'failed', error: { code: 'resource_not_found' } };
			const id = await createdId(otherClient);

			expect(await jsonOf(otherClient.read(id))).toMatchObject({ id, ...missing });
			expect(await jsonOf(otherClient.read(id))).toMatchObject({ id, status: 'pending' });
			expect(await jsonOf(otherClient.read('unknown'))).toMatchObject({
				id: 'unknown',
				...missing,
			});
			expect(other.paidTaskIds).toEqual([id]);
		} finally {
			await other.close();
		}
	});
});

describe('Simulator, list', () => {
	const S = 1_772_618_027;
	const listed = async (plan: ListPlan, query = '') => {
		simulator.planList(plan);
		return await client.get(`/v1/tasks${query}`);
	};

	it.each<[ListPlan['createdAt'], (atMs: number) => string]>([
		['s', (ms) => `${Math.floor(ms / 1000)}`],
		['ms', (ms) => `${ms}`],
		['us', (ms) => `${ms}000`],
		['ns', (ms) => `${ms}000000`],
		['iso', (ms) => `"${new Date(ms).toISOString()}"`],
		['text', (ms) => `"${Math.floor(ms / 1000)}"`],
	])('has created_at in %s', async (createdAt, textOf) => {
		await client.create();

		const text = await (await listed({ createdAt })).text();

		expect(/"created_at":([^,]+),/.exec(text)?.[1]).toBe(textOf(clock.now()));
	});

	it.each<[ListPlan, string, object]>([
		[{ model: 'lowerCase' }, '', { data: [{ model: 'minimax-hailuo-02' }, {}, {}], total: 3 }],
		[{ total: 'ofPage' }, '?page_size=2', { data: [{}, {}], total: 2 }],
		[{ ignoresFilters: true }, '?status=failed&model=x&type=y', { data: [{}, {}, {}], total: 3 }],
	])('with %j', async (plan, query, body) => {
		simulator.addTasks({ count: 3 });

		expect(await jsonOf(listed(plan, query))).toMatchObject(body);
	});

	it('has no total with total: absent', async () => {
		expect(await jsonOf(listed({ total: 'absent' }))).not.toHaveProperty('total');
	});

	it('has the header Date of its clock, or with an offset to it', async () => {
		const dateOf = async (plan: ListPlan) =>
			Date.parse((await listed(plan)).headers.get('date') ?? '') / 1000;
		const nowS = Math.floor(clock.now() / 1000);

		expect(nowS).toBeGreaterThanOrEqual(S);
		expect(await dateOf({})).toBe(nowS);
		expect(await dateOf({ dateOffsetMs: -120_000 })).toBe(nowS - 120);
	});
});

describe('Simulator.fault, effects on JSON', () => {
	it('`append` adds text to the response', async () => {
		simulator.fault({ on: 'create', then: { append: '\n--\n' } });

		const text = await (await client.create()).text();

		expect(text).toMatch(/\}\n--\n$/);
		expect(simulator.requestsTo('create')).toMatchObject([{ namesTask: true }]);
	});

	it('`patch` with `httpStatus` changes the status, too', async () => {
		simulator.fault({ on: 'create', then: { patch: { error: 'late' }, httpStatus: 502 } });

		const response = await client.create();

		expect(response.status).toBe(502);
		expect(await response.json()).toMatchObject({ id: simulator.tasks[0].id, error: 'late' });
	});

	it('`patchEntries` changes each entry of a batch', async () => {
		const ids = [await createdId(client), await createdId(client)];
		simulator.fault({ on: 'batch', then: { patchEntries: { status: 'failed', progress: null } } });

		const { data } = await jsonOf(client.batch(ids));

		expect(data).toMatchObject(ids.map((id) => ({ id, status: 'failed' })));
		expect(data[0]).not.toHaveProperty('progress');
	});
});

describe('Simulator.fault, effects on the connection', () => {
	it('`reset: afterHeaders` closes the connection after the headers', async () => {
		simulator.plan({ durationMs: 0 });
		await createdId(client);
		simulator.fault({ on: 'download', then: { reset: 'afterHeaders' } });

		const sent = httpGet(simulator.tasks[0].videoUrl, { headers: PRODUCT });
		const [response] = await once(sent, 'response');
		let received = 0;
		response.on('data', (chunk: Buffer) => (received += chunk.length));

		await expect(once(response, 'end')).rejects.toThrow('aborted');
		expect([response.statusCode, received]).toEqual([200, 0]);
	});

	it('`plainText` breaks the response to a create that was accepted', async () => {
		simulator.fault({ on: 'create', then: { plainText: 'Blocked by the firewall' } });

		await expect(client.create()).rejects.toThrow();
		expect(simulator.paidTaskIds).toHaveLength(1);
	});
});

describe('Simulator, with tls', () => {
	let secure: Simulator;
	beforeAll(async () => {
		secure = await startSimulator({ tls: true });
	});
	afterAll(async () => await secure.close());

	const create = async (ca = secure.certificate) => {
		const agent = new Agent({ ca });
		const headers = { Authorization: 'Bearer test-key', 'Content-Type': 'application/json' };
		const url = `${secure.baseUrl}/v1/videos/generations`;
		const sent = request(url, { method: 'POST', headers, agent });
		sent.end(JSON.stringify(TEXT_TO_VIDEO));
		const [response] = await once(sent, 'response');
		return response.statusCode as number;
	};

	it('serves clients that trust its certificate, and no others', async () => {
		expect(secure.baseUrl).toMatch(/^https:/);
		expect(await create()).toBe(200);
		await expect(create('')).rejects.toThrow('self-signed certificate');
		expect(secure.tasks).toHaveLength(1);
	});

	it.each<[string, Effect]>([
		['an HTTP response', { plainText: 'HTTP/1.1 502 Bad Gateway\r\n\r\nSorry' }],
		['a short text', { plainText: 'no' }],
	])('a middlebox answers %s in plain text after the create was accepted', async (_, then) => {
		secure.reset();
		secure.fault({ on: 'create', then });

		const error = await create().catch((problem: NodeJS.ErrnoException) => problem);

		expect(error).toMatchObject({ code: expect.stringMatching(/EPROTO|ERR_SSL|ECONNRESET/) });
		expect(secure.paidTaskIds).toHaveLength(1);
		expect(secure.requestsTo('create')).toMatchObject([{ status: 'reset' }]);
	});
});
