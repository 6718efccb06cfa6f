import type { IDataObject } from 'n8n-workflow';

import { simulatedN8n } from '../harness/simulatedN8n';
import { exampleOf } from './harness/example';
import { startMailbox, type Mailbox } from './harness/mailbox';

const hailuo = simulatedN8n();
const example = exampleOf(hailuo);
const TRIGGER = 'When a workflow fails';

let mailbox: Mailbox;
beforeEach(async () => {
	mailbox = await startMailbox();
	await example.addCredential('smtp', mailbox.credential);
});
afterEach(async () => await mailbox.close());

/** Runs it for a workflow whose error has this context. */
async function run(context: IDataObject) {
	const execution = {
		id: '231',
		url: 'https://n8n.example.com/execution/231',
		error: { message: 'The run ended', context },
	};
	const json = { execution, workflow: { id: '1', name: 'Nightly videos' } };
	const { id } = await example.importWorkflow({ pinData: { [TRIGGER]: [{ json }] } });
	const result = await hailuo.n8n.run(id, { trigger: TRIGGER });
	expect(result.error).toBeUndefined();
}

it('Example 19 saves the videos of a failed workflow, and mails those that it cannot save and the unknown creates', async () => {
	hailuo.api.addTasks({
		count: 4,
		behaviors: [{}, {}, {}, { outcome: { code: 'service_error', message: 'Try later.' } }],
	});
	const [boat, kite, dead, failed] = hailuo.api.tasks;
	hailuo.api.fault({ on: 'download', taskId: dead.id, times: 'always', then: { status: 410 } });

	await run({
		tasks: [
			{ taskId: boat.id, status: 'completed', item: 0 },
			{ taskId: kite.id, status: 'processing', item: 1 },
			{ taskId: dead.id, status: 'pending', item: 2 },
			{ taskId: failed.id, status: 'failed', item: 3 },
		],
		indeterminate: [
			{ item: 4, cause: 'HTTP 502', possibleTaskIds: [boat.id] },
			{ item: 5, cause: 'socket hang up' },
		],
	});

	const names = [boat, kite].map(({ id }) => `hailuo-${id}.mp4`);
	expect(Object.keys(example.files()).sort()).toEqual(names.sort());
	expect(mailbox.mails.map(({ subject, body }) => [subject, body])).toEqual([
		['A paid video was not saved', expect.stringContaining(`Task: ${dead.id}`)],
		[
			'A video may have been paid for',
			expect.stringMatching(new RegExp(`Item: 4\\s+Cause: HTTP 502\\s+Tasks .*: ${boat.id}`)),
		],
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
