/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- development code, never shipped */
import { realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { newUserFolder, WITHOUT_EDITOR } from '../../../tools/n8n/environment';
import { fetchOnce } from '../../../tools/n8n/fetchOnce';
import { FILES_FOLDER } from '../../../tools/n8n/fileNode';
import { startN8n, type N8n } from '../../../tools/n8n/n8n';
import { workflow } from '../../../tools/n8n/workflow';
import { simulatedN8n } from '../harness/simulatedN8n';
import { exampleOf } from './harness/example';
import { startMessenger } from './harness/messenger';
import { serviceOf } from './harness/service';
import { waitingFor, withParameters } from './harness/standIns';
import { fail, fileOf, takeLong } from './harness/videos';

jest.setTimeout(600_000);

/** A separate n8n: it can be killed, its clock can be advanced, and only one production execution runs at a time. */
let n8n: N8n;
const userFolder = newUserFolder();
const start = async () => {
	n8n = await startN8n({
		userFolder,
		env: {
			...WITHOUT_EDITOR,
			N8N_RESTRICT_FILE_ACCESS_TO: realpathSync(FILES_FOLDER),
			NODE_OPTIONS: `--require ${join(__dirname, 'harness', 'clock.cjs')}`,
			N8N_CONCURRENCY_PRODUCTION_LIMIT: '1',
		},
	});
};
beforeAll(start);
afterAll(async () => {
	await n8n.stop();
	rmSync(userFolder, { recursive: true, force: true });
});
const advanceTenMinutes = () => process.kill(n8n.pid, 'SIGUSR2');

const keys = ['test-key', 'key-of-killed'];
const hailuo = simulatedN8n({ keys, task: { durationMs: 1_000 } }, () => n8n);
const example = exampleOf(hailuo, '06-durable-wait');
const rescue = exampleOf(hailuo, '11-rescue');
const messenger = serviceOf(example, 'telegramApi', startMessenger);

/** n8n limits executions that a trigger starts, not those started in the editor. */
const webhook = (path: string) => ({
	type: 'n8n-nodes-base.webhook',
	typeVersion: 2.1,
	parameters: { path, responseMode: 'lastNode' },
	webhookId: path,
});
const call = async (path: string) => await fetchOnce(`${n8n.url}/webhook/${path}`);

/** Starts an execution that waits for three videos of another account. */
async function startThreeVideos(): Promise<string> {
	const data = { apiKey: keys[1], baseUrl: hailuo.api.baseUrl };
	const hailuoApi = await rescue.addCredential('hailuoApi', data);
	const flow = workflow('Three videos')
		.manualTrigger([{ of: 'Long 1' }, { of: 'Long 2' }, { of: 'Long 3' }])
		.node('Hailuo', 'n8n-nodes-hailuo.hailuo', {
			parameters: { prompt: '={{ $json.of }}' },
			credentials: { hailuoApi },
		});
	const id = await n8n.startRun((await n8n.createWorkflow(flow.build())).id);
	await hailuo.api.waitForRequest('batch');
	return id;
}

it('Example 6 survives kill -9 while it waits, pays and saves each video once, and occupies no execution slot; example 11 saves the videos of an execution that the kill ended', async () => {
	hailuo.api.plan({ promptIncludes: 'kite', durationMs: 1_000, processingReads: 1 });
	fail(hailuo.api, 'train');
	takeLong(hailuo.api, 'Long', 600_000);
	const flow = await example.importWorkflow({
		standIns: {
			Start: () => webhook('videos'),
			// Longer than a busy machine takes until the clock is advanced.
			'66 seconds': withParameters({ amount: 590 }),
		},
	});
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
	const killed = await startThreeVideos();

	await n8n.kill();
	await start();

	expect(await n8n.execution(execution)).toMatchObject({ status: 'waiting' });
	const batches = hailuo.api.requestsTo('batch').length;
	advanceTenMinutes();
	// The video of the kite is not ready.
	await hailuo.api.waitForRequest('batch', batches + 1);
	expect(await n8n.waitUntilWaiting(execution)).toMatchObject({ status: 'waiting' });
	expect(example.saved()).toEqual([]);

	advanceTenMinutes();
	const { status, error, runData } = await n8n.waitForEnd(execution);
	expect({ status, error }).toEqual({ status: 'success', error: undefined });
	expect(runData['Get Status']).toHaveLength(2);
	const [boat, kite, train] = [/boat/, /kite/, /train/].map((word) => hailuo.taskOf(word));
	expect(example.saved()).toEqual([boat, kite].map(fileOf).sort());
	expect(hailuo.api.requestsTo('download')).toHaveLength(2);
	const text = expect.stringContaining(`${train.id} failed: Not allowed.`);
	expect(messenger.messages).toEqual([{ chat: '@your_channel', text }]);
	expect(await n8n.executionIds(flow.id)).toEqual([execution]);

	expect(await n8n.execution(killed)).toMatchObject({ status: 'crashed' });
	hailuo.advance(600_000);
	const long = [/1/, /2/, /3/].map((number) => hailuo.taskOf(number));
	await rescue.run('Every hour');
	expect(rescue.saved()).toEqual(long.map(fileOf).sort());
	await rescue.run('Every hour');
	expect(hailuo.api.requestsTo('download')).toHaveLength(2 + 3);
	expect(hailuo.api.requestsTo('create')).toHaveLength(3 + 3);
});

it('Example 6 sends a message for a task that is not final within an hour and for a rejected create', async () => {
	takeLong(hailuo.api, 'kite', 600_000);
	hailuo.api.fault({ on: 'create', promptIncludes: 'train', then: { status: 400 } });

	const { runData } = await example.run('Start', {
		standIns: { '66 seconds': withParameters({ amount: 0 }), Wait: waitingFor(1) },
	});

	expect(runData['Get Status']).toHaveLength(54);
	expect(example.saved()).toContain(fileOf(hailuo.taskOf(/boat/)));
	expect(messenger.texts().sort()).toEqual([
		expect.stringContaining(`Task ${hailuo.taskOf(/kite/).id} was not ready`),
		expect.stringContaining('The API rejected the request'),
	]);
});
