/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- development code, never shipped */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

import { filledInExample, type StandIn } from '../../../tools/examples/file';
import { workflow } from '../../../tools/n8n/workflow';
import { startMessenger, type Messenger } from './harness/messenger';
import { restartableN8n } from './harness/restartableN8n';

/** The clock can be put ahead, and one execution of a trigger may run at a time. */
const own = restartableN8n(
	{ durationMs: 1_000 },
	{
		NODE_OPTIONS: `--require ${join(__dirname, 'harness', 'clock.cjs')}`,
		N8N_CONCURRENCY_PRODUCTION_LIMIT: '1',
	},
);
const tenMinutesLater = () => process.kill(own.n8n.pid, 'SIGUSR2');

let messenger: Messenger;
beforeAll(async () => (messenger = await startMessenger()));
afterAll(async () => await messenger.close());
beforeEach(() => {
	messenger.messages.length = 0;
	own.api.reset();
});

jest.setTimeout(600_000);

/** n8n limits executions of triggers only, not those that somebody starts in the editor. */
const webhook = (path: string) => ({
	type: 'n8n-nodes-base.webhook',
	typeVersion: 2.1,
	parameters: { path, responseMode: 'lastNode' },
	webhookId: path,
});
const call = async (path: string) => await fetch(`${own.n8n.url}/webhook/${path}`);

async function imported(standIns: Record<string, StandIn>) {
	const { n8n, api, disk } = own;
	const data = { apiKey: 'test-key', baseUrl: api.baseUrl };
	const credentials = {
		hailuoApi: await n8n.createCredential({ name: 'Hailuo', type: 'hailuoApi', data }),
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

const task = (word: RegExp) => own.api.tasks.find(({ request }) => word.test(request.prompt))?.id;

it('A wait survives two kill -9: each video is saved once, nothing is paid again, no slot is held', async () => {
	own.api.plan({ promptIncludes: 'kite', durationMs: 1_000, processingReads: 1 });
	const outcome = { code: 'content_policy_violation', message: 'Not allowed.' };
	own.api.plan({ promptIncludes: 'train', outcome });
	const saved = await imported({ Start: () => webhook('videos') });
	await own.n8n.activate(saved);
	const { type, ...trigger } = webhook('other');
	const other = workflow('Other').node('Other', type, trigger).build();
	const otherSaved = await own.n8n.createWorkflow(other);
	await own.n8n.activate(otherSaved);
	// It responds when the last node has run, or when the execution first waits.
	await call('videos');
	const [execution] = await own.n8n.executionIds(saved.id);
	expect(await own.n8n.putToWait(execution)).toMatchObject({ status: 'waiting' });

	await call('other');
	expect(await own.n8n.executionsReach(otherSaved.id, 1)).toMatchObject([{ status: 'success' }]);

	await own.killAndRestart();

	expect(await own.n8n.execution(execution)).toMatchObject({ status: 'waiting' });
	tenMinutesLater();
	// The kite is not ready.
	await own.api.requestArrives('batch');
	expect(await own.n8n.putToWait(execution)).toMatchObject({ status: 'waiting' });
	expect(readdirSync(own.disk)).toEqual([]);

	// It waits until ten minutes and 66 seconds from now.
	await own.killAndRestart({ HAILUO_TEST_CLOCK_AHEAD: '5' });

	expect(await own.n8n.execution(execution)).toMatchObject({ status: 'waiting' });
	tenMinutesLater();
	const { status, error, runData } = await own.n8n.ended(execution);
	expect({ status, error }).toEqual({ status: 'success', error: undefined });
	expect(runData['Get Status']).toHaveLength(2);
	const names = [/boat/, /kite/].map((word) => `hailuo-${task(word)}.mp4`);
	expect(readdirSync(own.disk).sort()).toEqual(names.sort());
	expect(own.api.requestsTo('download')).toHaveLength(2);
	expect(own.api.requestsTo('create')).toHaveLength(3);
	const text = expect.stringContaining(`${task(/train/)} failed: Not allowed.`);
	expect(messenger.messages).toEqual([{ chat: '@your_channel', text }]);
	expect(await own.n8n.executionIds(saved.id)).toEqual([execution]);
});

it('What does not end in an hour, and what is rejected, sends a message', async () => {
	own.api.plan({ promptIncludes: 'kite', durationMs: 600_000, estimatedTimeS: 1 });
	own.api.fault({ on: 'create', promptIncludes: 'train', then: { status: 400 } });
	const { id } = await imported({
		'66 seconds': () => ({ parameters: { amount: 0 } }),
		Wait: ({ parameters }) => ({
			parameters: { ...parameters, options: { timeoutMinutes: 1 / 60 } },
		}),
	});

	const { status, runData } = await own.n8n.run(id, { trigger: 'Start' });

	expect(status).toBe('success');
	expect(runData['Get Status']).toHaveLength(54);
	expect(readdirSync(own.disk)).toContain(`hailuo-${task(/boat/)}.mp4`);
	expect(messenger.messages.map(({ text }) => text).sort()).toEqual([
		expect.stringContaining(`Task ${task(/kite/)} was not ready`),
		expect.stringContaining('The API rejected the request'),
	]);
});
