/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development code, never shipped */
import { readdirSync } from 'node:fs';

import { filledInExample } from '../../../tools/examples/file';
import { workflow } from '../../../tools/n8n/workflow';
import { restartableN8n } from './harness/restartableN8n';
import { withoutPrompt } from './harness/videoName';

jest.setTimeout(600_000);

const restartable = restartableN8n({ durationMs: 10_000, estimatedTimeS: 1 });

it('Example 11 saves the videos of a waiting execution that kill -9 ended once each', async () => {
	const data = { apiKey: 'test-key', baseUrl: restartable.api.baseUrl };
	const hailuoApi = await restartable.n8n.createCredential({
		name: 'Hailuo',
		type: 'hailuoApi',
		data,
	});
	const waiting = workflow('Three videos')
		.manualTrigger([{ of: 'a boat' }, { of: 'a kite' }, { of: 'a drum' }])
		.node('Hailuo', 'n8n-nodes-hailuo.hailuo', {
			parameters: { prompt: '={{ $json.of }}', waitForCompletion: true },
			credentials: { hailuoApi },
		});
	const lost = await restartable.n8n.startRun(
		(await restartable.n8n.createWorkflow(waiting.build())).id,
	);
	await restartable.api.waitForRequest('batch');

	await restartable.killAndRestart();

	expect(await restartable.n8n.execution(lost)).toMatchObject({ status: 'crashed' });
	const names = restartable.api.tasks.map((task) => `hailuo-${task.id}.mp4`).sort();
	expect(names).toHaveLength(3);
	const { id } = await restartable.n8n.createWorkflow(
		filledInExample('11-rescue', { credentials: { hailuoApi }, disk: restartable.disk }),
	);
	for (const time of ['first', 'second']) {
		const { status, error } = await restartable.n8n.run(id, { trigger: 'Every hour' });
		expect({ time, status, error }).toEqual({ time, status: 'success', error: undefined });
		expect(readdirSync(restartable.disk).map(withoutPrompt).sort()).toEqual(names);
	}
	expect(restartable.api.requestsTo('download')).toHaveLength(3);
	expect(restartable.api.requestsTo('create')).toHaveLength(3);
});
