/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development code, never shipped */
import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { startSimulator, type Simulator } from '../../../simulator';
import type { Execution } from '../../../tools/n8n/execution';
import { openSession } from '../../../tools/n8n/session';
import { everySeconds, TRIGGER, watchWorkflow } from '../../../tools/n8n/watchWorkflow';
import { workflow, type WorkflowBuilder } from '../../../tools/n8n/workflow';
import {
	fastCrashDetection,
	startFleet,
	type Fleet,
	type Worker,
} from '../../../tools/queueMode/fleet';
import {
	activate,
	callWebhook,
	createAlone,
	credentialsFor,
	HAILUO,
	oneNode,
	twoNodes,
	type HailuoCredentials,
} from '../../../tools/queueMode/flows';
import { waitFor } from '../../../tools/waitFor';

jest.setTimeout(600_000);

const SLOTS = 20;
/** They take longer than the test unless `finish` is called; read every two seconds. */
const task = { durationMs: 600_000, estimatedTimeS: 20, progress: 'none' as const };
let aheadMs = 0;
const now = () => Date.now() + aheadMs;
/** Lets all tasks created so far finish. */
const finish = () => {
	aheadMs += task.durationMs;
};

let fleet: Fleet;
/** A provider that honors Idempotency-Key, and one that ignores it. */
let honorsIdempotency: Simulator;
let ignoresIdempotency: Simulator;
let credentials: Record<'honorsIdempotency' | 'ignoresIdempotency', HailuoCredentials>;

beforeAll(async () => {
	honorsIdempotency = await startSimulator({ task, now });
	ignoresIdempotency = await startSimulator({ task, now, honorIdempotency: false });
	fleet = await startFleet({ concurrency: SLOTS, env: fastCrashDetection });
	credentials = {
		honorsIdempotency: await credentialsFor(fleet, honorsIdempotency),
		ignoresIdempotency: await credentialsFor(fleet, ignoresIdempotency),
	};
});
afterEach(async () => {
	await killWorker();
	honorsIdempotency.reset();
	ignoresIdempotency.reset();
});
afterAll(async () => {
	await fleet?.stop();
	await honorsIdempotency?.close();
	await ignoresIdempotency?.close();
});

let worker: Worker | undefined;
/** The worker, which is started if none runs. Not one of an earlier test, whose lost jobs may keep its slots. */
const runningWorker = async () => (worker ??= (await fleet.addWorkers(1))[0]);
async function killWorker(): Promise<void> {
	await worker?.kill();
	worker = undefined;
}

const activated = async (flow: WorkflowBuilder) => await activate(fleet, flow);
const prompts = (count: number) => Array.from({ length: count }, (_, i) => `Boat number ${i}.`);

/** Resolves once this many executions of a workflow, as n8n has saved them, have the property. */
async function waitForSaved(
	what: string,
	workflowId: string,
	count: number,
	has: (execution: Execution) => boolean,
): Promise<void> {
	await waitFor(`${what} in ${count} executions`, async () => {
		const ids = await fleet.main.executionIds(workflowId);
		const all = await Promise.all(ids.map(async (id) => await fleet.main.execution(id)));
		return all.filter(has).length === count || undefined;
	});
}
const waitForSavedProgress = async (workflowId: string, count: number) =>
	await waitForSaved(
		'the output of Create',
		workflowId,
		count,
		(one) => one.items('Create').length > 0,
	);

/** IDs of the tasks whose videos a node output as files. */
const delivered = (executions: Execution[], node = 'Hailuo') =>
	executions.flatMap((one) =>
		one.items(node).flatMap(({ json, binary }) => (binary?.data ? [String(json.taskId)] : [])),
	);

const paidFor = (api: Simulator, prompt: string) =>
	api.tasks.filter(({ request }) => request.prompt.includes(prompt)).length;

/** The items of one execution, of which those with a kite are rejected at the first try. */
const fourItems = ['Kite 1', 'Kite 2', 'Train 1', 'Train 2'].map((prompt) => ({ prompt }));
const REJECTED = 2;
/** Numbers of executions with one video each. */
const [ALONE, FILMS, STEPS] = [2, 3, 3];

