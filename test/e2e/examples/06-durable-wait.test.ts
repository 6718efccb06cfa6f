/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- development code, never shipped */
import { mkdirSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { startSimulator, type Simulator } from '../../../simulator';
import { startN8n, type N8n } from '../../../tools/n8n/n8n';
import { packageTarball } from '../../../tools/n8n/pack';
import { newUserFolder } from '../../../tools/n8n/userFolder';
import { filledInExample } from '../../../tools/examples/file';

/** An n8n whose clock can be put ten minutes ahead, while it runs. */
const withClock = { NODE_OPTIONS: `--require ${join(__dirname, 'harness', 'clock.cjs')}` };
const tenMinutesLater = () => process.kill(n8n.pid, 'SIGUSR2');

jest.setTimeout(600_000);

let userFolder: string;
let disk: string;
let api: Simulator;
let n8n: N8n;

beforeAll(async () => {
	userFolder = newUserFolder();
	disk = join(realpathSync(userFolder), 'videos');
	mkdirSync(disk);
	api = await startSimulator({ task: { durationMs: 1_000 } });
	n8n = await start();
});
afterAll(async () => {
	await n8n.stop();
	await api.close();
	rmSync(userFolder, { recursive: true, force: true });
});

const start = async (env?: Record<string, string>) =>
	await startN8n({
		packageTarball: await packageTarball(userFolder),
		userFolder,
		env: { N8N_RESTRICT_FILE_ACCESS_TO: disk, ...env },
	});

it('A run that n8n waits with survives kill -9, and nothing is paid again', async () => {
	const data = { apiKey: 'test-key', baseUrl: api.baseUrl };
	const hailuoApi = await n8n.createCredential({ name: 'Hailuo', type: 'hailuoApi', data });
	const example = filledInExample('06-durable-wait', { credentials: { hailuoApi }, disk });
	const { id } = await n8n.createWorkflow(example);
	const execution = await n8n.startRun(id, { trigger: 'Start' });
	expect(await n8n.putToWait(execution)).toMatchObject({ status: 'waiting' });

	await n8n.kill();
	n8n = await start(withClock);

	expect(await n8n.execution(execution)).toMatchObject({ status: 'waiting' });
	expect(readdirSync(disk)).toEqual([]);
	tenMinutesLater();
	// n8n looks every minute for runs that have come due, and when its clock goes ahead.
	const { status, error } = await n8n.ended(execution, 150_000);
	expect({ status, error }).toEqual({ status: 'success', error: undefined });
	const names = api.tasks.map((task) => `hailuo-${task.id}.mp4`);
	expect(readdirSync(disk).sort()).toEqual(names.sort());
	expect(api.requestsTo('create')).toHaveLength(2);
});
