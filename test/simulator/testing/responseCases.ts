import type { Endpoint, Simulator, TaskBehavior } from '../../../simulator/index';
import { fixture } from '../../../simulator/media/video';
import { createdId, TEXT_TO_VIDEO, type Client } from '../../../simulator/testing/client';

const CREATE = 'post /v1/videos/generations';
const READ = 'get /v1/tasks/{task_id}';
const BATCH = 'post /v1/tasks/batch';
const LIST = 'get /v1/tasks';
const CREDITS = 'get /v1/credits';
export const STREAM = 'post /api/v1/files/upload/stream';
export const BASE64 = 'post /api/v1/files/upload/base64';

const NO_KEY = { Authorization: '' };
const PNG = fixture('first.png');
const TOO_LARGE = Buffer.alloc(20 * 1024 * 1024 + 1);

/** What a case sends its request with. */
export interface CaseContext {
	readonly simulator: Simulator;
	readonly client: Client;
	/** Advances the clock. */
	readonly wait: (ms: number) => void;
}

export type Case = [
	operation: string,
	status: number,
	title: string,
	send: (context: CaseContext) => Promise<Response>,
];

/** Statuses that only an injected fault makes the simulator return. */
const withFault = (
	operation: string,
	on: Endpoint,
	statuses: number[],
	send: (context: CaseContext) => Promise<Response>,
): Case[] =>
	statuses.map((status) => [
		operation,
		status,
		'as an injected fault',
		async (context) => {
			context.simulator.fault({ on, then: { status } });
			return await send(context);
		},
	]);

const finishedTask =
	(behavior: TaskBehavior) =>
	async ({ simulator, client, wait }: CaseContext) => {
		simulator.plan(behavior);
		const id = await createdId(client);
		wait(10_000);
		return await client.read(id);
	};

const form = (content: Buffer, name = 'file') => {
	const data = new FormData();
	data.append(name, new Blob([content]), 'first.png');
	return data;
};

const failure = { code: 'content_policy_violation', message: 'Not this.' };
const base64 = { base64_data: PNG.toString('base64'), file_name: 'first.png' };
const create = async ({ client }: CaseContext) => await client.create();
const read = async ({ client }: CaseContext) => await client.read(await createdId(client));
const batch = async ({ client }: CaseContext) =>
	await client.batch([await createdId(client), await createdId(client)]);
const list = async ({ client }: Pick<CaseContext, 'client'>) => await client.get('/v1/tasks');
const credits = async ({ client }: CaseContext) => await client.get('/v1/credits');
const stream = async ({ client }: CaseContext) => await client.uploadForm(form(PNG));
const encoded = async ({ client }: CaseContext) => await client.uploadBase64(base64);

