/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- development code, never shipped */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

import type { ErrorShape, FaultRule, Simulator, TaskBehavior } from '../../simulator/index';
import { fixture } from '../../simulator/media/video';
import { createdId, TEXT_TO_VIDEO, type Client } from '../../simulator/testing/client';
import { FILE, OPERATIONS, responseErrors } from './openapi';
import { simulated } from './simulated';

const CREATE = 'post /v1/videos/generations';
const READ = 'get /v1/tasks/{task_id}';
const BATCH = 'post /v1/tasks/batch';
const LIST = 'get /v1/tasks';
const CREDITS = 'get /v1/credits';
const UPLOAD = 'post /api/v1/files/upload/stream';

const NO_KEY = { Authorization: '' };
const PNG = fixture('first.png');
const KEY = { 'Idempotency-Key': 'one-and-the-same' };
const failure = { code: 'content_policy_violation', message: 'Not this.' };

const form = (content: Buffer, name = 'file') => {
	const data = new FormData();
	data.append(name, new Blob([content]), 'first.png');
	return data;
};

type Send = (client: Client, api: Simulator) => Promise<Response>;

/** The read of a task with this behavior, which is final. */
const read =
	(behavior: TaskBehavior): Send =>
	async (client, api) => {
		api.plan({ durationMs: 0, ...behavior });
		return await client.read(await createdId(client));
	};

/** The requests to each endpoint, with a status that only a fault makes it return. */
const faults = [500, 429].flatMap((status) =>
	(
		[
			[CREATE, 'create', async (client) => await client.create()],
			[READ, 'read', read({})],
			[BATCH, 'batch', async (client) => await client.batch(['x'])],
			[LIST, 'list', async (client) => await client.get('/v1/tasks')],
			[CREDITS, 'credits', async (client) => await client.get('/v1/credits')],
			[UPLOAD, 'upload', async (client) => await client.upload(form(PNG))],
		] satisfies Array<[string, FaultRule['on'], Send]>
	).map(([operation, on, send]): [string, number, string, Send] => [
		operation,
		status,
		'as a fault',
		async (client, api) => {
			api.fault({ on, then: { status } });
			return await send(client, api);
		},
	]),
);

const CASES: Array<[operation: string, status: number, title: string, send: Send]> = [
	...faults,
	[CREATE, 200, 'text to video', async (client) => await client.create()],
	[
		CREATE,
		400,
		'a missing prompt',
		async (client) => await client.create({ model: TEXT_TO_VIDEO.model }),
	],
	[CREATE, 400, 'invalid JSON', async (client) => await client.create('{"model"')],
	[CREATE, 401, 'no API key', async (client) => await client.create(TEXT_TO_VIDEO, NO_KEY)],
	[CREATE, 404, 'an unknown model', async (client) => await client.create({ model: 'Other' })],
	[CREATE, 413, 'a large body', async (client) => await client.create(`"${'x'.repeat(2 ** 20)}"`)],
	[
		CREATE,
		400,
		'an Idempotency-Key that was used with another body',
		async (client) => {
			await client.create(TEXT_TO_VIDEO, KEY);
			return await client.create({ ...TEXT_TO_VIDEO, duration: 10 }, KEY);
		},
	],
	[READ, 200, 'a pending task', read({ durationMs: 5_000 })],
	[READ, 200, 'a completed task', read({})],
	[READ, 200, 'a URL in result_data', read({ results: 'resultData' })],
	[READ, 200, 'a completed task without a URL', read({ results: 'none', estimatedTimeS: null })],
	[READ, 200, 'a failed task', read({ outcome: failure })],
	[READ, 200, 'an error of null', read({ outcome: failure, failureShape: 'null' })],
	[READ, 200, 'no error', read({ outcome: failure, failureShape: 'absent' })],
	[READ, 200, 'a cancelled task', read({ outcome: 'cancelled' })],
	[READ, 400, 'an invalid ID', async (client) => await client.read('a%20b')],
	[READ, 404, 'an unknown ID', async (client) => await client.read('task-unified-1-abcdefgh')],
	[
		READ,
		403,
		'a task of another account',
		async (client) =>
			await client.read(await createdId(client), { Authorization: 'Bearer other-key' }),
	],
	[BATCH, 200, 'a task', async (client) => await client.batch([await createdId(client)])],
	[BATCH, 400, 'no IDs', async (client) => await client.batch([])],
	[BATCH, 400, '51 IDs', async (client) => await client.batch(Array(51).fill('x'))],
	[
		LIST,
		200,
		'a page',
		async (client) => {
			await createdId(client);
			return await client.get('/v1/tasks?status=processing&page=1&page_size=5');
		},
	],
	[LIST, 400, 'an invalid status', async (client) => await client.get('/v1/tasks?status=pending')],
	[CREDITS, 200, 'credits', async (client) => await client.get('/v1/credits')],
	[UPLOAD, 200, 'an image', async (client) => await client.upload(form(PNG))],
	[UPLOAD, 400, 'a missing file', async (client) => await client.upload(form(PNG, 'other'))],
	[UPLOAD, 401, 'no API key', async (client) => await client.upload(form(PNG), NO_KEY)],
	[
		UPLOAD,
		413,
		'a large file',
		async (client) =>
			await client.upload(Buffer.alloc(21 * 2 ** 20), { 'Content-Type': 'multipart/form-data' }),
	],
];

describe('openapi.yaml', () => {
	it('is a valid OpenAPI document', async () => {
		// The validator is an ES module, which Jest does not load; its command does the same.
		const command = require
			.resolve('@seriousme/openapi-schema-validator/package.json')
			.replace('package.json', 'bin/validate-api-cli.js');
		const { stdout } = await promisify(execFile)(process.execPath, [command, FILE]);

		expect(JSON.parse(stdout)).toEqual({ valid: true });
	});

	it('documents exactly the operations that are tested', () => {
		expect([...new Set(CASES.map(([operation]) => operation))].sort()).toEqual(
			[...OPERATIONS].sort(),
		);
	});
});

describe.each<ErrorShape>(['numeric', 'text'])('Simulator, with %s error codes', (errorShape) => {
	const sim = simulated({ errorShape, keys: ['test-key', 'other-key'] });

	it.each(CASES)(
		'responds as openapi.yaml documents: %s %i, %s',
		async (operation, status, _title, send) => {
			const response = await send(sim.client, sim.api);
			const body = (await response.json()) as { error?: { code: unknown } };

			expect(response.status).toBe(status);
			expect(responseErrors(operation, status, body)).toEqual([]);
			if (status >= 400 && operation !== UPLOAD) {
				expect(typeof body.error?.code).toBe(errorShape === 'numeric' ? 'number' : 'string');
			}
		},
	);
});