describe('Queue mode with a worker that is killed while its executions wait', () => {
	it('saves no data of them and runs none again; its log names all tasks, the trigger emits them, and a Retry pays none twice', async () => {
		const { main } = fleet;
		const { logFile } = await runningWorker();
		const film = await activated(oneNode('killed-film', credentials.honorsIdempotency));
		const steps = await activated(twoNodes('killed-steps', credentials.honorsIdempotency));
		// A poll reads all tasks, five a second.
		const pollTimes = everySeconds(5);
		const second = watchWorkflow({ watch: 'account', pollTimes }, credentials.honorsIdempotency);
		const fetching = workflow('Deliver')
			.node(TRIGGER, second.nodes[0].type, second.nodes[0])
			.node('Fetch', HAILUO, {
				parameters: { operation: 'getStatus', downloadVideo: true },
				credentials: credentials.honorsIdempotency,
			});
		const deliver = await activated(fetching);
		const alone = await activated(createAlone('killed-alone', credentials.honorsIdempotency));
		await callWebhook(fleet, 'killed-alone', prompts(ALONE));
		await main.waitForExecutions(alone.id, ALONE);
		const batch = await main.createWorkflow(
			workflow('Batch')
				.manualTrigger(fourItems)
				.node('Hailuo', HAILUO, {
					parameters: { prompt: '={{ $json.prompt }}' },
					credentials: credentials.honorsIdempotency,
				})
				.build(),
		);
		honorsIdempotency.fault({
			on: 'create',
			promptIncludes: 'Kite',
			times: REJECTED,
			then: { status: 402 },
		});
		const firstBatch = await main.startRun(batch.id);
		await honorsIdempotency.waitForRequest('create', ALONE + fourItems.length);
		const firstTasks = honorsIdempotency.paidTaskIds.slice(ALONE);
		finish();
		expect((await main.waitForEnd(firstBatch)).error?.message).toContain('HTTP 402');
		const { call: rest } = openSession(main.url, main.cookie);
		const retry = (id: string) => {
			// On a busy machine n8n may not respond: it misses the end of a job that ends before it listens.
			void rest('POST', `executions/${id}/retry`, {}).catch(() => undefined);
		};
		retry(firstBatch);
		await callWebhook(fleet, 'killed-film', prompts(FILMS));
		await callWebhook(fleet, 'killed-steps', prompts(STEPS));
		const creates = ALONE + fourItems.length + REJECTED + FILMS + STEPS;
		await honorsIdempotency.waitForRequest('create', creates);
		await waitForSavedProgress(steps.id, STEPS);

		await killWorker();
		const log = await readFile(logFile, 'utf8');
		const next = await runningWorker();
		const ended = [
			...(await main.waitForExecutions(film.id, FILMS)),
			...(await main.waitForExecutions(steps.id, STEPS)),
			...(await main.waitForExecutions(batch.id, 2)).slice(1),
		];

		for (const { status, error, runData } of ended) {
			expect({ status, runData }).toEqual({ status: 'error', runData: {} });
			expect(error?.message).toMatch(/failed to be processed too many times/);
		}
		// The main process has run the first try of the batch.
		const { paidTaskIds: paid } = honorsIdempotency;
		const ofWorker = paid.filter((id) => !firstTasks.includes(id));
		expect(ofWorker).toHaveLength(ALONE + REJECTED + FILMS + STEPS);
		for (const id of ofWorker) expect(log).toContain(id);
		// The editor's Retry has no saved data to start from, and creates nothing.
		for (const { id } of ended) retry(id);
		const retried = [
			...(await main.waitForExecutions(film.id, 2 * FILMS)),
			...(await main.waitForExecutions(steps.id, 2 * STEPS)),
			...(await main.waitForExecutions(batch.id, 3)),
		];
		for (const { status } of retried) expect(status).toBe('error');
		const again = next.startedExecutions().filter((id) => ended.some((one) => one.id === id));
		expect(again).toEqual([]);
		expect(honorsIdempotency.requestsTo('create')).toHaveLength(creates);

		// The execution before the kill is saved. Its next Retry sends the keys of the killed one.
		retry(firstBatch);
		await honorsIdempotency.waitForRequest('create', creates + REJECTED);
		expect(honorsIdempotency.paidTaskIds).toEqual(paid);

		// An execution that had ended keeps its IDs; the trigger emits all others.
		const kept = (await main.waitForExecutions(alone.id, ALONE)).flatMap((one) =>
			one.items('Create'),
		);
		expect(kept.map(({ json }) => json.taskId)).toHaveLength(ALONE);
		expect(paid).toEqual(expect.arrayContaining(kept.map(({ json }) => json.taskId)));
		finish();
		const batches = await main.waitForExecutions(batch.id, 4);
		expect(delivered(batches)).toHaveLength(fourItems.length);
		for (let got: string[] = []; got.length < paid.length; ) {
			got = delivered(await main.waitForExecutions(deliver.id, 1), 'Fetch');
			if (got.length >= paid.length) expect(got.sort()).toEqual(paid.sort());
			else await delay(1_000);
		}
		await main.deactivate(deliver);
	});
});

describe('Queue mode with a worker that receives SIGTERM', () => {
	it('completes its last video before the worker exits if the shutdown timeout is long enough', async () => {
		const { stop } = await runningWorker();
		const film = await activated(oneNode('stopped-film', credentials.honorsIdempotency));
		await callWebhook(fleet, 'stopped-film', prompts(5));
		await honorsIdempotency.waitForRequest('create', 5);

		const stopped = stop();
		finish();
		await stopped;
		worker = undefined;

		const executions = await fleet.main.waitForExecutions(film.id, 5);
		expect(delivered(executions).sort()).toEqual(honorsIdempotency.paidTaskIds.sort());
		expect(honorsIdempotency.requestsTo('create')).toHaveLength(5);
	});
});

