/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development code, never shipped */
import { rmSync } from 'node:fs';
import type { INode } from 'n8n-workflow';

import { startSimulator, type Simulator } from '../../simulator';
import { newUserFolder, WITHOUT_EDITOR } from '../../tools/n8n/environment';
import { startN8n, type N8n } from '../../tools/n8n/n8n';
import { freePorts } from '../../tools/n8n/ports';
import { watchWorkflow } from '../../tools/n8n/watchWorkflow';
import type { NodeOptions } from '../../tools/n8n/workflow';
import type { SavedWorkflow } from '../../tools/n8n/workflows';
import { isSoak } from '../runner/soak';

jest.setTimeout(900_000);

const MINUTE_MS = 60_000;

/** n8n checks for due polls every few seconds; with these variables every second. */
const durablePolls = {
	N8N_SCHEDULER_ENABLED: 'true',
	N8N_SCHEDULER_EXECUTOR_INTERVAL: '1',
	N8N_SCHEDULER_MATERIALIZATION_INTERVAL: '1',
	N8N_SCHEDULER_POLL_TRIGGERS_ENABLED: 'true',
};
/** n8n's schedulers of polls. Those that are not its default are left to `npm run test:soak`: each needs two starts of n8n. */
const SCHEDULERS: Array<[name: string, env: Record<string, string>]> = isSoak
	? [
			['durable polls', durablePolls],
			[
				'durable polls and cursors',
				{ ...durablePolls, N8N_POLLER_DURABLE_CURSORS_ENABLED: 'true' },
			],
		]
	: [['no scheduler', {}]];

describe.each(SCHEDULERS)('The trigger with %s', (_, env) => {
	/** A separate n8n that can be killed. One at a time: with its scheduler, it polls every second and keeps a core busy. */
	let n8n: N8n;
	const userFolder = newUserFolder();
	const start = async () => {
		n8n = await startN8n({
			userFolder,
			env: { ...WITHOUT_EDITOR, ...env },
		});
	};
	const apis: Simulator[] = [];
	beforeAll(start);
	afterAll(async () => {
		await n8n.stop();
		await Promise.all(apis.map(async (api) => await api.close()));
		rmSync(userFolder, { recursive: true, force: true });
	});

	let aheadMs = 0;
	async function startApi(port: number): Promise<Simulator> {
		const task = { durationMs: 2_000 };
		const now = () => Date.now() + aheadMs;
		const api = await startSimulator({ port, withTaskBatch: false, task, now });
		apis.push(api);
		return api;
	}
	const createTask = async (api: Simulator) => await api.createTask();
	/** Resolves when two more polls have started, so that at least one has completed. */
	const waitForPoll = async (api: Simulator, endpoint: 'list' | 'read') =>
		await api.waitForRequest(endpoint, api.requestsTo(endpoint).length + 2);

	/** Publishes a workflow whose trigger watches an account, or some of its tasks. */
	async function watch({ baseUrl }: Simulator, parameters: NodeOptions['parameters']) {
		const data = { apiKey: 'test-key', baseUrl };
		const hailuoApi = await n8n.createCredential({ name: 'Hailuo', type: 'hailuoApi', data });
		const flow = watchWorkflow(parameters, { hailuoApi });
		const saved = await n8n.createWorkflow(flow);
		await n8n.activate(saved);
		return { flow, saved };
	}

	/** IDs of all tasks emitted so far, once there are at least this many. */
	async function emitted({ saved }: { saved: SavedWorkflow }, count: number): Promise<string[]> {
		for (let executions = 1; ; executions += 1) {
			const all = await n8n.waitForExecutions(saved.id, executions);
			// Of the next node, since the name of the trigger changes.
			const items = all.flatMap((execution) => execution.items('Next'));
			const ids = items.map(({ json }) => String(json.taskId));
			if (ids.length >= count) return ids;
		}
	}

	it('emits each task once, over kill -9, a rename and a publication, but none that finished while inactive', async () => {
		// The simulator's other servers use the next two ports.
		const [port, downPort, byIdPort] = await Promise.all(
			[3, 3, 3].map(async (count) => (await freePorts(count))[0]),
		);
		const api = await startApi(port);
		const account = await watch(api, { watch: 'account' });
		const downAtStart = await startApi(downPort);
		const unreachable = await watch(downAtStart, { watch: 'account' });
		const byIdApi = await startApi(byIdPort);
		byIdApi.plan({ durationMs: 60 * MINUTE_MS });
		const slow = await createTask(byIdApi);
		const byId = await watch(byIdApi, { taskIds: slow });
		const first = await createTask(api);
		expect(await emitted(account, 1)).toEqual([first]);

		const second = await createTask(api);
		await n8n.kill();
		aheadMs += 20 * MINUTE_MS;
		const third = await createTask(api);
		await downAtStart.close();
		// A proxy's page instead of the first two reads.
		byIdApi.fault({ on: 'read', times: 2, then: { status: 404, body: '<html>?</html>' } });
		await start();
		const other = await createTask(await startApi(downPort));

		expect(await emitted(account, 3)).toEqual([first, expect.anything(), expect.anything()]);
		expect(await emitted(unreachable, 1)).toEqual([other]);
		await waitForPoll(byIdApi, 'read');
		aheadMs += 60 * MINUTE_MS;
		expect(await emitted(byId, 1)).toEqual([slow]);

		const [trigger, ...others] = account.flow.nodes;
		/** Changes the trigger and publishes the workflow, which stays active. */
		const publish = async ({ parameters, name = trigger.name }: Partial<INode>) => {
			const changed = { ...trigger, name, parameters: { ...trigger.parameters, ...parameters } };
			account.saved = await n8n.saveWorkflow(account.saved, {
				...account.flow,
				nodes: [changed, ...others],
				connections: { [name]: account.flow.connections[trigger.name] },
			});
			await n8n.activate(account.saved);
		};
		await publish({ name: 'Renamed' });
		const fourth = await createTask(api);
		await emitted(account, 4);
		await publish({ name: 'Renamed', parameters: { event: 'finished' } });
		const fifth = await createTask(api);
		await emitted(account, 5);
		await n8n.deactivate(account.saved);
		await createTask(api);
		aheadMs += MINUTE_MS;
		await n8n.activate(account.saved);
		const sixth = await createTask(api);

		const all = await emitted(account, 6);
		expect(all.sort()).toEqual([first, second, third, fourth, fifth, sixth].sort());
		await waitForPoll(api, 'list');
		expect(await emitted(account, 6)).toHaveLength(6);
		expect(await emitted(unreachable, 1)).toEqual([other]);
	});
});
