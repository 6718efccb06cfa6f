import type { IDataObject } from 'n8n-workflow';

import { fetchOnce } from '../../../tools/n8n/fetchOnce';
import type { SavedWorkflow } from '../../../tools/n8n/workflows';
import { workflow } from '../../../tools/n8n/workflow';
import { simulatedN8n } from '../harness/simulatedN8n';
import { exampleOf } from './harness/example';
import { startMailbox } from './harness/mailbox';
import { serviceOf } from './harness/service';
import { expireVideos, fileOf, loseResponses } from './harness/videos';

const hailuo = simulatedN8n();
const example = exampleOf(hailuo);
const mailbox = serviceOf(example, 'smtp', startMailbox);
const TRIGGER = 'When a workflow fails';
const mails = () => mailbox.mails.map(({ subject, body }) => [subject, body]);

/** Runs it for a workflow whose error has this context. */
async function run(context: IDataObject) {
	const execution = {
		id: '231',
		url: 'https://n8n.example.com/execution/231',
		error: { message: 'The run ended', context },
	};
	const json = { execution, workflow: { id: '1', name: 'Nightly videos' } };
	await example.run(TRIGGER, { pinData: { [TRIGGER]: [{ json }] } });
}

it('Example 19 mails the videos of a failed workflow that it cannot save, and the unknown creates without a possible task', async () => {
	const FAILED = { outcome: { code: 'service_error', message: 'Try later.' } };
	hailuo.api.addTasks({ count: 3, behaviors: [{}, {}, FAILED] });
	const [kite, expired, failed] = hailuo.api.tasks;
	expireVideos(hailuo.api, { taskId: expired.id });

	await run({
		tasks: [
			{ taskId: kite.id, status: 'processing', item: 1 },
			{ taskId: expired.id, status: 'pending', item: 2 },
			{ taskId: failed.id, status: 'failed', item: 3 },
		],
		indeterminate: [{ item: 5, cause: 'socket hang up' }],
	});

	expect(example.saved()).toEqual([fileOf(kite)]);
	expect(mails()).toEqual([
		['A paid video was not saved', expect.stringContaining(`Task: ${expired.id}`)],
		[
			'A video may have been paid for',
			expect.stringMatching(/Item: 5\s+Cause: socket hang up\s+Tasks .*: none found/),
		],
	]);
	expect(hailuo.api.requestsTo('create')).toEqual([]);
});

it.each([
	['without a context', {}],
	['with empty lists', { tasks: [], indeterminate: [] }],
])('Example 19 does nothing for an error %s', async (_, context) => {
	await run(context);

	expect(mailbox.mails).toEqual([]);
	expect(hailuo.api.requests).toEqual([]);
});

/** A workflow that creates a video from each prompt of a request, and names the example as its error workflow. */
async function publishCreates(errorWorkflow: string): Promise<SavedWorkflow> {
	const path = 'hailuo-error-workflow';
	const json = workflow('Nightly videos')
		.node('Prompts', 'n8n-nodes-base.webhook', {
			typeVersion: 2.1,
			parameters: { path, httpMethod: 'POST' },
			webhookId: path,
		})
		.node('One item each', 'n8n-nodes-base.splitOut', {
			parameters: { fieldToSplitOut: 'body' },
		})
		.node('Hailuo', 'n8n-nodes-hailuo.hailuo', {
			parameters: { prompt: '={{ $json.body }}', waitForCompletion: false },
			credentials: hailuo.credentials,
		})
		.settings({ errorWorkflow })
		.build();
	const saved = await hailuo.n8n.createWorkflow(json);
	await hailuo.n8n.activate(saved);
	return saved;
}

it('Example 19 is started by n8n when a published workflow fails, with what that execution has created', async () => {
	loseResponses(hailuo.api, 'lost');
	const errorWorkflow = await example.importWorkflow({ pinData: {} });
	await hailuo.n8n.activate(errorWorkflow);
	const creates = await publishCreates(errorWorkflow.id);

	await fetchOnce(`${hailuo.n8n.url}/webhook/hailuo-error-workflow`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify(['A boat', 'A kite', 'A lost drum']),
	});

	const [failed] = await hailuo.n8n.waitForExecutions(creates.id, 1);
	const executions = await hailuo.n8n.waitForExecutions(errorWorkflow.id, 1);
	await hailuo.n8n.deactivate(creates);
	await hailuo.n8n.deactivate(errorWorkflow);
	expect(failed.status).toBe('error');
	expect(executions.map(({ error }) => error)).toEqual([undefined]);
	const [boat, kite, lost] = ['boat', 'kite', 'lost'].map((word) => hailuo.taskOf(word));
	const [{ json }] = executions[0].items(TRIGGER);
	expect(json).toMatchObject({
		execution: {
			id: failed.id,
			error: {
				context: {
					tasks: [
						{ taskId: boat.id, item: 0 },
						{ taskId: kite.id, item: 1 },
					],
					indeterminate: [{ item: 2, cause: expect.any(String), possibleTaskIds: [lost.id] }],
				},
			},
		},
	});
	expect(example.saved()).toEqual([boat, kite].map(fileOf).sort());
	expect(mails()).toEqual([
		[
			'A video may have been paid for',
			expect.stringMatching(
				new RegExp(`Workflow: Nightly videos\\s[\\s\\S]*Item: 2\\s[\\s\\S]*Tasks .*: ${lost.id}`),
			),
		],
	]);
	expect([...hailuo.api.paidTaskIds].sort()).toEqual([boat, kite, lost].map(({ id }) => id).sort());
});
