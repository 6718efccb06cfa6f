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
import { jsonOf, PRODUCT, TEXT_TO_VIDEO } from '../../simulator/testing/client';
import { simulated } from './simulated';

const sim = simulated({ task: { durationMs: 60_000, pendingMs: 0 } });

interface Dialect {
	task?: TaskBehavior;
	list?: ListPlan;
	error?: ErrorShape;
}

const REASONS = [{ field: 'prompt', message: 'violence' }];
const FAILED = { durationMs: 0, outcome: { code: 'x', message: 'No.', reasons: REASONS } };
const DONE = { durationMs: 0 };

const each = <T>(values: T[], dialect: (value: T) => Dialect) => values.map(dialect);

const DIALECTS: Dialect[] = [
	{},
	...each<IdPlace>(['task_id', 'taskId', 'data.id', 'result.task_id', 'data[0].id'], (idIn) => ({
		task: { idIn },
	})),
	...each<IdPlace>(['[0].task_id', 'data', 'data[0]', '[0]', 'location'], (idIn) => ({
		task: { idIn },
	})),
	...each<TaskBehavior>(
		[
			{ idIn: 'task_id', otherId: 0 },
			{ idIn: 'location', createdStatus: 303 },
			{ idKind: 'number' },
			{ statusWords: { processing: 'RUNNING' } },
			{ progress: 'none' },
			{ estimatedTimeS: null },
			{ notFoundReads: 1 },
			{ notFoundReads: 1, notFoundAs: 'failedTask' },
			DONE,
			{ ...DONE, outcome: 'cancelled' },
			{ ...DONE, results: 'resultData' },
			{ ...DONE, results: 'none' },
		],
		(task) => ({ task }),
	),
	...each<TaskBehavior['failureShape']>(
		['text', 'errors', 'detail', 'null', 'absent'],
		(failureShape) => ({ task: { ...FAILED, failureShape } }),
	),
	...each<ListPlan>(
		[
			{ order: 'oldestFirst' },
			{ total: 'ofPage' },
			{ model: 'lowerCase' },
			{ ignoresFilters: true },
		],
		(list) => ({ list }),
	),
	...each<ErrorShape>(['text', 'detail', 'detailList', 'errors', 'baseResp', 'page'], (error) => ({
		error,
	})),
];

/** What a client receives for the same requests, without what is random. */
async function transcript({ task = {}, list = {}, error = 'numeric' }: Dialect): Promise<string> {
	const { api, client } = sim;
	api.reset();
	api.addTasks({ count: 2 });
	api.planList(list);
	api.plan(task);
	const created = await client.create();
	const id = api.tasks[2].id;
	const says = { shape: error, param: 'prompt', reasons: REASONS };
	api.fault({ on: 'create', then: { status: 400, error: says } });
	const answers = [
		created,
		await client.read(id),
		await client.batch([id]),
		await client.get('/v1/tasks?page_size=2'),
		await client.get('/v1/tasks?status=failed'),
		await client.create(),
	];
	const lines = answers.map(
		async (answer) => `${answer.status} ${answer.headers.get('location')} ${await answer.text()}`,
	);
	const text = (await Promise.all(lines)).join('\n');
	const ids = api.tasks.map((one) => one.id);
	return ids
		.reduce((rest, each, index) => rest.replaceAll(each, `ID ${index}`), text)
		.replaceAll(/token=\w+/g, '');
}

// A dialect that has no effect would let the tests that use it pass.
it('Simulator: each dialect changes what a client receives, and no two are the same', async () => {
	const seen = new Map<string, Dialect>();
	for (const dialect of DIALECTS) {
		const text = await transcript(dialect);
		expect([dialect, seen.get(text)]).toEqual([dialect, undefined]);
		seen.set(text, dialect);
	}
});

describe('Simulator, the ID of a task', () => {
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
