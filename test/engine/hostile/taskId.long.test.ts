import fc from 'fast-check';

import { createParams, simulated } from '../harness/simulatedNode';
import { hostile, HUNDREDS, someOf, written, type Target } from './values';
import { expectClear, expectCleanPrototypes, onErrors, verdictOn } from './runItem';

interface Field extends Target {
	label: string;
	isRefused(value: unknown): boolean;
}

const isNothing = (value: unknown) => value === undefined || value === null;
const isYesOrNo = (value: unknown) => isNothing(value) || typeof value === 'boolean';
const trimmed = (value: unknown) => (typeof value === 'string' ? value.trim() : '');

/** IDs that fit and that nobody knows, some of them names of what every object has. */
const UNKNOWN_IDS = ['__proto__', 'constructor', 'toString', '...a', '-', '_', '0', 'x'.repeat(99)];

const TASK_ID: Field = {
	name: 'taskId',
	label: 'Task ID',
	fitting: UNKNOWN_IDS,
	isRefused: (value) =>
		!/^[A-Za-z0-9_.-]{1,200}$/.test(trimmed(value)) || /^\.+$/.test(trimmed(value)),
};

const DOWNLOAD: readonly Field[] = [
	{
		name: 'downloadVideo',
		label: 'Download Video',
		fitting: [null, true, false],
		isRefused: (value) => !isYesOrNo(value),
	},
	{
		name: 'options.outputBinaryField',
		label: 'Put Output File in Field',
		fitting: [null, 'toString', ' clip ', 'a.b', '../a', '🎬', 'a\0b', 'x'.repeat(10_000)],
		isRefused: (value) =>
			!isNothing(value) && ['', '__proto__', 'constructor', 'prototype'].includes(trimmed(value)),
	},
];

const WAIT_OPTIONS: readonly Field[] = [
	{
		name: 'options.timeoutMinutes',
		label: 'Timeout (Minutes)',
		fitting: [null, '2', 0.0001, 1e308, 2 ** 31],
		isRefused(value) {
			const number = trimmed(value) === '' ? value : Number(value);
			const isTime = typeof number === 'number' && number > 0 && number < Infinity;
			return !isNothing(value) && !isTime;
		},
	},
	{
		name: 'options.onTimeout',
		label: 'On Timeout',
		fitting: [null, 'error', 'returnTask'],
		isRefused: (value) => !isNothing(value) && value !== 'error' && value !== 'returnTask',
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
			someOf(fields, hostile, 2),
			fc.constantFrom(...onErrors),
			async (values, onError) => {
				// An ID that nobody knows may be a new one: it is waited for, though not for long here.
				const namesTask = values.some(([name]) => name === 'taskId');
				const options = { timeoutMinutes: 0.001 };
				const usual = { resource: 'video', operation, taskId: good, downloadVideo: true, options };
				const used = namesTask
					? values.filter(([name]) => name !== 'options.timeoutMinutes')
					: values;
				const { parameters, item } = written(usual, used);

				const run = { parameters, items: [item], baseUrl: node.api.baseUrl };
				const verdict = await verdictOn(run, onError);

				expectCleanPrototypes();
				const requests = node.api.requests.slice(done);
				done = node.api.requests.length;
				const given = new Map(used.map(([name, { value }]) => [name, value]));
				// Nothing counts as the default of the operation, and here the usual is another.
				const isDownload = given.has('downloadVideo')
					? (given.get('downloadVideo') ?? downloads)
					: true;
				// The form hides the field where no file is wanted, and n8n then drops what is in it.
				const isHidden = used.some(
					([name, { way, value }]) =>
						name === 'downloadVideo' && way === 'workflow file' && value !== true,
				);
				if (isDownload !== true || isHidden) given.delete('options.outputBinaryField');
				const refused = fields.filter(
					({ name, isRefused }) => given.has(name) && isRefused(given.get(name)),
				);
				const reads = requests.filter(({ server }) => server === 'api');
				const taskId = namesTask ? trimmed(given.get('taskId')) : good;

				if (verdict.hasNotBegun) {
					expect(requests).toEqual([]);
					expect(used.some(([, { way }]) => way === 'workflow file')).toBe(true);
				} else if (refused.length > 0) {
					ends.add('refused');
					expect(requests).toEqual([]);
					expectClear(
						verdict,
						refused.map(({ label }) => label),
					);
				} else if (taskId !== good) {
					ends.add('unknown');
					expect(new Set(reads.map(({ path }) => path))).toEqual(
						new Set([`/apiv1/v1/tasks/${taskId}`]),
					);
					expect(requests).toEqual(reads);
					if (given.get('options.onTimeout') === 'returnTask') {
						expect(verdict.item?.json).toEqual({ taskId, timedOut: true });
					} else expectClear(verdict, [`Task ${taskId} `]);
				} else {
					ends.add('read');
					expect(reads.map(({ path }) => path)).toEqual([`/apiv1/v1/tasks/${good}`]);
					expect(verdict.item?.json).toMatchObject({ taskId: good, status: 'completed' });
					const field = trimmed(given.get('options.outputBinaryField') ?? 'data');
					expect(Object.keys(verdict.item?.binary ?? {})).toEqual(isDownload ? [field] : []);
				}
			},
		);
		await fc.assert(property, HUNDREDS);
		expect(ends.size).toBe(3);
	});
});
