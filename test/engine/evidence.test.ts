import type { Effect, IdKind, ListPlan, Simulator, TaskBehavior } from '../../simulator';
import { contentOf } from '../../tools/engine/binaryStore';
import type { NodeResult } from '../../tools/engine/engine';
import { trustCertificate } from '../../tools/engine/trustCertificate';
import { fixture } from '../../simulator/media/video';
import {
	createAndWaitParams,
	createParams,
	simulated,
	type Simulated,
} from './harness/simulatedNode';
import { simulatedTrigger } from './harness/trigger';

const MP4 = fixture('video.mp4');
/** Shortens the pauses between requests. */
const clockSpeed = 20;
/** n8n runs the node again after an error, twice: a conclusion without proof would then be paid for. */
const retrying = { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 };
const TWO = [{ prompt: 'Boat 1' }, { prompt: 'Boat 2' }];
const parameters = createAndWaitParams({ prompt: '={{ $json.prompt ?? "A paper boat" }}' });

const textOf = ({ error, items, errorItems }: NodeResult) =>
	[error?.message, error?.description, JSON.stringify([...items, ...errorItems])].join('\n');

/** Every paid task is delivered or named, and no item is paid for twice. */
function expectNothingLost(api: Simulator, result: NodeResult): void {
	const paid = api.tasks.filter(({ id }) => api.paidTaskIds.includes(id));
	const prompts = paid.map(({ request }) => request.prompt);
	expect(prompts).toEqual([...new Set(prompts)]);
	const text = textOf(result);
	expect(paid.map(({ id }) => id).filter((id) => !text.includes(id))).toEqual([]);
}

/** Each item has its own video, and one create was sent for each. */
function expectVideos(api: Simulator, result: NodeResult, items = 1): void {
	expect(result.error).toBeUndefined();
	expect(result.items.map(({ json }) => json.status)).toEqual(Array(items).fill('completed'));
	const ids = result.items.map(({ json }) => json.taskId);
	expect([...ids].sort()).toEqual(api.tasks.map(({ id }) => id).sort());
	expect(result.items.every(({ binary }) => contentOf(binary!.data).equals(MP4))).toBe(true);
	expect(api.requestsTo('create')).toHaveLength(items);
}

/** One create was sent, and its task, whose ID no response contained, is named as a possible one. */
function expectIndeterminate(api: Simulator, result: NodeResult): void {
	expect(api.requestsTo('create')).toHaveLength(1);
	expect(result.error?.message).toMatch(/may have been accepted/);
	expect(textOf(result)).not.toMatch(/was not charged|nothing was charged/i);
	expectNothingLost(api, result);
}

// Where the ID may stand: the rows of the fault matrix, test/faults/cases/create.ts.
describe('Evidence: a create returned an ID', () => {
	const node = simulated({ honorIdempotency: false });

	it.each<IdKind>(['number', 'largeNumber', 'path', 'urn', 'base64'])(
		'of the kind %s, which Wait accepts as well',
		async (idKind) => {
			node.api.plan({ idKind });
			expectVideos(node.api, await node.run({ parameters, clockSpeed }));

			const [{ id: taskId }] = node.api.tasks;
			const wait = { resource: 'video', operation: 'wait', taskId };
			expectVideos(node.api, await node.run({ parameters: wait, clockSpeed }));
		},
	);
});

