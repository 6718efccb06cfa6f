/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development code, never shipped */
import 'reflect-metadata';
import { createRequire } from 'node:module';

import { sample } from '../../tools/images/sampleImages';
import { inItem } from '../../tools/engine/binaryStore';
import { createParams, createAndWaitParams, simulated } from './harness/simulatedNode';

/** Retry On Fail with three tries and nearly no pause between them. */
const retrying = { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 };
/** Shortens the pauses between requests. */
const clockSpeed = 20;
const INDETERMINATE = { status: 502, accepted: true };

/** The container of the n8n-core that runs the node. */
const ofCore = createRequire(require.resolve('n8n-core'));
const { Container } = ofCore('@n8n/di') as {
	Container: { get<T>(type: new (...args: never[]) => T): T };
};
const { SsrfProtectionConfig } = ofCore('@n8n/config') as {
	SsrfProtectionConfig: new () => { enabled: boolean };
};

// Creates of unknown outcome: the rows of the fault matrix, test/faults/cases/create.ts.
describe('Rule 3: No task is paid twice', () => {
	const node = simulated();

	it('creates new tasks only for the items whose task failed', async () => {
		const broken = { code: 'service_error', message: 'Broken' };
		node.api.plan({ promptIncludes: 'bad', outcome: broken });

		const { result } = await node.start({
			parameters: createAndWaitParams({ prompt: '={{ $json.prompt }}' }),
			items: [{ prompt: 'A boat' }, { prompt: 'A bad one' }, { prompt: 'A kite' }],
			node: retrying,
		});
		await node.api.waitForRequest('create', 4);
		// The third try succeeds.
		node.api.plan({ promptIncludes: 'bad', outcome: 'completed' });

		const { items } = await result;
		expect(items.map(({ json }) => json.status)).toEqual(Array(3).fill('completed'));
		const created = node.api.tasks.map(({ request }) => request.prompt).sort();
		expect(created).toEqual(['A bad one', 'A bad one', 'A bad one', 'A boat', 'A kite']);
		expect(node.api.paidTaskIds.sort()).toEqual(items.map(({ json }) => json.taskId).sort());
	});

	it('creates new tasks in each round of a loop, and in a later execution', async () => {
		const parameters = createAndWaitParams();

		await node.run({ parameters, rounds: 3, node: retrying });
		await node.run({ parameters, executionId: '2', node: retrying });

		expect(node.api.tasks).toHaveLength(4);
		expect(new Set(node.api.tasks.map(({ idempotencyKey }) => idempotencyKey)).size).toBe(4);
	});

	it('resumes finished items, too, when n8n runs the node again because of an error in the first item', async () => {
		node.api.plan({ promptIncludes: 'bad', durationMs: 60_000, estimatedTimeS: 1 });

		await node.run({
			parameters: createAndWaitParams({
				prompt: '={{ $json.prompt }}',
				options: { timeoutMinutes: 0.01 },
			}),
			items: [{ prompt: 'A bad one' }, { prompt: 'A boat' }],
			node: { ...retrying, onError: 'continueRegularOutput' },
		});

		expect(node.api.tasks).toHaveLength(2);
	});
});

describe('Rule 3: No task is paid twice (a create that was not sent)', () => {
	const node = simulated();
	const untrusted = simulated({ tls: true });
	const config = Container.get(SsrfProtectionConfig);
	afterEach(() => void (config.enabled = false));

	it.each([
		[
			'to a closed port',
			() => 'http://127.0.0.1:1/apiv1',
			'The API could not be reached: The connection was refused',
			/Check Base URL.*Nothing was charged\.$/,
		],
		[
			'to a host whose certificate n8n does not trust',
			() => untrusted.api.baseUrl,
			expect.stringContaining('NODE_EXTRA_CA_CERTS'),
			/Nothing was charged\.$/,
		],
		[
			'to a private network with N8N_SSRF_PROTECTION_ENABLED',
			() => {
				config.enabled = true;
				return node.api.baseUrl;
			},
			"The API could not be reached: n8n's SSRF protection does not allow this host",
			/^An n8n administrator can allow it with N8N_SSRF_ALLOWED_HOSTNAMES or N8N_SSRF_ALLOWED_IP_RANGES\. Nothing was charged\.$/,
		],
	])('is reported with what to check: %s', async (_, baseUrl, message, description) => {
		const { error } = await node.run({
			parameters: createParams(),
			baseUrl: baseUrl(),
			clockSpeed,
		});

		expect(error?.message).toEqual(message);
		expect(error?.description).toMatch(description);
		expect([...node.api.requests, ...untrusted.api.requestsTo('create')]).toEqual([]);
	});
});

