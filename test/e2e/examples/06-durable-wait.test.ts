/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- development code, never shipped */
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { filledInExample, type StandIn } from '../../../tools/examples/file';
import { fetchOnce } from '../../../tools/n8n/fetchOnce';
import { workflow } from '../../../tools/n8n/workflow';
import { startMessenger, type Messenger } from './harness/messenger';
import { restartableN8n } from './harness/restartableN8n';
import { withoutPrompt } from './harness/videoName';

/** The clock can be advanced, and only one production execution runs at a time. */
const restartable = restartableN8n(
	{ durationMs: 1_000 },
	{
		NODE_OPTIONS: `--require ${join(__dirname, 'harness', 'clock.cjs')}`,
		N8N_CONCURRENCY_PRODUCTION_LIMIT: '1',
	},
);
const advanceTenMinutes = () => process.kill(restartable.n8n.pid, 'SIGUSR2');

let messenger: Messenger;
beforeAll(async () => (messenger = await startMessenger()));
afterAll(async () => await messenger.close());
beforeEach(() => {
	messenger.messages.length = 0;
	restartable.api.reset();
	for (const name of readdirSync(restartable.disk)) rmSync(join(restartable.disk, name));
});

jest.setTimeout(600_000);

/** n8n limits executions that a trigger starts, not those started in the editor. */
const webhook = (path: string) => ({
	type: 'n8n-nodes-base.webhook',
	typeVersion: 2.1,
	parameters: { path, responseMode: 'lastNode' },
	webhookId: path,
});
const call = async (path: string) => await fetchOnce(`${restartable.n8n.url}/webhook/${path}`);

async function hailuoCredential() {
	const { n8n, api } = restartable;
	const data = { apiKey: 'test-key', baseUrl: api.baseUrl };
	return await n8n.createCredential({ name: 'Hailuo', type: 'hailuoApi', data });
}

async function importExample(standIns: Record<string, StandIn>) {
	const { n8n, disk } = restartable;
	const credentials = {
		hailuoApi: await hailuoCredential(),
		telegramApi: await n8n.createCredential({
			name: 'Telegram',
			type: 'telegramApi',
			data: messenger.credential,
		}),
	};
	return await n8n.createWorkflow(
		filledInExample('06-durable-wait', { credentials, disk, standIns }),
	);
}

const taskIdOf = (word: RegExp) =>
	restartable.api.tasks.find(({ request }) => word.test(request.prompt))?.id;

it('Example 6 survives two kill -9 while it waits: each video is saved once, nothing is paid twice, no execution slot is occupied', async () => {
	restartable.api.plan({ promptIncludes: 'kite', durationMs: 1_000, processingReads: 1 });
	const outcome = { code: 'content_policy_violation', message: 'Not allowed.' };
	restartable.api.plan({ promptIncludes: 'train', outcome });
	const saved = await importExample({ Start: () => webhook('videos') });
	await restartable.n8n.activate(saved);
	const { type, ...trigger } = webhook('other');
	const other = workflow('Other').node('Other', type, trigger).build();
	const otherSaved = await restartable.n8n.createWorkflow(other);
	await restartable.n8n.activate(otherSaved);
	// The webhook responds when the last node has run or the execution first waits.
	await call('videos');
	const [execution] = await restartable.n8n.executionIds(saved.id);
	expect(await restartable.n8n.waitUntilWaiting(execution)).toMatchObject({ status: 'waiting' });

	await call('other');
	expect(await restartable.n8n.waitForExecutions(otherSaved.id, 1)).toMatchObject([
		{ status: 'success' },
	]);

	await restartable.killAndRestart();

	expect(await restartable.n8n.execution(execution)).toMatchObject({ status: 'waiting' });
	advanceTenMinutes();
	// The video of the kite is not ready.
	await restartable.api.waitForRequest('batch');
	expect(await restartable.n8n.waitUntilWaiting(execution)).toMatchObject({ status: 'waiting' });
	expect(readdirSync(restartable.disk)).toEqual([]);

	// It waits until ten minutes and 66 seconds from now.
	await restartable.killAndRestart({ HAILUO_TEST_CLOCK_AHEAD: '5' });

	expect(await restartable.n8n.execution(execution)).toMatchObject({ status: 'waiting' });
	advanceTenMinutes();
	const { status, error, runData } = await restartable.n8n.waitForEnd(execution);
	expect({ status, error }).toEqual({ status: 'success', error: undefined });
	expect(runData['Get Status']).toHaveLength(2);
	const names = [/boat/, /kite/].map((word) => `hailuo-${taskIdOf(word)}.mp4`);
	expect(readdirSync(restartable.disk).map(withoutPrompt).sort()).toEqual(names.sort());
	expect(restartable.api.requestsTo('download')).toHaveLength(2);
	expect(restartable.api.requestsTo('create')).toHaveLength(3);
	const text = expect.stringContaining(`${taskIdOf(/train/)} failed: Not allowed.`);
	expect(messenger.messages).toEqual([{ chat: '@your_channel', text }]);
	expect(await restartable.n8n.executionIds(saved.id)).toEqual([execution]);
});