describe('Evidence: a create may have been accepted', () => {
	const node = simulated({ honorIdempotency: false });
	const accepted = { accepted: true } as const;

	it.each<[string, Effect]>([
		['a 502 that contains the ID', { patch: { error: { message: 'late' } }, httpStatus: 502 }],
		[
			'a 302 to another host',
			{ status: 302, headers: { location: 'https://x.test/' }, body: '', ...accepted },
		],
		['a 499', { status: 499, ...accepted }],
		['a page with 524', { status: 524, error: { shape: 'page' }, ...accepted }],
		['a foreign 200', { status: 200, body: { hello: 'world' }, ...accepted }],
	])('after %s', async (_, then) => {
		node.api.fault({ on: 'create', then });
		const result = await node.run({ parameters, node: retrying, clockSpeed });
		expectIndeterminate(node.api, result);
	});

	it.each<[string, Effect, string]>([
		['the body', { status: 200, body: '<html>Policy 4711</html>', ...accepted }, 'Policy 4711'],
		[
			'the address of a redirect',
			{ status: 302, headers: { location: 'https://login.test/' }, body: '', ...accepted },
			'login.test',
		],
	])('and the error shows %s', async (_, then, shown) => {
		node.api.fault({ on: 'create', then });
		expect(textOf(await node.run({ parameters, clockSpeed }))).toContain(shown);
	});

	describe('behind TLS', () => {
		const secure = simulated({ honorIdempotency: false, tls: true });
		const untrusted = simulated({ tls: true });
		beforeAll(() => trustCertificate(secure.api.certificate!));

		it.each([
			['once, with an HTTP response', 'HTTP/1.1 502 Bad Gateway\r\n\r\n', 1],
			['once, with a few bytes', 'no', 1],
			['always', 'HTTP/1.1 502 Bad Gateway\r\n\r\n', 'always'],
		] as const)('after a middlebox answers in plain text %s', async (_, plainText, times) => {
			secure.api.fault({ on: 'create', times, then: { plainText } });
			const result = await secure.run({ parameters, node: retrying, clockSpeed });
			expectIndeterminate(secure.api, result);
		});

		it('not after a certificate that n8n does not trust, of which nothing was sent', async () => {
			const result = await untrusted.run({ parameters, clockSpeed });
			expect(textOf(result)).toMatch(/NODE_EXTRA_CA_CERTS.*Nothing was charged/s);
			expect(untrusted.api.requestsTo('create')).toHaveLength(0);
		});
	});
});

const REASONS = [
	{ field: 'prompt', message: 'violence' },
	{ field: 'image 1', message: 'a real person' },
];

describe('Evidence: a create was refused', () => {
	const node = simulated({ honorIdempotency: false });

	/** One create, not charged; the error says why. */
	async function refusalOf(then: Effect): Promise<string> {
		node.api.fault({ on: 'create', times: 'always', then });
		const result = await node.run({ parameters, clockSpeed });
		expect(node.api.requestsTo('create')).toHaveLength(1);
		expect(result.error?.description).toMatch(/Nothing was charged/);
		expect(textOf(result)).not.toMatch(/may have been accepted/);
		return textOf(result);
	}

	it.each<[string, Effect, RegExp]>([
		['a message', { status: 400, error: { message: 'Only on Sundays' } }, /Only on Sundays.*message of the API/s], // prettier-ignore
		['a field', { status: 422, error: { shape: 'detailList', message: 'no', param: 'duration' } }, /duration.*Correct the field/s], // prettier-ignore
		['two reasons', { status: 400, error: { shape: 'errors', message: 'no', reasons: REASONS } }, /prompt: violence; image 1: a real person/], // prettier-ignore
		['a wrong key', { status: 401, error: { shape: 'detail' } }, /Check the API key/], // prettier-ignore
		['a wrong key in a 200', { status: 401, error: { shape: 'baseResp', message: 'login fail' } }, /login fail.*Check the API key/s], // prettier-ignore
	])('with %s', async (_, then, text) => {
		expect(await refusalOf(then)).toMatch(text);
	});

	it('because there is no such route', async () => {
		const message = 'Invalid URL (POST /v1/v1/videos/generations)';
		const error = { shape: 'text', code: '', type: 'invalid_request_error', message } as const;
		expect(await refusalOf({ status: 404, error })).toMatch(/Base URL/);
	});
});

describe('Evidence: a task', () => {
	const node = simulated({ honorIdempotency: false });

	it('is told as queued, not as running, if it is still pending after the timeout', async () => {
		node.api.plan({ durationMs: 600_000, pendingMs: 600_000, statusWords: { pending: 'queued' } });

		const result = await node.run({
			parameters: { ...parameters, options: { timeoutMinutes: 0.05 } },
			clockSpeed,
		});

		expect(textOf(result)).toMatch(/queued/);
		expect(textOf(result)).not.toMatch(/still running/);
		expectNothingLost(node.api, result);
	});

	it('that has failed shows all reasons', async () => {
		const outcome = { code: 'x', message: 'Refused', reasons: REASONS };
		node.api.plan({ outcome, failureShape: 'errors' });

		const { error } = await node.run({ parameters, clockSpeed });

		expect(error?.message).toContain('prompt: violence; image 1: a real person');
	});
});