/** Returns another value at each evaluation. */
const CHANGING = '={{ $json.prompt }} at {{ Math.random() }}';

describe('Rule 3: No task is paid twice (Retry On Fail)', () => {
	const node = simulated();
	const three = [{ prompt: 'A boat' }, { prompt: 'A kite' }, { prompt: 'A fox' }];

	it('sends the request that the first try validated if its create was rejected', async () => {
		node.api.fault({ on: 'create', promptIncludes: 'kite', then: { status: 402 } });

		const { items } = await node.run({
			parameters: createAndWaitParams({ prompt: CHANGING }),
			items: three,
			node: retrying,
		});

		expect(items).toHaveLength(3);
		const ofKite = node.api
			.requestsTo('create')
			.map(({ body }) => (body as { prompt: string }).prompt)
			.filter((prompt) => prompt.startsWith('A kite'));
		expect(ofKite).toHaveLength(2);
		expect(new Set(ofKite).size).toBe(1);
	});

	type Item = Record<string, string>;
	const failing = '={{ $json.fail ? $("Nowhere").item : $json.prompt }}';
	const fromFile = { mode: 'imageToVideo', firstFrameSource: 'binary' };

	// With all On Error settings, and after other faults: test/faults/plan.test.ts.
	it.each<
		[
			string,
			Parameters<typeof createAndWaitParams>[0],
			(item: Item, file: { data?: unknown }) => void,
		]
	>([
		['an expression returns another value', { prompt: CHANGING }, () => undefined],
		['the prompt is empty', { prompt: failing }, (item) => void (item.prompt = '')],
		['an expression fails', { prompt: failing }, (item) => void (item.fail = 'yes')],
		['its image is missing', fromFile, (_, file) => void delete file.data],
	])('resumes the task in the second try even if %s', async (_, parameters, change) => {
		const item: Item = { prompt: 'A boat' };
		const file = { data: inItem(await sample('PNG', 640, 360)) };
		node.api.fault({ on: 'read', then: { status: 403 } });
		const { result } = await node.start({
			parameters: createAndWaitParams(parameters),
			items: [item],
			files: [file],
			filesBaseUrl: node.api.filesUrl,
			node: retrying,
		});
		await node.api.waitForRequest('create');
		change(item, file);

		const { items } = await result;

		expect(items[0].json).toMatchObject({ taskId: node.api.tasks[0].id, status: 'completed' });
		expect(node.api.requestsTo('create')).toHaveLength(1);
		expect(node.api.requestsTo('upload').length).toBeLessThanOrEqual(1);
	});

	describe('a second try that cannot be validated', () => {
		it('names the tasks of the other items if an item without a task has become invalid', async () => {
			const items = three.map((item) => ({ ...item }));
			node.api.fault({ on: 'create', promptIncludes: 'fox', then: { status: 400 } });
			const { result } = await node.start({
				parameters: createAndWaitParams({ prompt: '={{ $json.prompt }}' }),
				items,
				node: retrying,
			});
			await node.api.waitForRequest('create', 3);
			items[2].prompt = '';

			const { error } = await result;

			expect(error?.message).toMatch(/^Item 2: Prompt is empty/);
			for (const { id } of node.api.tasks) expect(error?.description).toContain(id);
			expect(error?.description).not.toMatch(/nothing was charged/i);
			expect(node.api.tasks).toHaveLength(2);
		});

		it('names the task in the error if the credential cannot be read', async () => {
			let isReadable = true;
			node.api.fault({ on: 'read', then: { status: 403 } });
			const { result } = await node.start({
				parameters: createAndWaitParams(),
				node: retrying,
				credential: () => {
					if (isReadable) return {};
					throw new Error('The credential could not be decrypted');
				},
			});
			await node.api.waitForRequest('create');
			isReadable = false;

			const { error } = await result;

			expect(error?.message).toBe('The credential could not be decrypted');
			expect(error?.description).toContain(node.api.tasks[0].id);
			expect(error?.description).not.toMatch(/nothing was charged/i);
		});
	});

	it('creates a new task with a new key after one that failed, and lists the tasks of all tries in the last error', async () => {
		node.api.plan({ outcome: { code: 'service_error', message: 'Broken' } });

		const { error } = await node.run({ parameters: createAndWaitParams(), node: retrying });

		const [first, second, third] = node.api.tasks.map(({ id }) => id);
		expect(error?.message).toContain(third);
		expect(error?.description).toContain(`${first} (failed), ${second} (failed)`);
		expect(new Set(node.api.tasks.map((task) => task.idempotencyKey)).size).toBe(3);
		expect(node.api.paidTaskIds).toHaveLength(0);
	});
});

