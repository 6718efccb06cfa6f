/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development code, never shipped */
import { setTimeout as delay } from 'node:timers/promises';
import { startSimulator, type Simulator } from '../../../simulator';
import { clientOf, jsonOf } from '../../../simulator/testing/client';
import type { Execution } from '../../../tools/n8n/execution';
import { openSession } from '../../../tools/n8n/session';
import { everySeconds, TRIGGER, watching } from '../../../tools/n8n/watching';
import { workflow, type WorkflowBuilder } from '../../../tools/n8n/workflow';
import { ends, progressSaved } from '../../../tools/queueMode/ends';
import { quickToNotice, startFleet, type Fleet } from '../../../tools/queueMode/fleet';
import {
	activate,
	call,
	createAlone,
	credentialsFor,
	HAILUO,
	oneNode,
	twoNodes,
	type HailuoCredentials,
} from '../../../tools/queueMode/flows';

jest.setTimeout(600_000);

const SLOTS = 20;
/** They take for ever, unless `finish` says that they are ready; read every two seconds. */
const task = { durationMs: 600_000, estimatedTimeS: 20, progress: 'none' as const };
let aheadMs = 0;
const now = () => Date.now() + aheadMs;
/** All tasks made so far are ready. */
const finish = () => {
	aheadMs += task.durationMs;
};

let fleet: Fleet;
/** A host that honors Idempotency-Key, and one that does not. */
let careful: Simulator;
let careless: Simulator;
let credentials: Record<'careful' | 'careless', HailuoCredentials>;

beforeAll(async () => {
	careful = await startSimulator({ task, now });
	careless = await startSimulator({ task, now, honorIdempotency: false });
	fleet = await startFleet({ concurrency: SLOTS, env: quickToNotice });
	credentials = {
		careful: await credentialsFor(fleet, careful),
		careless: await credentialsFor(fleet, careless),
	};
});
afterEach(async () => {
	await Promise.all(fleet.workers.splice(0).map(async ({ kill }) => await kill()));
	careful.reset();
	careless.reset();
});
afterAll(async () => {
	await fleet?.stop();
	await careful?.close();
	await careless?.close();
});

const activated = async (flow: WorkflowBuilder) => await activate(fleet, flow);
const prompts = (count: number) => Array.from({ length: count }, (_, i) => `Boat number ${i}.`);

/** The tasks whose videos came out of a node as files. */
const delivered = (executions: Execution[], node = 'Hailuo') =>
	executions.flatMap((one) =>
		one.items(node).flatMap(({ json, binary }) => (binary?.data ? [String(json.taskId)] : [])),
	);

const paidFor = (api: Simulator, prompt: string) =>
	api.tasks.filter(({ request }) => request.prompt.includes(prompt)).length;

describe('Queue mode with a worker that is killed with 20 waiting videos', () => {
	it('saves no data of the executions and runs none again; the trigger emits all tasks', async () => {
		const { main } = fleet;
		const [worker] = await fleet.addWorkers(1);
		const film = await activated(oneNode('killed-film', credentials.careful));
		const steps = await activated(twoNodes('killed-steps', credentials.careful));
		// A poll reads 25 tasks, five a second.
		const pollTimes = everySeconds(10);
		const second = watching({ watch: 'account', pollTimes }, credentials.careful);
		const fetching = workflow('Deliver')
			.node(TRIGGER, second.nodes[0].type, second.nodes[0])
			.node('Fetch', HAILUO, {
				parameters: { operation: 'getStatus', downloadVideo: true },
				credentials: credentials.careful,
			});
		const deliver = await activated(fetching);
		const alone = await activated(createAlone('killed-alone', credentials.careful));
		await call(fleet, 'killed-alone', prompts(5));
		await ends(main, alone.id, 5);
		await call(fleet, 'killed-film', prompts(10));
		await call(fleet, 'killed-steps', prompts(10));
		await careful.requestArrives('create', SLOTS + 5);
		await progressSaved(fleet, steps.id, 10);

		await worker.kill();
		const [next] = await fleet.addWorkers(1);
		const ended = [...(await ends(main, film.id, 10)), ...(await ends(main, steps.id, 10))];

		for (const { status, error, runData } of ended) {
			expect({ status, runData }).toEqual({ status: 'error', runData: {} });
			expect(error?.message).toMatch(/failed to be processed too many times/);
		}
		// The editor's Retry finds nothing to begin with: it pays for nothing, and makes nothing.
		const { call: rest } = openSession(main.url, main.cookie);
		for (const { id } of ended) await rest('POST', `executions/${id}/retry`, {});
		const again = next.begun().filter((id) => ended.some((one) => one.id === id));
		expect(again).toEqual([]);
		expect(careful.requestsTo('create')).toHaveLength(SLOTS + 5);

		// An execution that had ended keeps its IDs; all others come from the account.
		const { paidTaskIds: paid } = careful;
		const kept = (await ends(main, alone.id, 5)).flatMap((one) => one.items('Create'));
		expect(kept.map(({ json }) => json.taskId)).toHaveLength(5);
		expect(paid).toEqual(expect.arrayContaining(kept.map(({ json }) => json.taskId)));
		finish();
		for (let got: string[] = []; got.length < paid.length; ) {
			got = delivered(await ends(main, deliver.id, 1), 'Fetch');
			if (got.length >= paid.length) expect(got.sort()).toEqual(paid.sort());
			else await delay(1_000);
		}
		await main.deactivate(deliver);
	});
});