describe('Evidence: a task is not gone, and has not failed', () => {
	const MISSING = { code: 'resource_not_found', message: 'Task not found' };
	const single = simulated({ honorIdempotency: false, withTaskBatch: false });
	const batched = simulated({ honorIdempotency: false });

	/** Two items, tried up to three times: two tasks are paid for, and both videos are output. */
	async function expectTwoVideos(node: Simulated): Promise<void> {
		const result = await node.run({ parameters, items: TWO, node: retrying, clockSpeed });
		expectVideos(node.api, result, 2);
	}

	it.each<[string, Effect]>([
		['a failed task with resource_not_found', { patch: { status: 'failed', error: MISSING } }],
		[
			'a failed task with a permission code',
			{ patch: { status: 'failed', error: { code: 'permission_denied' } } },
		],
		['the web page of a proxy with 404', { status: 404, error: { shape: 'page' } }],
		['no such task with 404', { status: 404, error: { shape: 'text', code: 'task_not_found' } }],
	])('after one early read that returns %s', async (_, then) => {
		single.api.fault({ on: 'read', perTask: true, then });
		await expectTwoVideos(single);
	});

	it('after reads with 200 and a failed task because it does not exist yet', async () => {
		single.api.plan({ notFoundReads: 2, notFoundAs: 'failedTask' });
		await expectTwoVideos(single);
	});

	it.each(['failed', 'cancelled'])('after a batch that says %s', async (status) => {
		const error = { code: 'service_error', message: 'No' };
		batched.api.fault({ on: 'batch', then: { patchEntries: { status, error } } });
		await expectTwoVideos(batched);
	});

	it('after the 404 of a route, but the error names the tasks and Base URL', async () => {
		const message = 'Invalid URL (GET /v1/v1/tasks/x)';
		const error = { shape: 'text', code: '', type: 'invalid_request_error', message } as const;
		single.api.fault({ on: 'read', times: 'always', then: { status: 404, error } });

		const result = await single.run({ parameters, items: TWO, node: retrying, clockSpeed });

		expect(result.error?.description).toContain('Base URL');
		expect(single.api.tasks).toHaveLength(2);
		expectNothingLost(single.api, result);
	});
});

describe('Evidence: the account shows a new task, or not', () => {
	let offsetMs = 0;
	const node = simulated({ honorIdempotency: false, now: () => Date.now() + offsetMs });
	afterEach(() => (offsetMs = 0));
	const creating = createParams({ prompt: '={{ $json.prompt }}' });

	/** One of two creates is accepted without an ID. */
	async function run(then: Effect = { status: 502, accepted: true }): Promise<NodeResult> {
		node.api.fault({ on: 'create', promptIncludes: '2', then });
		return await node.run({ parameters: creating, items: TWO, clockSpeed });
	}

	it.each<[string, ListPlan, number]>([
		['as documented', {}, 0],
		['with another spelling of the model', { model: 'lowerCase' }, 0],
		['that ignores its filters', { ignoresFilters: true }, 0],
		['whose total is that of the page', { total: 'ofPage' }, 0],
		['of a provider whose clock is two minutes late', {}, -120_000],
		['of a provider whose clock is two minutes early', {}, 120_000],
	])('a list %s names the task', async (_, plan, offset) => {
		offsetMs = offset;
		node.api.planList(plan);
		const result = await run();
		expectNothingLost(node.api, result);
		expect(textOf(result)).not.toMatch(/shows no new task/);
	});

	it.each<[string, Effect]>([
		['an empty list', { patch: { data: [], total: 0 } }],
		[
			'a list without the tasks of the run itself',
			{
				status: 200,
				body: {
					data: [{ id: 'other', status: 'completed', model: 'MiniMax-Hailuo-02', created_at: 1 }],
					total: 1,
					page: 1,
					page_size: 100,
				},
			},
		],
	])('%s does not say that there is none', async (_, then) => {
		node.api.fault({ on: 'list', times: 'always', then });
		expect(textOf(await run())).not.toMatch(/shows no new task/);
	});

	it('a list that shows the run’s own task says so, after two reads', async () => {
		const result = await run({ status: 502 });
		expect(textOf(result)).toMatch(/shows no new task/);
		const firstPages = node.api.requestsTo('list').filter(({ query }) => query.page === '1');
		expect(firstPages).toHaveLength(2);
	});

	it('somebody else’s new task does not end the search', async () => {
		const foreign = { id: 'foreign', status: 'processing', model: 'MiniMax-Hailuo-02' };
		const entry = { ...foreign, created_at: Math.floor(Date.now() / 1000) };
		const body = { data: [entry], total: 1, page: 1, page_size: 100 };
		node.api.fault({ on: 'list', then: { status: 200, body } });
		expectNothingLost(node.api, await run());
	});
});