it('Example 6 sends a message for a task that is not final within an hour and for a rejected create', async () => {
	restartable.api.plan({ promptIncludes: 'kite', durationMs: 600_000, estimatedTimeS: 1 });
	restartable.api.fault({ on: 'create', promptIncludes: 'train', then: { status: 400 } });
	const { id } = await importExample({
		'66 seconds': () => ({ parameters: { amount: 0 } }),
		Wait: ({ parameters }) => ({
			parameters: { ...parameters, options: { timeoutMinutes: 1 / 60 } },
		}),
	});

	const { status, runData } = await restartable.n8n.run(id, { trigger: 'Start' });

	expect(status).toBe('success');
	expect(runData['Get Status']).toHaveLength(54);
	expect(readdirSync(restartable.disk).map(withoutPrompt)).toContain(
		`hailuo-${taskIdOf(/boat/)}.mp4`,
	);
	expect(messenger.messages.map(({ text }) => text).sort()).toEqual([
		expect.stringContaining(`Task ${taskIdOf(/kite/)} was not ready`),
		expect.stringContaining('The API rejected the request'),
	]);
});

// Here, since it needs an n8n that can be killed.
it('Example 11 saves the videos of a waiting execution that kill -9 ended once each', async () => {
	const { api, disk } = restartable;
	api.plan({ durationMs: 10_000, estimatedTimeS: 1 });
	const hailuoApi = await hailuoCredential();
	const waiting = workflow('Three videos')
		.manualTrigger([{ of: 'a boat' }, { of: 'a kite' }, { of: 'a drum' }])
		.node('Hailuo', 'n8n-nodes-hailuo.hailuo', {
			parameters: { prompt: '={{ $json.of }}', waitForCompletion: true },
			credentials: { hailuoApi },
		});
	const { id: lostId } = await restartable.n8n.createWorkflow(waiting.build());
	const lost = await restartable.n8n.startRun(lostId);
	await api.waitForRequest('batch');

	await restartable.killAndRestart();

	expect(await restartable.n8n.execution(lost)).toMatchObject({ status: 'crashed' });
	const names = api.tasks.map((task) => `hailuo-${task.id}.mp4`).sort();
	expect(names).toHaveLength(3);
	const { id } = await restartable.n8n.createWorkflow(
		filledInExample('11-rescue', { credentials: { hailuoApi }, disk }),
	);
	for (const time of ['first', 'second']) {
		const { status, error } = await restartable.n8n.run(id, { trigger: 'Every hour' });
		expect({ time, status, error }).toEqual({ time, status: 'success', error: undefined });
		expect(readdirSync(disk).map(withoutPrompt).sort()).toEqual(names);
	}
	expect(api.requestsTo('download')).toHaveLength(3);
	expect(api.requestsTo('create')).toHaveLength(3);
});
