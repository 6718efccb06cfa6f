/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development code, never shipped */
import { rmSync } from 'node:fs';

import { startSimulator, type Simulator } from '../simulator';
import { clientOf, createdId } from '../simulator/testing/client';
import type { CredentialReference } from './harness/credentials';
import { startN8n, type N8n } from './harness/n8n';
import { packageTarball } from './harness/pack';
import { freePorts } from './harness/ports';
import { newUserFolder } from './harness/userFolder';
import { TRIGGER, watching } from './harness/watching';
import type { SavedWorkflow } from './harness/workflows';

/** n8n looks for due polls every few seconds of its own; these make it look each second. */
const quick = { N8N_SCHEDULER_EXECUTOR_INTERVAL: '1', N8N_SCHEDULER_MATERIALIZATION_INTERVAL: '1' };
const scheduler = { N8N_SCHEDULER_ENABLED: 'true', ...quick };
const durablePolls = { ...scheduler, N8N_SCHEDULER_POLL_TRIGGERS_ENABLED: 'true' };
const durableCursors = { ...durablePolls, N8N_POLLER_DURABLE_CURSORS_ENABLED: 'true' };

const states: Array<[string, Record<string, string>]> = [
	['no scheduler', {}],
	['the scheduler', scheduler],
	['the scheduler and durable polls', durablePolls],
	['the scheduler, durable polls and durable cursors', durableCursors],
];

jest.setTimeout(300_000);

let folder: string;
let tarball: string;
let api: Simulator;
let port: number;
let n8n: N8n | undefined;

beforeAll(async () => {
	folder = newUserFolder();
	tarball = await packageTarball(folder);
	[port] = await freePorts(1);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeEach(async () => (api = await startApi()));
afterEach(async () => {
	await n8n?.stop();
	await api.close();
});

const startApi = async () => await startSimulator({ port, task: { durationMs: 2_000 } });
const makeTask = async () => await createdId(clientOf(api));

/** The state of a workflow with our trigger, in an n8n of its own that can die. */
async function activated(env: Record<string, string>, parameters: object) {
	const userFolder = newUserFolder();
	const start = async () => (n8n = await startN8n({ packageTarball: tarball, userFolder, env }));
	const { createCredential, createWorkflow, activate } = await start();
	const credential: CredentialReference = await createCredential({
		name: 'Hailuo',
		type: 'hailuoApi',
		data: { apiKey: 'test-key', baseUrl: api.baseUrl },
	});
	const workflow: SavedWorkflow = await createWorkflow(
		watching({ ...parameters }, { hailuoApi: credential }),
	);
	await activate(workflow);
	return {
		id: workflow.id,
		start,
		kill: async () => await n8n?.kill(),
		/** All tasks given so far, once there are at least so many. */
		async given(count: number): Promise<unknown[]> {
			for (let executions = 1; ; executions += 1) {
				const all = (await n8n?.executionsReach(workflow.id, executions)) ?? [];
				const ids = all.flatMap((one) => one.items(TRIGGER).map(({ json }) => json.taskId));
				if (ids.length >= count) return ids;
			}
		},
		/** Two more polls have begun, so that one is surely over. */
		pollsAgain: async () => await api.requestArrives('list', api.requestsTo('list').length + 2),
		remove: () => rmSync(userFolder, { recursive: true, force: true }),
	};
}

describe.each(states)('With %s', (_, env) => {
	it('each task comes once over kill -9, and what finished meanwhile comes too', async () => {
		const trigger = await activated(env, { watch: 'account' });
		const first = await makeTask();
		expect(await trigger.given(1)).toEqual([first]);
		await trigger.pollsAgain();

		const second = await makeTask();
		await trigger.kill();
		const third = await makeTask();
		await trigger.start();

		expect(await trigger.given(3)).toEqual([first, expect.anything(), expect.anything()]);
		await trigger.pollsAgain();
		const fourth = await makeTask();
		const all = await trigger.given(4);
		expect(all.sort()).toEqual([first, second, third, fourth].sort());
		await trigger.pollsAgain();
		expect(await trigger.given(4)).toHaveLength(4);
		trigger.remove();
	});
});

describe.each([states[0], states[3]])('With %s', (_, env) => {
	it('an API that is down while n8n starts leaves a live trigger', async () => {
		const trigger = await activated(env, { watch: 'account' });
		// With durable cursors n8n saves from the first scheduled poll on, not at activation.
		await trigger.pollsAgain();
		await trigger.kill();
		await api.close();
		await trigger.start();
		api = await startApi();

		const taskId = await makeTask();

		expect(await trigger.given(1)).toEqual([taskId]);
		trigger.remove();
	});
});
