/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development code, never shipped */
import { rmSync } from 'node:fs';

import { startSimulator } from '../../simulator';
import { newUserFolder, WITHOUT_EDITOR } from '../../tools/n8n/environment';
import { startN8n } from '../../tools/n8n/n8n';
import { freePorts } from '../../tools/n8n/ports';
import { watchWorkflow } from '../../tools/n8n/watchWorkflow';
import type { NodeOptions, WorkflowJson } from '../../tools/n8n/workflow';
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

/** A separate n8n that can be killed; several accounts, each with a workflow whose trigger watches it. */
async function startWatching(env: Record<string, string>) {
	const userFolder = newUserFolder();
	const startAgain = async () => await startN8n({ userFolder, env: { ...WITHOUT_EDITOR, ...env } });
	let n8n = await startAgain();
	const stopApis: Array<() => Promise<void>> = [];
	let aheadMs = 0;

	/** @param parameters of the trigger, as a function of the account's tasks */
	async function watch(
		parameters: (
			createTask: (prompt?: string) => Promise<string>,
		) => Promise<NodeOptions['parameters']>,
	) {
		// The simulator's other servers use the next two.
		const [port] = await freePorts(3);
		const startApi = async () => {
			const api = await startSimulator({
				port,
				withTaskBatch: false,
				task: { durationMs: 2_000 },
				now: () => Date.now() + aheadMs,
			});
			api.plan({ promptIncludes: 'slow', durationMs: 3_600_000 });
			return api;
		};
		let api = await startApi();
		const stopApi = async () => await api.close();
		stopApis.push(stopApi);
		const createTask = async (prompt?: string) => await api.createTask(prompt);
		const data = { apiKey: 'test-key', baseUrl: api.baseUrl };
		const hailuoApi = await n8n.createCredential({ name: 'Hailuo', type: 'hailuoApi', data });
		let flow = watchWorkflow(await parameters(createTask), { hailuoApi });
		let saved = await n8n.createWorkflow(flow);
		await n8n.activate(saved);
		return {
			createTask,
			/** IDs of all tasks emitted so far, once there are at least this many. */
			async emitted(count: number): Promise<string[]> {
				for (let executions = 1; ; executions += 1) {
					const all = await n8n.waitForExecutions(saved.id, executions);
					// Of the next node, since the name of the trigger changes.
					const items = all.flatMap((execution) => execution.items('Next'));
					const ids = items.map(({ json }) => String(json.taskId));
					if (ids.length >= count) return ids;
				}
			},
			/** Resolves when two more polls have started, so that at least one has completed. */
			waitForPoll: async (endpoint: 'list' | 'read') =>
				await api.waitForRequest(endpoint, api.requestsTo(endpoint).length + 2),
			/** Changes the trigger and publishes the workflow, which stays active. */
			async publish(change: { name?: string; event?: string }) {
				flow = { ...flow, ...withTrigger(flow, change) };
				saved = await n8n.saveWorkflow(saved, flow);
				await n8n.activate(saved);
			},
			deactivate: async () => await n8n.deactivate(saved),
			activate: async () => await n8n.activate(saved),
			/** The API answers the next reads of tasks with a proxy's 404 page. */
			hideTasks: (reads: number) =>
				api.fault({ on: 'read', times: reads, then: { status: 404, body: '<html>?</html>' } }),
			stopApi,
			restartApi: async () => void (api = await startApi()),
		};
	}

	return {
		watch,
		/** Lets time pass for the APIs. */
		advance: (ms: number) => void (aheadMs += ms),
		start: async () => (n8n = await startAgain()),
		kill: async () => await n8n.kill(),
		async stop() {
			await n8n.stop();
			await Promise.all(stopApis.map(async (stopApi) => await stopApi()));
			rmSync(userFolder, { recursive: true, force: true });
		},
	};
}

/** The nodes and connections of a workflow whose trigger has another name or event. */
function withTrigger(
	{ nodes: [trigger, ...others], connections }: WorkflowJson,
	{ name = trigger.name, event }: { name?: string; event?: string },
): Pick<WorkflowJson, 'nodes' | 'connections'> {
	const parameters = { ...trigger.parameters, ...(event && { event }) };
	return {
		nodes: [{ ...trigger, name, parameters }, ...others],
		connections: { [name]: connections[trigger.name] },
	};
}

describe.each(SCHEDULERS)('The trigger with %s', (_, env) => {
	let watching: Awaited<ReturnType<typeof startWatching>>;
	// One n8n at a time: with its scheduler, it polls every second and keeps a core busy.
	beforeAll(async () => (watching = await startWatching(env)));
	afterAll(async () => await watching.stop());

	it('emits each task once, over kill -9, a rename and a publication, but none that finished while inactive', async () => {
		const { watch, advance, kill, start } = watching;
		const watchAccount = async () => await watch(async () => ({ watch: 'account' }));
		const [account, unreachable] = [await watchAccount(), await watchAccount()];
		let slow = '';
		const byId = await watch(async (createTask) => ({
			taskIds: (slow = await createTask('slow')),
		}));
		const first = await account.createTask();
		expect(await account.emitted(1)).toEqual([first]);

		const second = await account.createTask();
		await kill();
		advance(20 * MINUTE_MS);
		const third = await account.createTask();
		await unreachable.stopApi();
		byId.hideTasks(2);
		await start();
		await unreachable.restartApi();
		const other = await unreachable.createTask();

		expect(await account.emitted(3)).toEqual([first, expect.anything(), expect.anything()]);
		expect(await unreachable.emitted(1)).toEqual([other]);
		await byId.waitForPoll('read');
		advance(60 * MINUTE_MS);
		expect(await byId.emitted(1)).toEqual([slow]);

		await account.publish({ name: 'Renamed' });
		const fourth = await account.createTask();
		await account.emitted(4);
		await account.publish({ event: 'finished' });
		const fifth = await account.createTask();
		await account.emitted(5);
		await account.deactivate();
		await account.createTask();
		advance(MINUTE_MS);
		await account.activate();
		const sixth = await account.createTask();

		const all = await account.emitted(6);
		expect(all.sort()).toEqual([first, second, third, fourth, fifth, sixth].sort());
		await account.waitForPoll('list');
		expect(await account.emitted(6)).toHaveLength(6);
		expect(await unreachable.emitted(1)).toEqual([other]);
	});
});
