/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development code, never shipped */
import { rmSync } from 'node:fs';

import { startSimulator } from '../../simulator';
import { clientOf, createdId } from '../../simulator/testing/client';
import { startN8n } from '../../tools/n8n/n8n';
import { packageTarball } from '../../tools/n8n/pack';
import { freePorts } from '../../tools/n8n/ports';
import { SCHEDULERS } from '../../tools/n8n/scheduler';
import { newUserFolder } from '../../tools/n8n/userFolder';
import { emittedTaskIds, watching } from '../../tools/n8n/watching';

jest.setTimeout(600_000);

let folder: string;
let tarball: string;

beforeAll(async () => {
	folder = newUserFolder();
	tarball = await packageTarball(folder);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The state of a workflow with our trigger on the whole account, in an n8n of its own that can die. */
interface Watched {
	start(): Promise<unknown>;
	kill(): Promise<void>;
	apiGoesDown(): Promise<void>;
	apiComesBack(): Promise<void>;
	makeTask(): Promise<string>;
	/** All tasks emitted so far, once there are at least this many. */
	emitted(count: number): Promise<string[]>;
	/** Two more polls have begun, so that one is surely over. */
	pollsAgain(): Promise<unknown>;
}

/** Everything in it is its own, since the cases run side by side: most of their time is n8n's start and its pause between polls. */
async function whileWatching(
	env: Record<string, string>,
	use: (trigger: Watched) => Promise<void>,
): Promise<void> {
	const userFolder = newUserFolder();
	// The simulator's other servers take the two behind it.
	const [port] = await freePorts(3);
	const startApi = async () => await startSimulator({ port, task: { durationMs: 2_000 } });
	const startN8nAgain = async () => await startN8n({ packageTarball: tarball, userFolder, env });
	let api = await startApi();
	let n8n = await startN8nAgain();
	try {
		const credential = await n8n.createCredential({
			name: 'Hailuo',
			type: 'hailuoApi',
			data: { apiKey: 'test-key', baseUrl: api.baseUrl },
		});
		const workflow = await n8n.createWorkflow(
			watching({ watch: 'account' }, { hailuoApi: credential }),
		);
		await n8n.activate(workflow);
		await use({
			start: async () => (n8n = await startN8nAgain()),
			kill: async () => await n8n.kill(),
			apiGoesDown: async () => await api.close(),
			apiComesBack: async () => void (api = await startApi()),
			makeTask: async () => await createdId(clientOf(api)),
			async emitted(count) {
				for (let executions = 1; ; executions += 1) {
					const all = await n8n.executionsReach(workflow.id, executions);
					const ids = all.flatMap(emittedTaskIds);
					if (ids.length >= count) return ids;
				}
			},
			pollsAgain: async () => await api.requestArrives('list', api.requestsTo('list').length + 2),
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
		await whileWatching(env, async (trigger) => {
			const first = await trigger.makeTask();
			expect(await trigger.emitted(1)).toEqual([first]);
			await trigger.pollsAgain();

			const second = await trigger.makeTask();
			await trigger.kill();
			const third = await trigger.makeTask();
			await trigger.start();

			expect(await trigger.emitted(3)).toEqual([first, expect.anything(), expect.anything()]);
			await trigger.pollsAgain();
			const fourth = await trigger.makeTask();
			const all = await trigger.emitted(4);
			expect(all.sort()).toEqual([first, second, third, fourth].sort());
			await trigger.pollsAgain();
			expect(await trigger.emitted(4)).toHaveLength(4);
		}),
);

it.concurrent.each([SCHEDULERS[0], SCHEDULERS[3]])(
	'The trigger with %s keeps polling if the API is down while n8n starts',
	async (_, env) =>
		await whileWatching(env, async (trigger) => {
			// With durable cursors n8n saves from the first scheduled poll on, not at activation.
			await trigger.pollsAgain();
			await trigger.kill();
			await trigger.apiGoesDown();
			await trigger.start();
			await trigger.apiComesBack();

			const taskId = await trigger.makeTask();

			expect(await trigger.emitted(1)).toEqual([taskId]);
		}),
);
