/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- development code, never shipped */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

import { filledInExample } from '../../../tools/examples/file';
import { restartableN8n } from './harness/restartableN8n';

/** An n8n whose clock can be put ten minutes ahead, while it runs. */
const withClock = { NODE_OPTIONS: `--require ${join(__dirname, 'harness', 'clock.cjs')}` };
const tenMinutesLater = () => process.kill(own.n8n.pid, 'SIGUSR2');

jest.setTimeout(600_000);

const own = restartableN8n({ durationMs: 1_000 });

it('A run that n8n waits with survives kill -9, and nothing is paid again', async () => {
	const data = { apiKey: 'test-key', baseUrl: own.api.baseUrl };
	const hailuoApi = await own.n8n.createCredential({ name: 'Hailuo', type: 'hailuoApi', data });
	const example = filledInExample('06-durable-wait', {
		credentials: { hailuoApi },
		disk: own.disk,
	});
	const { id } = await own.n8n.createWorkflow(example);
	const execution = await own.n8n.startRun(id, { trigger: 'Start' });
	expect(await own.n8n.putToWait(execution)).toMatchObject({ status: 'waiting' });

	await own.killAndRestart(withClock);

	expect(await own.n8n.execution(execution)).toMatchObject({ status: 'waiting' });
	expect(readdirSync(own.disk)).toEqual([]);
	tenMinutesLater();
	// n8n looks every minute for runs that have come due, and when its clock goes ahead.
	const { status, error } = await own.n8n.ended(execution, 150_000);
	expect({ status, error }).toEqual({ status: 'success', error: undefined });
	const names = own.api.tasks.map((task) => `hailuo-${task.id}.mp4`);
	expect(readdirSync(own.disk).sort()).toEqual(names.sort());
	expect(own.api.requestsTo('create')).toHaveLength(2);
});
