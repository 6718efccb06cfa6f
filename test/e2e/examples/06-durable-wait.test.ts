/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- development code, never shipped */
import { mkdirSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { startSimulator, type Simulator } from '../../../simulator';
import { filledInExample, type StandIn } from '../../../tools/examples/file';
import type { CredentialReference } from '../../../tools/n8n/credentials';
import { newUserFolder, WITHOUT_EDITOR } from '../../../tools/n8n/environment';
import { fetchOnce } from '../../../tools/n8n/fetchOnce';
import { startN8n, type N8n } from '../../../tools/n8n/n8n';
import { workflow } from '../../../tools/n8n/workflow';
import { startMessenger, type Messenger } from './harness/messenger';
import { waitingFor, withParameters } from './harness/standIns';
import { fail, fileOf, takeLong, withoutPrompt } from './harness/videos';

jest.setTimeout(600_000);

let userFolder: string;
let disk: string;
let api: Simulator;
let messenger: Messenger;
/** A separate n8n: it can be killed, its clock can be advanced, and only one production execution runs at a time. */
let n8n: N8n;
let credentials: Record<string, CredentialReference>;

const startAgain = async () => {
	n8n = await startN8n({
		userFolder,
		env: {
			...WITHOUT_EDITOR,
			N8N_RESTRICT_FILE_ACCESS_TO: disk,
			NODE_OPTIONS: `--require ${join(__dirname, 'harness', 'clock.cjs')}`,
			N8N_CONCURRENCY_PRODUCTION_LIMIT: '1',
		},
	});
};
const killAndRestart = async () => {
	await n8n.kill();
	await startAgain();
};
const advanceTenMinutes = () => process.kill(n8n.pid, 'SIGUSR2');

beforeAll(async () => {
	userFolder = newUserFolder();
	disk = join(realpathSync(userFolder), 'videos');
	mkdirSync(disk);
	api = await startSimulator({ task: { durationMs: 1_000 } });
	messenger = await startMessenger();
	await startAgain();
	const data = {
		hailuoApi: { apiKey: 'test-key', baseUrl: api.baseUrl },
		telegramApi: messenger.credential,
	};
	credentials = {};
	for (const [type, fields] of Object.entries(data))
		credentials[type] = await n8n.createCredential({ name: type, type, data: fields });
});
afterEach(() => {
	messenger.messages.length = 0;
	api.reset();
	for (const name of readdirSync(disk)) rmSync(join(disk, name));
});
afterAll(async () => {
	await n8n.stop();
	await api.close();
	await messenger.close();
	rmSync(userFolder, { recursive: true, force: true });
});

/** n8n limits executions that a trigger starts, not those started in the editor. */
const webhook = (path: string) => ({
	type: 'n8n-nodes-base.webhook',
	typeVersion: 2.1,
	parameters: { path, responseMode: 'lastNode' },
	webhookId: path,
});
const call = async (path: string) => await fetchOnce(`${n8n.url}/webhook/${path}`);
const importExample = async (name: string, standIns: Record<string, StandIn> = {}) =>
	await n8n.createWorkflow(filledInExample(name, { credentials, disk, standIns }));
const taskOf = (word: RegExp) => api.tasks.find(({ request }) => word.test(request.prompt))!;
const saved = () => readdirSync(disk).map(withoutPrompt).sort();

it('Example 6 survives kill -9 while it waits, pays and saves each video once, and occupies no execution slot', async () => {
	api.plan({ promptIncludes: 'kite', durationMs: 1_000, processingReads: 1 });
	fail(api, 'train');
	const flow = await importExample('06-durable-wait', { Start: () => webhook('videos') });
	await n8n.activate(flow);
	const { type, ...trigger } = webhook('other');
	const other = await n8n.createWorkflow(workflow('Other').node('Other', type, trigger).build());
	await n8n.activate(other);
	// The webhook responds when the last node has run or the execution first waits.
	await call('videos');
	const [execution] = await n8n.executionIds(flow.id);
	expect(await n8n.waitUntilWaiting(execution)).toMatchObject({ status: 'waiting' });
	await call('other');
	expect(await n8n.waitForExecutions(other.id, 1)).toMatchObject([{ status: 'success' }]);

	await killAndRestart();

	expect(await n8n.execution(execution)).toMatchObject({ status: 'waiting' });
	advanceTenMinutes();
	// The video of the kite is not ready.
	await api.waitForRequest('batch');
	expect(await n8n.waitUntilWaiting(execution)).toMatchObject({ status: 'waiting' });
	expect(saved()).toEqual([]);

	advanceTenMinutes();
	const { status, error, runData } = await n8n.waitForEnd(execution);
	expect({ status, error }).toEqual({ status: 'success', error: undefined });
	expect(runData['Get Status']).toHaveLength(2);
	expect(saved()).toEqual([taskOf(/boat/), taskOf(/kite/)].map(fileOf).sort());
	expect(api.requestsTo('download')).toHaveLength(2);
	expect(api.requestsTo('create')).toHaveLength(3);
	const text = expect.stringContaining(`${taskOf(/train/).id} failed: Not allowed.`);
	expect(messenger.messages).toEqual([{ chat: '@your_channel', text }]);
	expect(await n8n.executionIds(flow.id)).toEqual([execution]);
});

it('Example 6 sends a message for a task that is not final within an hour and for a rejected create', async () => {
	takeLong(api, 'kite', 600_000);
	api.fault({ on: 'create', promptIncludes: 'train', then: { status: 400 } });
	const { id } = await importExample('06-durable-wait', {
		'66 seconds': withParameters({ amount: 0 }),
		Wait: waitingFor(1),
	});

	const { status, runData } = await n8n.run(id, { trigger: 'Start' });

	expect(status).toBe('success');
	expect(runData['Get Status']).toHaveLength(54);
	expect(saved()).toContain(fileOf(taskOf(/boat/)));
	expect(messenger.messages.map(({ text }) => text).sort()).toEqual([
		expect.stringContaining(`Task ${taskOf(/kite/).id} was not ready`),
		expect.stringContaining('The API rejected the request'),
	]);
});

// Here, since it needs an n8n that can be killed.
it('Example 11 saves the videos of a waiting execution that kill -9 ended once each', async () => {
	api.plan({ durationMs: 10_000, estimatedTimeS: 1 });
	const waiting = workflow('Three videos')
		.manualTrigger([{ of: 'a boat' }, { of: 'a kite' }, { of: 'a drum' }])
		.node('Hailuo', 'n8n-nodes-hailuo.hailuo', {
			parameters: { prompt: '={{ $json.of }}' },
			credentials,
		});
	const lost = await n8n.startRun((await n8n.createWorkflow(waiting.build())).id);
	await api.waitForRequest('batch');

	await killAndRestart();

	expect(await n8n.execution(lost)).toMatchObject({ status: 'crashed' });
	const { id } = await importExample('11-rescue');
	for (const time of ['first', 'second']) {
		const { error } = await n8n.run(id, { trigger: 'Every hour' });
		expect({ time, error }).toEqual({ time, error: undefined });
		expect(saved()).toEqual(api.tasks.map(fileOf).sort());
	}
	expect(api.requestsTo('download')).toHaveLength(3);
	expect(api.requestsTo('create')).toHaveLength(3);
});
