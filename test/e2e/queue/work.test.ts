import { startSimulator, type Simulator } from '../../../simulator';
import { fixture } from '../../../simulator/media/video';
import { everySeconds, waitForEmittedTasks, watchWorkflow } from '../../../tools/n8n/watchWorkflow';
import { startFleet, type Fleet } from '../../../tools/queueMode/fleet';
import {
	activate,
	callWebhook,
	credentialsFor,
	oneNode,
	type HailuoCredentials,
} from '../../../tools/queueMode/flows';

jest.setTimeout(600_000);

const WORKERS = 2;
const CONCURRENCY = 5;
const VIDEOS = 60;
/** A poll of the trigger works for 25 s at most. */
const POLL_S = 30;

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
	afterAll(async () => {
		await fleet?.stop();
		await api?.close();
	});

	it('creates 60 videos from 60 webhooks: each is paid once, output once as a file and emitted once by the trigger', async () => {
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
});
