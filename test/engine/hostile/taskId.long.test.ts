import fc from 'fast-check';

import { createParams, simulated } from '../harness/simulatedNode';
import { hostile, FC_PARAMETERS, valuesFor, parametersWith, type TestedParameter } from './values';
import { expectReadableIssue, expectCleanPrototypes, onErrors, runItem } from './runItem';

interface Field extends TestedParameter {
	label: string;
	isRefused(value: unknown): boolean;
}

const isMissing = (value: unknown) => value === undefined || value === null;
const isOptionalBoolean = (value: unknown) => isMissing(value) || typeof value === 'boolean';
const trimmed = (value: unknown) => (typeof value === 'string' ? value.trim() : '');

/** Valid, unknown IDs; some are names of properties of every object. */
const UNKNOWN_IDS = ['__proto__', 'constructor', 'toString', '...a', '-', '_', '0', 'x'.repeat(99)];

const TASK_ID: Field = {
	name: 'taskId',
	label: 'Task ID',
	validValues: UNKNOWN_IDS,
	isRefused: (value) =>
		!/^[^\s,;"'`<>{}\\|^\p{C}]{1,200}$/u.test(trimmed(value)) ||
		trimmed(value)
			.split('/')
			.some((segment) => segment === '.' || segment === '..'),
};

const DOWNLOAD: readonly Field[] = [
	{
		name: 'downloadVideo',
		label: 'Download Video',
		validValues: [null, true, false],
		isRefused: (value) => !isOptionalBoolean(value),
	},
	{
		name: 'options.outputBinaryField',
		label: 'Put Output File in Field',
		validValues: ['toString', ' clip ', 'a.b', '../a', '🎬', 'a\0b', 'x'.repeat(10_000)],
		isRefused: (value) => ['', '__proto__', 'constructor', 'prototype'].includes(trimmed(value)),
	},
];

const WAIT_OPTIONS: readonly Field[] = [
	{
		name: 'options.timeoutMinutes',
		label: 'Timeout (Minutes)',
		validValues: ['2', 0.0001, 1e308, 2 ** 31],
		isRefused(value) {
			const number = trimmed(value) === '' ? value : Number(value);
			const isTime = typeof number === 'number' && number > 0 && number < Infinity;
			return !isTime;
		},
	},
	{
		name: 'options.onTimeout',
		label: 'On Timeout',
		validValues: ['error', 'returnTask'],
		isRefused: (value) => value !== 'error' && value !== 'returnTask',
	},
];

describe.each<[operation: string, downloads: boolean, fields: readonly Field[]]>([
	['getStatus', false, [TASK_ID, ...DOWNLOAD]],
	['wait', true, [TASK_ID, ...DOWNLOAD, ...WAIT_OPTIONS]],
])('%s with hostile values', (operation, downloads, fields) => {
	let aheadMs = 0;
	const node = simulated({ now: () => Date.now() + aheadMs });

	it('reads the given task, or sends nothing and names the invalid field', async () => {
		const created = await node.run({ parameters: createParams() });
		const good = String(created.items[0].json.taskId);
		aheadMs = 60_000;
		const ends = new Set<string>();
		let done = node.api.requests.length;

		const property = fc.asyncProperty(
			valuesFor(fields, hostile, 2),
			fc.constantFrom(...onErrors),
			async (values, onError) => {
				// An unknown ID may be a new one, so Wait waits for it; here only briefly.
				const namesTask = values.some(([name]) => name === 'taskId');
				const options = { timeoutMinutes: 0.001 };
				const usual = { resource: 'video', operation, taskId: good, downloadVideo: true, options };
				const used = namesTask
					? values.filter(([name]) => name !== 'options.timeoutMinutes')
					: values;
				const { parameters, item } = parametersWith(usual, used);

				const run = { parameters, items: [item], baseUrl: node.api.baseUrl };
				const outcome = await runItem(run, onError);

				expectCleanPrototypes();
				const requests = node.api.requests.slice(done);
				done = node.api.requests.length;
				const sent = new Map(used.map(([name, { value }]) => [name, value]));
				// A missing value means the default of the operation, which differs from the parameter used here.
				const isDownload = sent.has('downloadVideo')
					? (sent.get('downloadVideo') ?? downloads)
					: true;
				// The form hides the field if Download Video is off, and n8n then drops its value.
				const isHidden = used.some(
					([name, { source, value }]) =>
						name === 'downloadVideo' && source === 'workflow file' && value !== true,
				);
				// n8n (2.40.7) replaces null with the default where a field of a collection has display options.
				const isReplaced = used.some(
					([name, { source, value }]) =>
						name === 'options.outputBinaryField' && source === 'workflow file' && value === null,
				);
				if (isDownload !== true || isHidden || isReplaced) {
					sent.delete('options.outputBinaryField');
				}
				const refused = fields.filter(
					({ name, isRefused }) => sent.has(name) && isRefused(sent.get(name)),
				);
				const reads = requests.filter(({ server }) => server === 'api');
				const taskId = namesTask ? trimmed(sent.get('taskId')) : good;

				if (outcome.isRefusedByN8n) {
					expect(requests).toEqual([]);
					expect(used.some(([, { source }]) => source === 'workflow file')).toBe(true);
				} else if (refused.length > 0) {
					ends.add('refused');
					expect(requests).toEqual([]);
					expectReadableIssue(
						outcome,
						refused.map(({ label }) => label),
					);
				} else if (taskId !== good) {
					ends.add('unknown');
					expect(new Set(reads.map(({ path }) => path))).toEqual(
						new Set([`/apiv1/v1/tasks/${encodeURIComponent(taskId)}`]),
					);
					expect(requests).toEqual(reads);
					if (sent.get('options.onTimeout') === 'returnTask') {
						expect(outcome.item?.json).toEqual({ taskId, timedOut: true });
					} else expectReadableIssue(outcome, [`Task ${taskId} `]);
				} else {
					ends.add('read');
					expect(reads.map(({ path }) => path)).toEqual([`/apiv1/v1/tasks/${good}`]);
					expect(outcome.item?.json).toMatchObject({ taskId: good, status: 'completed' });
					const field = trimmed(sent.get('options.outputBinaryField') ?? 'data');
					expect(Object.keys(outcome.item?.binary ?? {})).toEqual(isDownload ? [field] : []);
				}
			},
		);
		await fc.assert(property, FC_PARAMETERS);
		expect(ends.size).toBe(3);
	});
});