// What it is derived from: test/unit/execution/idempotencyKey.test.ts.
describe('Rule 3: No task is paid twice (Idempotency-Key)', () => {
	const node = simulated();

	/** The keys of all creates that a run sends, in their order. */
	async function keysOf(run: Parameters<typeof node.run>[0]): Promise<string[]> {
		node.api.reset();
		await node.run(run);
		return node.api.requestsTo('create').map(({ headers }) => String(headers['idempotency-key']));
	}

	it('is the same if the same execution sends the same request again, as after a crash', async () => {
		const run = { parameters: createParams(), executionId: '7', items: [{}, {}] };

		expect(await keysOf(run)).toEqual(await keysOf(run));
	});

	it('differs for each item and each round of a loop, even for equal requests', async () => {
		const keys = await keysOf({ parameters: createParams(), items: [{}, {}, {}], rounds: 2 });

		expect(keys).toHaveLength(6);
		expect(new Set(keys).size).toBe(6);
	});
});

describe('Rule 3: No task is paid twice (provider that honors Idempotency-Key)', () => {
	const node = simulated();
	const honoring = { credential: () => ({ idempotentCreate: 'yes' }), clockSpeed };

	it.each([
		['a 502', INDETERMINATE],
		['a 409', { status: 409, accepted: true }],
	])('retries a create with the same key after %s, and pays once', async (_, then) => {
		node.api.fault({ on: 'create', then });

		const { items, hints } = await node.run({ ...honoring, parameters: createAndWaitParams() });

		expect(items[0].json).toMatchObject({ taskId: node.api.tasks[0].id, status: 'completed' });
		const keys = node.api.requestsTo('create').map(({ headers }) => headers['idempotency-key']);
		expect(keys).toHaveLength(2);
		expect(new Set(keys).size).toBe(1);
		expect(node.api.paidTaskIds).toHaveLength(1);
		// A retry that returns the existing task is expected and adds no hint.
		expect(hints).toEqual([]);
	});

	it.each([
		['no', { idempotentCreate: 'no' }],
		['auto, with another Base URL than the public one', { idempotentCreate: 'auto' }],
		['nothing, as in credentials of version 1.0', {}],
	])('sends a create only once if the credential says %s', async (_, credential) => {
		node.api.fault({ on: 'create', then: INDETERMINATE });

		await node.run({ parameters: createParams(), credential: () => credential, clockSpeed });

		expect(node.api.requestsTo('create')).toHaveLength(1);
	});

	it('refuses an unknown value in the credential before any request', async () => {
		const { error } = await node.run({
			parameters: createParams(),
			credential: () => ({ idempotentCreate: 'maybe' }),
		});

		expect(error?.message).toBe(
			'Provider Honors Idempotency-Key in the credential must be auto, yes or no (got "maybe")',
		);
		expect(node.api.requests).toHaveLength(0);
	});

	it('adds a hint if the provider returned an existing task, as after a crash', async () => {
		await node.run({ parameters: createParams(), executionId: '7' });

		const { items, hints } = await node.run({ parameters: createParams(), executionId: '7' });

		const [{ id }] = node.api.tasks;
		expect(items[0].json.taskId).toBe(id);
		expect(hints).toContain(
			`The provider returned an existing task instead of creating a new one: item 0 (${id}).`,
		);
	});
});