/** Requests, at least one for each documented response. */
export const CASES: Case[] = [
	[CREATE, 200, 'text to video', create],
	[
		CREATE,
		200,
		'a retry with the same Idempotency-Key',
		async ({ client }) => {
			const headers = { 'Idempotency-Key': 'one-and-the-same' };
			await client.create(TEXT_TO_VIDEO, headers);
			return await client.create(TEXT_TO_VIDEO, headers);
		},
	],
	[
		CREATE,
		400,
		'an Idempotency-Key that was used with another body',
		async ({ client }) => {
			const headers = { 'Idempotency-Key': 'one-and-the-same' };
			await client.create(TEXT_TO_VIDEO, headers);
			return await client.create({ ...TEXT_TO_VIDEO, duration: 10 }, headers);
		},
	],
	[
		CREATE,
		400,
		'a missing prompt',
		async ({ client }) => await client.create({ model: 'MiniMax-Hailuo-02' }),
	],
	[CREATE, 400, 'invalid JSON', async ({ client }) => await client.create('{"model"')],
	[CREATE, 401, 'no API key', async ({ client }) => await client.create(TEXT_TO_VIDEO, NO_KEY)],
	[
		CREATE,
		404,
		'an unknown model',
		async ({ client }) => await client.create({ ...TEXT_TO_VIDEO, model: 'Other' }),
	],
	[
		CREATE,
		413,
		'a body that is too large',
		async ({ client }) => await client.create(`"${'x'.repeat(2 ** 20)}"`),
	],
	[
		CREATE,
		401,
		'the API key in the message',
		async ({ simulator, client }) => {
			simulator.fault({ on: 'create', then: { repeatsKey: 401 } });
			return await client.create();
		},
	],
	...withFault(CREATE, 'create', [402, 403, 429, 500, 502, 503], create),

	[READ, 200, 'a pending task', read],
	[READ, 200, 'a completed task', finishedTask({})],
	[
		READ,
		200,
		'a completed task with its URL in result_data',
		finishedTask({ results: 'resultData' }),
	],
	[
		READ,
		200,
		'a completed task without a URL',
		finishedTask({ results: 'none', estimatedTimeS: null }),
	],
	[READ, 200, 'a failed task', finishedTask({ outcome: failure })],
	[
		READ,
		200,
		'a failed task with an error of null',
		finishedTask({ outcome: failure, failureShape: 'null' }),
	],
	[
		READ,
		200,
		'a failed task without an error',
		finishedTask({ outcome: failure, failureShape: 'absent' }),
	],
	[READ, 200, 'a cancelled task', finishedTask({ outcome: 'cancelled' })],
	[READ, 400, 'an invalid ID', async ({ client }) => await client.read('a%20b')],
	[
		READ,
		401,
		'a wrong API key',
		async ({ client }) => await client.read('x', { Authorization: 'Bearer no' }),
	],
	[
		READ,
		403,
		'a task of another account',
		async ({ client }) =>
			await client.read(await createdId(client), { Authorization: 'Bearer other-key' }),
	],
	[READ, 404, 'an unknown ID', async ({ client }) => await client.read('task-unified-1-abcdefgh')],
	...withFault(READ, 'read', [402, 404, 429, 500, 502, 503], read),

	[BATCH, 200, 'two tasks', batch],
	[BATCH, 200, 'unknown IDs only', async ({ client }) => await client.batch(['x'])],
	[BATCH, 400, 'no IDs', async ({ client }) => await client.batch([])],
	[BATCH, 400, '51 IDs', async ({ client }) => await client.batch(Array(51).fill('x'))],
	[BATCH, 401, 'no API key', async ({ client }) => await client.batch(['x'], NO_KEY)],
	...withFault(BATCH, 'batch', [404, 429, 500, 502, 503], batch),

	[
		LIST,
		200,
		'a page',
		async ({ client }) => {
			await createdId(client);
			return await client.get('/v1/tasks?status=processing&page=1&page_size=5');
		},
	],
	[
		LIST,
		400,
		'an invalid status',
		async ({ client }) => await client.get('/v1/tasks?status=pending'),
	],
	[LIST, 401, 'no API key', async ({ client }) => await client.get('/v1/tasks', NO_KEY)],
	...withFault(LIST, 'list', [429, 500, 503], list),

	[CREDITS, 200, 'credits', credits],
	[CREDITS, 401, 'no API key', async ({ client }) => await client.get('/v1/credits', NO_KEY)],
	...withFault(CREDITS, 'credits', [404, 429, 500, 503], credits),

	[STREAM, 200, 'an image', stream],
	[
		STREAM,
		200,
		'an image that is rejected inside a 200',
		async (context) => {
			const body = { success: false, code: 400, msg: 'No.' };
			context.simulator.fault({ on: 'upload', then: { status: 200, body } });
			return await stream(context);
		},
	],
	[
		STREAM,
		400,
		'a missing file',
		async ({ client }) => await client.uploadForm(form(PNG, 'other')),
	],
	[STREAM, 401, 'no API key', async ({ client }) => await client.uploadForm(form(PNG), NO_KEY)],
	[
		STREAM,
		413,
		'a file that is too large',
		async ({ client }) => await client.uploadForm(form(TOO_LARGE)),
	],
	...withFault(STREAM, 'upload', [500], stream),

	[BASE64, 200, 'an image', encoded],
	[BASE64, 400, 'missing data', async ({ client }) => await client.uploadBase64({})],
	[BASE64, 401, 'no API key', async ({ client }) => await client.uploadBase64(base64, NO_KEY)],
	[
		BASE64,
		413,
		'a file that is too large',
		async ({ client }) => await client.uploadBase64({ base64_data: TOO_LARGE.toString('base64') }),
	],
	...withFault(BASE64, 'upload', [500], encoded),
];
