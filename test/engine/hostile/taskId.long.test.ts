import { createParams, simulated } from '../harness/simulatedNode';
import {
	booleanField,
	expectNoHarm,
	expectReadableIssue,
	numberField,
	runItem,
	trimmed,
	type Field,
} from './hostileRuns';

const TASK_ID: Field = {
	name: 'taskId',
	label: 'Task ID',
	// Valid, unknown IDs; some are names of properties of every object.
	validValues: [...['__proto__', 'constructor', 'toString', '...a', '-', '_', '0', 'x'.repeat(99)]],
	isRefused: (value) =>
		!/^[^\s,;"'`<>{}\\|^\p{C}]{1,200}$/u.test(trimmed(value)) ||
		trimmed(value)
			.split('/')
			.some((segment) => segment === '.' || segment === '..'),
};

const DOWNLOAD: readonly Field[] = [
	booleanField('downloadVideo', 'Download Video'),
	{
		name: 'options.outputBinaryField',
		label: 'Put Output File in Field',
		validValues: ['toString', ' clip ', 'a.b', '../a', '🎬', 'a\0b', 'x'.repeat(10_000)],
		isRefused: (value) => ['', '__proto__', 'constructor', 'prototype'].includes(trimmed(value)),
	},
];

const WAIT_OPTIONS: readonly Field[] = [
	numberField('options.timeoutMinutes', 'Timeout (Minutes)', ['2', 0.0001, 1e308, 2 ** 31]),
	{
		name: 'options.onTimeout',
		label: 'On Timeout',
		validValues: ['error', 'returnTask'],
		isRefused: (value) => value !== 'error' && value !== 'returnTask',
	},
];

// Get Status has the same fields, without the options of the wait.
describe('Wait with hostile values', () => {
	let aheadMs = 0;
	const node = simulated({ now: () => Date.now() + aheadMs });

	it('reads the given task, or sends nothing and names the invalid field', async () => {
		const created = await node.run({ parameters: createParams() });
		const good = String(created.items[0].json.taskId);
		aheadMs = 60_000;
		let done = node.api.requests.length;
		const options = { timeoutMinutes: 0.001 };
		const isDownload = (sent: ReadonlyMap<string, unknown>) => sent.get('downloadVideo') ?? true;

		await expectNoHarm({
			fields: [TASK_ID, ...DOWNLOAD, ...WAIT_OPTIONS],
			usual: { resource: 'video', operation: 'wait', taskId: good, downloadVideo: true, options },
			async run(parameters: { options: object }, item, onError, values) {
				done = node.api.requests.length;
				// An unknown ID may be a new one, so Wait waits for it; here only briefly.
				if (values.some(([name]) => name === 'taskId')) Object.assign(parameters.options, options);
				const run = { parameters: parameters as never, items: [item], baseUrl: node.api.baseUrl };
				return await runItem(run, onError);
			},
			requests: () => node.api.requests.slice(done),
			removeUnsent(sent, values) {
				if (sent.has('taskId')) sent.delete('options.timeoutMinutes');
				const inFile = new Map(values.filter(([, { source }]) => source === 'workflow file'));
				// The form hides the field if Download Video is off, and n8n then drops its value.
				const isHidden = inFile.has('downloadVideo') && inFile.get('downloadVideo')?.value !== true;
				// n8n (2.40.7) replaces null with the default where a field of a collection has display options.
				const isReplaced = inFile.get('options.outputBinaryField')?.value === null;
				if (isDownload(sent) !== true || isHidden || isReplaced) {
					sent.delete('options.outputBinaryField');
				}
			},
			expectAccepted(sent, outcome) {
				const requests = node.api.requests.slice(done);
				const reads = requests.filter(({ server }) => server === 'api');
				const taskId = sent.has('taskId') ? trimmed(sent.get('taskId')) : good;
				if (taskId !== good) {
					expect(new Set(reads.map(({ path }) => path))).toEqual(
						new Set([`/apiv1/v1/tasks/${encodeURIComponent(taskId)}`]),
					);
					expect(requests).toEqual(reads);
					if (sent.get('options.onTimeout') === 'returnTask') {
						expect(outcome.item?.json).toEqual({ taskId, timedOut: true });
					} else expectReadableIssue(outcome, [`Task ${taskId} `]);
					return 'unknown';
				}
				expect(reads.map(({ path }) => path)).toEqual([`/apiv1/v1/tasks/${good}`]);
				expect(outcome.item?.json).toMatchObject({ taskId: good, status: 'completed' });
				const field = trimmed(sent.get('options.outputBinaryField') ?? 'data');
				expect(Object.keys(outcome.item?.binary ?? {})).toEqual(isDownload(sent) ? [field] : []);
				return 'read';
			},
			endings: ['read', 'unknown'],
		});
	});
});