describe('Queue mode with a Redis that restores an older state', () => {
	it('runs jobs twice: paid once with Idempotency-Key or with Create and Wait as two nodes, otherwise twice', async () => {
		const { main, redis } = fleet;
		const film = await activated(oneNode('again-film', credentials.honorsIdempotency));
		const filmWithoutKey = await activated(
			oneNode('again-without-key', credentials.ignoresIdempotency),
		);
		const steps = await activated(twoNodes('again-steps', credentials.ignoresIdempotency));
		await callWebhook(fleet, 'again-film', ['Kite 1', 'Kite 2', 'Kite 3']);
		await callWebhook(fleet, 'again-without-key', ['Train 1', 'Train 2', 'Train 3']);
		await callWebhook(fleet, 'again-steps', ['Bridge 1', 'Bridge 2', 'Bridge 3']);
		await redis.snapshot();
		const { startedExecutions } = await runningWorker();
		await Promise.all([
			honorsIdempotency.waitForRequest('create', 3),
			ignoresIdempotency.waitForRequest('create', 6),
		]);
		await waitForSavedProgress(steps.id, 3);

		await redis.kill();
		await redis.start();
		await Promise.all([
			honorsIdempotency.waitForRequest('create', 6),
			ignoresIdempotency.waitForRequest('create', 9),
		]);
		finish();
		const [films, filmWithoutKeys, allSteps] = await Promise.all(
			[film, filmWithoutKey, steps].map(async ({ id }) => await main.waitForExecutions(id, 3)),
		);

		const ids = [...films, ...filmWithoutKeys, ...allSteps].map(({ id }) => id);
		const started = startedExecutions().filter((id) => ids.includes(id));
		expect(started.sort()).toEqual([...ids, ...ids].sort());
		expect(delivered(films).sort()).toEqual(honorsIdempotency.paidTaskIds.sort());
		expect(paidFor(honorsIdempotency, 'Kite')).toBe(3);
		expect(paidFor(ignoresIdempotency, 'Bridge')).toBe(3);
		expect(paidFor(ignoresIdempotency, 'Train')).toBe(6);

		// Tasks that no execution names are in the account's list, and Wait outputs them.
		const list = await fetch(`${ignoresIdempotency.baseUrl}/v1/tasks?page_size=100`, {
			headers: { authorization: 'Bearer test-key' },
		});
		const { data } = (await list.json()) as { data: Array<{ id: string }> };
		const known = [...delivered(filmWithoutKeys), ...delivered(allSteps)];
		const unnamed = data.map(({ id }) => id).filter((id) => !known.includes(id));
		expect(unnamed).toHaveLength(3);
		const fetchThem = workflow('Fetch')
			.manualTrigger(unnamed.map((taskId) => ({ taskId })))
			.node('Hailuo', HAILUO, {
				parameters: { operation: 'wait' },
				credentials: credentials.ignoresIdempotency,
			});
		const { id } = await main.createWorkflow(fetchThem.build());
		expect([...known, ...delivered([await main.run(id)])].sort()).toEqual(
			ignoresIdempotency.paidTaskIds.sort(),
		);
	});
});

describe('Queue mode with a Redis that loses its queue and a main process that crashes', () => {
	it('delivers the running executions, and marks the queued ones, which were not paid, as crashed', async () => {
		const { redis } = fleet;
		await redis.snapshot();
		await runningWorker();
		const film = await activated(oneNode('lost-film', credentials.honorsIdempotency));
		await callWebhook(fleet, 'lost-film', prompts(SLOTS + 2));
		await honorsIdempotency.waitForRequest('create', SLOTS);

		await redis.kill();
		await redis.start();
		finish();
		// The empty Redis numbers jobs from 1 again: an old job that ends late would end a new one, too.
		await waitForSaved('success', film.id, SLOTS, ({ status }) => status === 'success');
		// The worker still runs new executions, and none of them is lost with the main process.
		await callWebhook(fleet, 'lost-film', prompts(3));
		await honorsIdempotency.waitForRequest('create', SLOTS + 3);
		await fleet.main.kill();
		await fleet.startMain();
		finish();

		const executions = await fleet.main.waitForExecutions(film.id, SLOTS + 5);
		const crashed = executions.filter(({ status }) => status === 'crashed');
		expect(crashed).toHaveLength(2);
		expect(executions.filter(({ status }) => status === 'success')).toHaveLength(SLOTS + 3);
		expect(delivered(executions).sort()).toEqual(honorsIdempotency.paidTaskIds.sort());
	});
});
