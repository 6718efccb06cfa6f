import { startSimulator, type Simulator } from '../../../simulator';
import { fixture } from '../../../simulator/media/video';
import { everySeconds, waitForEmittedTasks, watchWorkflow } from '../../../tools/n8n/watchWorkflow';
import { busiest } from '../../../benchmarks/scaling/busiest';
import { startFleet, type Fleet } from '../../../tools/queueMode/fleet';
import {
	activate,
	byWebhook,
	callWebhook,
	credentialsFor,
	HAILUO,
	oneNode,
	type HailuoCredentials,
} from '../../../tools/queueMode/flows';

jest.setTimeout(600_000);

const WORKERS = 2;
const CONCURRENCY = 5;
const SLOTS = WORKERS * CONCURRENCY;
const VIDEOS = 200;
/** A poll of the trigger works for 25 s at most. */
const POLL_S = 30;

/** The window in which reads are counted, s. */
const WINDOW_S = 10;
/** A machine that stalls for this long, s, sends the delayed reads in addition to those due. */
const LATE_S = 2;
/** Maximum number of reads of the whole fleet in the window, at this rate per slot. */
const fleetLimit = (readsPerS: number) => SLOTS * readsPerS * (WINDOW_S + LATE_S);

describe('Queue mode with two workers', () => {
	let api: Simulator;
	let fleet: Fleet;
	let credentials: HailuoCredentials;

	beforeAll(async () => {
		api = await startSimulator({ task: { durationMs: 1_000 } });
		fleet = await startFleet({ concurrency: CONCURRENCY });
		await fleet.addWorkers(WORKERS);
		credentials = await credentialsFor(fleet, api);
	});
	afterEach(() => api.reset());
	afterAll(async () => {
		await fleet?.stop();
		await api?.close();
	});

	const readsInWindow = () => {
		const reads = api.requestsTo('read').map(({ at }) => at);
		return busiest(reads, WINDOW_S * 1_000);
	};

	it('creates 200 videos from 200 webhooks: each is paid once, output once as a file and emitted once by the trigger', async () => {
		const { main, workers } = fleet;
		const film = await activate(fleet, oneNode('film', credentials));
		const pollTimes = everySeconds(POLL_S);
		const trigger = await main.createWorkflow(
			watchWorkflow({ watch: 'account', pollTimes }, credentials),
		);
		await main.activate(trigger);

		const prompts = Array.from({ length: VIDEOS }, (_, i) => `Boat number ${i}.`);
		await callWebhook(fleet, 'film', prompts);
		const executions = await main.waitForExecutions(film.id, VIDEOS);

		const promptOf = new Map<unknown, string>(
			api.tasks.map(({ id, request }) => [id, request.prompt]),
		);
		const mp4 = fixture('video.mp4');
		const created: unknown[] = [];
		for (const execution of executions) {
			const [{ json: hook }] = execution.items('Webhook');
			const items = execution.items('Hailuo');
			expect(items).toMatchObject([{ json: { status: 'completed' }, pairedItem: { item: 0 } }]);
			const [item] = items;
			expect({ prompt: promptOf.get(item.json.taskId) }).toMatchObject(hook.body as object);
			// Created by a worker, read through the main process.
			expect(mp4.equals(await main.binary(item))).toBe(true);
			created.push(item.json.taskId);
		}
		const { paidTaskIds: paid, keyLeaks } = api;
		expect(paid).toHaveLength(VIDEOS);
		expect(created.sort()).toEqual(paid.sort());
		expect((await waitForEmittedTasks(main, trigger.id, VIDEOS)).sort()).toEqual(paid);
		expect(keyLeaks).toEqual([]);

		const shares = workers.map((worker) => worker.startedExecutions().length);
		expect(Math.min(...shares)).toBeGreaterThan(VIDEOS / 4);
		// Five by the executions, whose reads halve the rest of the estimated second, and one by the trigger.
		const reads = api.requestsTo('read').map(({ taskId }) => taskId);
		const readsPerVideo = paid.map((id) => reads.filter((taskId) => taskId === id).length);
		expect(Math.max(...readsPerVideo)).toBeLessThanOrEqual(8);
		await main.deactivate(trigger);
	});

	it('reads at most five times a second per run, in runs of 20 videos', async () => {
		const { main } = fleet;
		// Without a limit, each would be read twice a second.
		api.plan({ durationMs: 12_000, estimatedTimeS: 1, progress: 'none' });
		const options = { maxConcurrency: 20 };
		const parameters = { prompt: '={{ $json.n }}', waitForCompletion: true, downloadVideo: false };
		const batch = await activate(
			fleet,
			byWebhook('batch')
				.node('Twenty', 'n8n-nodes-base.set', {
					typeVersion: 3.4,
					parameters: {
						mode: 'raw',
						jsonOutput: '={{ { n: Array.from({ length: 20 }, (_, n) => `${n}.`) } }}',
					},
				})
				.node('Each', 'n8n-nodes-base.splitOut', { parameters: { fieldToSplitOut: 'n' } })
				.node('Hailuo', HAILUO, { parameters: { ...parameters, options }, credentials }),
		);

		await callWebhook(
			fleet,
			'batch',
			Array.from({ length: SLOTS }, () => ''),
		);
		const executions = await main.waitForExecutions(batch.id, SLOTS);

		const delivered = executions.flatMap((one) =>
			one.items('Hailuo').map(({ json }) => json.taskId),
		);
		expect(delivered.sort()).toEqual(api.paidTaskIds.sort());
		expect(delivered).toHaveLength(20 * SLOTS);
		expect(readsInWindow()).toBeLessThanOrEqual(fleetLimit(5));
	});
});
