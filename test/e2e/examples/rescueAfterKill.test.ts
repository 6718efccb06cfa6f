/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development code, never shipped */
import { mkdirSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { startSimulator, type Simulator } from '../../../simulator';
import { filledInExample } from '../../../tools/examples/file';
import { startN8n, type N8n } from '../../../tools/n8n/n8n';
import { packageTarball } from '../../../tools/n8n/pack';
import { newUserFolder } from '../../../tools/n8n/userFolder';
import { workflow } from '../../../tools/n8n/workflow';

jest.setTimeout(600_000);

let userFolder: string;
let disk: string;
let api: Simulator;
let n8n: N8n;

beforeAll(async () => {
	userFolder = newUserFolder();
	disk = join(realpathSync(userFolder), 'videos');
	mkdirSync(disk);
	api = await startSimulator({ task: { durationMs: 10_000, estimatedTimeS: 1 } });
	n8n = await start();
});
afterAll(async () => {
	await n8n.stop();
	await api.close();
	rmSync(userFolder, { recursive: true, force: true });
});

const start = async () =>
	await startN8n({
		packageTarball: await packageTarball(userFolder),
		userFolder,
		env: { N8N_RESTRICT_FILE_ACCESS_TO: disk },
	});

it('Rescue saves the videos of an execution that kill -9 ended while it waited, each once', async () => {
	const data = { apiKey: 'test-key', baseUrl: api.baseUrl };
	const hailuoApi = await n8n.createCredential({ name: 'Hailuo', type: 'hailuoApi', data });
	const waiting = workflow('Three videos')
		.manualTrigger([{ of: 'a boat' }, { of: 'a kite' }, { of: 'a drum' }])
		.node('Hailuo', 'n8n-nodes-hailuo.hailuo', {
			parameters: { prompt: '={{ $json.of }}', waitForCompletion: true },
			credentials: { hailuoApi },
		});
	const lost = await n8n.startRun((await n8n.createWorkflow(waiting.build())).id);
	await api.requestArrives('batch');

	await n8n.kill();
	n8n = await start();

	expect(await n8n.execution(lost)).toMatchObject({ status: 'crashed' });
	const names = api.tasks.map((task) => `hailuo-${task.id}.mp4`).sort();
	expect(names).toHaveLength(3);
	const { id } = await n8n.createWorkflow(
		filledInExample('11-rescue', { credentials: { hailuoApi }, disk }),
	);
	for (const time of ['first', 'second']) {
		const { status, error } = await n8n.run(id, { trigger: 'Every hour' });
		expect({ time, status, error }).toEqual({ time, status: 'success', error: undefined });
		expect(readdirSync(disk).sort()).toEqual(names);
	}
	expect(api.requestsTo('download')).toHaveLength(3);
	expect(api.requestsTo('create')).toHaveLength(3);
});
