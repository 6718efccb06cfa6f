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

/** An account that a workflow watches with the trigger. */
interface WatchedAccount {
	createTask(): Promise<string>;
	/** IDs of all tasks emitted so far, once there are at least this many. */
	emitted(count: number): Promise<string[]>;
	/** Resolves when two more polls have started, so that at least one has completed. */
	waitForPoll(): Promise<unknown>;
	stopApi(): Promise<void>;
	restartApi(): Promise<void>;
}

/** A separate n8n that can be killed, and two accounts that it watches. */
interface RestartableN8n {
	accounts: [WatchedAccount, WatchedAccount];
	start(): Promise<unknown>;
	kill(): Promise<void>;
}

/** The cases run in parallel, since most of their time is n8n's start and its interval between polls. */
async function withN8n(
	env: Record<string, string>,
	use: (n8n: RestartableN8n) => Promise<void>,
): Promise<void> {
	const userFolder = newUserFolder();
	const startAgain = async () =>
		await startN8n({ packageTarball: tarball, userFolder, env: { ...WITHOUT_EDITOR, ...env } });
	let n8n = await startAgain();
	const stopApis: Array<() => Promise<void>> = [];

	async function watchAccount(): Promise<WatchedAccount> {
		// The simulator's other servers use the next two.
		const [port] = await freePorts(3);
		const startApi = async () => await startSimulator({ port, task: { durationMs: 2_000 } });
		let api = await startApi();
		const stopApi = async () => await api.close();
		stopApis.push(stopApi);
		const credential = await n8n.createCredential({
			name: 'Hailuo',
			type: 'hailuoApi',
			data: { apiKey: 'test-key', baseUrl: api.baseUrl },
		});
		const workflow = await n8n.createWorkflow(
			watchWorkflow({ watch: 'account' }, { hailuoApi: credential }),
		);
		await n8n.activate(workflow);
		return {
			createTask: async () => await createdId(clientOf(api)),
			async emitted(count) {
				for (let executions = 1; ; executions += 1) {
					const all = await n8n.waitForExecutions(workflow.id, executions);
					const ids = all.flatMap(emittedTaskIds);
					if (ids.length >= count) return ids;
				}
			},
			waitForPoll: async () => await api.waitForRequest('list', api.requestsTo('list').length + 2),
			stopApi,
			restartApi: async () => void (api = await startApi()),
		};
	}

	try {
		await use({
			accounts: [await watchAccount(), await watchAccount()],
			start: async () => (n8n = await startAgain()),
			kill: async () => await n8n.kill(),
		});
	} finally {
		await n8n.stop();
		await Promise.all(stopApis.map(async (stopApi) => await stopApi()));
		rmSync(userFolder, { recursive: true, force: true });
	}
}

it.concurrent.each(SCHEDULERS)(
	'The trigger with %s emits each task once over kill -9, also those that finished while n8n was down, and tasks of an account whose API was down at n8n’s start',
	async (_, env) =>
		await withN8n(env, async ({ accounts: [account, unreachable], kill, start }) => {
			const first = await account.createTask();
			expect(await account.emitted(1)).toEqual([first]);
			// With durable cursors n8n saves the state from the first scheduled poll on, not at activation.
			await account.waitForPoll();
			await unreachable.waitForPoll();

			const second = await account.createTask();
			await kill();
			const third = await account.createTask();
			await unreachable.stopApi();
			await start();
			await unreachable.restartApi();
			const other = await unreachable.createTask();

			expect(await account.emitted(3)).toEqual([first, expect.anything(), expect.anything()]);
			expect(await unreachable.emitted(1)).toEqual([other]);
			await account.waitForPoll();
			const fourth = await account.createTask();
			const all = await account.emitted(4);
			expect(all.sort()).toEqual([first, second, third, fourth].sort());
			await account.waitForPoll();
			expect(await account.emitted(4)).toHaveLength(4);
			expect(await unreachable.emitted(1)).toEqual([other]);
		}),
);