describe('Evidence: the trigger emits what finished since its activation, once', () => {
	const hailuo = simulatedTrigger({ task: { durationMs: 60_000 } });

	it.each<[string, ListPlan, TaskBehavior]>([
		['as documented', {}, {}],
		['with large numbers as IDs', {}, { idKind: 'largeNumber' }],
		['that ignores its filters', { ignoresFilters: true }, {}],
		['whose total is that of the page', { total: 'ofPage' }, {}],
	])('from a list %s', async (_, list, behavior) => {
		hailuo.api.planList(list);
		hailuo.api.plan(behavior);
		hailuo.api.addTasks({ count: 3, everyMs: 600_000, behaviors: [behavior] });
		const trigger = hailuo.trigger({ watch: 'account', event: 'finished' });
		const emitted: unknown[] = [];
		const poll = async (result = trigger.poll()) =>
			void emitted.push(...((await result).items ?? []).map(({ taskId }) => taskId));

		await poll(trigger.activate());
		hailuo.advance(60_000);
		const body = { model: 'MiniMax-Hailuo-02', prompt: 'A boat' };
		await fetch(`${hailuo.api.baseUrl}/v1/videos/generations`, {
			method: 'POST',
			headers: { Authorization: 'Bearer test-key', 'Content-Type': 'application/json' },
			body: JSON.stringify(body),
		});
		for (let polls = 0; polls < 4; polls += 1) {
			await poll();
			hailuo.advance(60_000);
		}

		expect(emitted).toEqual([hailuo.api.tasks.at(-1)?.id]);
	});
});

describe('Evidence: the link to a video', () => {
	const node = simulated({ honorIdempotency: false });

	it.each<[string, Effect]>([
		['an empty file', { cutBody: 0 }],
		[
			'a web page',
			{ status: 200, body: '<html>Log in</html>', headers: { 'content-type': 'video/mp4' } },
		],
		['a connection that is reset after its headers', { reset: 'afterHeaders' }],
	])('once gives %s: the video is downloaded again', async (_, then) => {
		node.api.fault({ on: 'download', then });
		expectVideos(node.api, await node.run({ parameters, clockSpeed }));
	});

	it.each<[string, Effect]>([
		['an empty file', { cutBody: 0 }],
		['a connection that is reset after its headers', { reset: 'afterHeaders' }],
	])('always gives %s: the error names task and link', async (_, then) => {
		node.api.fault({ on: 'download', times: 'always', then });
		const result = await node.run({ parameters, clockSpeed });
		expect(result.error?.description).toContain(node.api.tasks[0].videoUrl);
		expectNothingLost(node.api, result);
	});

	it.each([401, 403, 410])('is refused with %d: another try is not advised', async (status) => {
		node.api.fault({ on: 'download', times: 'always', then: { status } });
		const result = await node.run({ parameters, clockSpeed });
		expect(textOf(result)).not.toMatch(/try again/i);
		expect(result.error?.description).toContain(node.api.tasks[0].videoUrl);
		expectNothingLost(node.api, result);
	});
});

describe('Evidence: the key in a response', () => {
	const node = simulated({ keys: ['s3cretmatrix'] });

	it.each([
		['with an invisible character', 's3cret\u200bmatrix'],
		['with a line break', 's3cret\nmatrix'],
	])('is redacted if it was entered %s', async (_, apiKey) => {
		const error = { message: 'Incorrect API key provided: s3cretmatrix.' };
		node.api.fault({ on: 'create', then: { status: 401, error } });

		const result = await node.run({ parameters, apiKey });

		expect(result.error?.message).toMatch(/Incorrect API key/);
		expect(textOf(result)).not.toContain('s3cretmatrix');
	});
});
