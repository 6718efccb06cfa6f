/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development code, never shipped */
import { rmSync } from 'node:fs';

import { startSimulator } from '../../simulator';
import { clientOf, createdId } from '../../simulator/testing/client';
import { WITHOUT_EDITOR } from '../../tools/n8n/environment';
import { startN8n } from '../../tools/n8n/n8n';
import { packageTarball } from '../../tools/n8n/pack';
import { freePorts } from '../../tools/n8n/ports';
import { SCHEDULERS } from '../../tools/n8n/scheduler';
import { newUserFolder } from '../../tools/n8n/userFolder';
import { emittedTaskIds, watchWorkflow } from '../../tools/n8n/watchWorkflow';

jest.setTimeout(600_000);

let folder: string;
let tarball: string;

beforeAll(async () => {
	folder = newUserFolder();
	tarball = await packageTarball(folder);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A workflow whose trigger watches the account, in a separate n8n that can be killed. */
interface RestartableTrigger {
	start(): Promise<unknown>;
	kill(): Promise<void>;
	stopApi(): Promise<void>;
	restartApi(): Promise<void>;
	createTask(): Promise<string>;
	/** IDs of all tasks emitted so far, once there are at least this many. */
	emitted(count: number): Promise<string[]>;
	/** Resolves when two more polls have started, so that at least one has completed. */
	waitForPoll(): Promise<unknown>;
}

/** Each case has its own n8n and API, since the cases run in parallel: most of their time is n8n's start and its interval between polls. */
async function withTrigger(
	env: Record<string, string>,
	use: (trigger: RestartableTrigger) => Promise<void>,
): Promise<void> {
	const userFolder = newUserFolder();
	// The simulator's other servers use the next two.
	const [port] = await freePorts(3);
	const startApi = async () => await startSimulator({ port, task: { durationMs: 2_000 } });
	const startN8nAgain = async () =>
		await startN8n({ packageTarball: tarball, userFolder, env: { ...WITHOUT_EDITOR, ...env } });
	let api = await startApi();
	let n8n = await startN8nAgain();
	try {
		const credential = await n8n.createCredential({
			name: 'Hailuo',
			type: 'hailuoApi',
			data: { apiKey: 'test-key', baseUrl: api.baseUrl },
		});
		const workflow = await n8n.createWorkflow(
			watchWorkflow({ watch: 'account' }, { hailuoApi: credential }),
		);
		await n8n.activate(workflow);
		await use({
			start: async () => (n8n = await startN8nAgain()),
			kill: async () => await n8n.kill(),
			stopApi: async () => await api.close(),
			restartApi: async () => void (api = await startApi()),
			createTask: async () => await createdId(clientOf(api)),
			async emitted(count) {
				for (let executions = 1; ; executions += 1) {
					const all = await n8n.waitForExecutions(workflow.id, executions);
					const ids = all.flatMap(emittedTaskIds);
					if (ids.length >= count) return ids;
				}
			},
			waitForPoll: async () => await api.waitForRequest('list', api.requestsTo('list').length + 2),
		});
	} finally {
		await n8n.stop();
		await api.close();
		rmSync(userFolder, { recursive: true, force: true });
	}
}

it.concurrent.each(SCHEDULERS)(
	'The trigger with %s emits each task once over kill -9, including tasks that finished while n8n was down',
	async (_, env) =>
		await withTrigger(env, async (trigger) => {
			const first = await trigger.createTask();
			expect(await trigger.emitted(1)).toEqual([first]);
			await trigger.waitForPoll();

			const second = await trigger.createTask();
			await trigger.kill();
			const third = await trigger.createTask();
			await trigger.start();

			expect(await trigger.emitted(3)).toEqual([first, expect.anything(), expect.anything()]);
			await trigger.waitForPoll();
			const fourth = await trigger.createTask();
			const all = await trigger.emitted(4);
			expect(all.sort()).toEqual([first, second, third, fourth].sort());
			await trigger.waitForPoll();
			expect(await trigger.emitted(4)).toHaveLength(4);
		}),
);

it.concurrent.each([SCHEDULERS[0], SCHEDULERS[3]])(
	'The trigger with %s keeps polling if the API is down while n8n starts',
	async (_, env) =>
		await withTrigger(env, async (trigger) => {
			// With durable cursors n8n saves the state from the first scheduled poll on, not at activation.
			await trigger.waitForPoll();
			await trigger.kill();
			await trigger.stopApi();
			await trigger.start();
			await trigger.restartApi();

			const taskId = await trigger.createTask();

			expect(await trigger.emitted(1)).toEqual([taskId]);
		}),
);