describe('Queue mode with a Redis that restores an older state', () => {
	it('runs jobs twice: paid once with Idempotency-Key or with Create and Wait as two nodes, otherwise twice', async () => {
		const { main, redis } = fleet;
		const film = await activated(oneNode('again-film', credentials.careful));
		const carelessFilm = await activated(oneNode('again-careless', credentials.careless));
		const steps = await activated(twoNodes('again-steps', credentials.careless));
		await call(fleet, 'again-film', ['Kite 1', 'Kite 2', 'Kite 3']);
		await call(fleet, 'again-careless', ['Train 1', 'Train 2', 'Train 3']);
		await call(fleet, 'again-steps', ['Bridge 1', 'Bridge 2', 'Bridge 3']);
		await redis.snapshot();
		const [worker] = await fleet.addWorkers(1);
		await Promise.all([careful.requestArrives('create', 3), careless.requestArrives('create', 6)]);
		await progressSaved(fleet, steps.id, 3);

		await redis.kill();
		await redis.start();
		await Promise.all([careful.requestArrives('create', 6), careless.requestArrives('create', 9)]);
		finish();
		const [films, carelessFilms, allSteps] = await Promise.all(
			[film, carelessFilm, steps].map(async ({ id }) => await ends(main, id, 3)),
		);

		const ids = [...films, ...carelessFilms, ...allSteps].map(({ id }) => id);
		const begun = worker.begun().filter((id) => ids.includes(id));
		expect(begun.sort()).toEqual([...ids, ...ids].sort());
		expect(delivered(films).sort()).toEqual(careful.paidTaskIds.sort());
		expect(paidFor(careful, 'Kite')).toBe(3);
		expect(paidFor(careless, 'Bridge')).toBe(3);
		expect(paidFor(careless, 'Train')).toBe(6);

		// What no execution names stands in the account's list, and Wait fetches it.
		const { data } = await jsonOf(clientOf(careless).get('/v1/tasks?page=1&page_size=100'));
		const known = [...delivered(carelessFilms), ...delivered(allSteps)];
		const unnamed = data
			.map(({ id }: { id: string }) => id)
			.filter((id: string) => !known.includes(id));
		expect(unnamed).toHaveLength(3);
		const fetchThem = workflow('Fetch')
			.manualTrigger(unnamed.map((taskId: string) => ({ taskId })))
			.node('Hailuo', HAILUO, {
				parameters: { operation: 'wait' },
				credentials: credentials.careless,
			});
		const { id } = await main.createWorkflow(fetchThem.build());
		expect([...known, ...delivered([await main.run(id)])].sort()).toEqual(
			careless.paidTaskIds.sort(),
		);
	});
});

describe('Queue mode with a Redis that loses its queue and a main process that crashes', () => {
	it('delivers the running executions, and marks the queued ones, which were not paid, as crashed', async () => {
		const { redis } = fleet;
		await redis.snapshot();
		await fleet.addWorkers(1);
		const film = await activated(oneNode('lost-film', credentials.careful));
		await call(fleet, 'lost-film', prompts(SLOTS + 2));
		await careful.requestArrives('create', SLOTS);

		await redis.kill();
		await redis.start();
		finish();
		await careful.requestArrives('download', SLOTS);
		// The worker takes new work as before, and none of it is lost with main.
		await call(fleet, 'lost-film', prompts(3));
		await careful.requestArrives('create', SLOTS + 3);
		await fleet.main.kill();
		await fleet.startMain();
		finish();

		const executions = await ends(fleet.main, film.id, SLOTS + 5);
		const crashed = executions.filter(({ status }) => status === 'crashed');
		expect(crashed).toHaveLength(2);
		expect(executions.filter(({ status }) => status === 'success')).toHaveLength(SLOTS + 3);
		expect(delivered(executions).sort()).toEqual(careful.paidTaskIds.sort());
	});
});

describe('Queue mode with a worker that is told to stop', () => {
	it('completes its last video before the worker exits if the shutdown timeout is long enough', async () => {
		const [worker] = await fleet.addWorkers(1);
		const film = await activated(oneNode('stopped-film', credentials.careful));
		await call(fleet, 'stopped-film', prompts(5));
		await careful.requestArrives('create', 5);

		const stopped = worker.stop();
		finish();
		await stopped;

		const executions = await ends(fleet.main, film.id, 5);
		expect(delivered(executions).sort()).toEqual(careful.paidTaskIds.sort());
		expect(careful.requestsTo('create')).toHaveLength(5);
	});
});
