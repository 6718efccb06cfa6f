import fc from 'fast-check';

import { MODELS } from '../../../nodes/Hailuo/domain/models';
import { isTaskId } from '../../../nodes/Hailuo/domain/taskId';
import { parseTaskIdList } from '../../../nodes/Hailuo/trigger/parameters';
import { simulatedTrigger } from '../harness/trigger';
import {
	hostileWithoutItem,
	FC_PARAMETERS,
	valuesFor,
	parametersWith,
	type TestedParameter,
} from './values';
import { expectReadableIssue, expectCleanPrototypes } from './runItem';

interface Field extends TestedParameter {
	label: string;
	isRefused(value: unknown): boolean;
}

const isMissing = (value: unknown) => value === undefined || value === null;
const isOneOf = (choices: readonly unknown[]) => (value: unknown) =>
	!isMissing(value) && !choices.includes(value);
const IDS: Field = {
	name: 'taskIds',
	label: 'Task IDs',
	validValues: [
		'__proto__',
		'a.b; constructor',
		['hasOwnProperty', 'toString'],
		'["valueOf", "x"]',
		'"a"\n“c”\r\n x',
	],
	isRefused(value) {
		const ids = parseTaskIdList(value) ?? [];
		return ids.length === 0 || !ids.every(isTaskId);
	},
};

const MODEL: Field = {
	name: 'options.model',
	label: 'Model',
	validValues: MODELS.map((model) => model.value),
	isRefused: (value) => !MODELS.some((model) => model.value === value),
};

const FIELDS: readonly Field[] = [
	{
		name: 'event',
		label: 'Event',
		validValues: ['finished', 'failed', null],
		isRefused: isOneOf(['completed', 'failed', 'finished']),
	},
	{
		name: 'options.giveUpAfterHours',
		label: 'Give Up After (Hours)',
		validValues: ['2', 0.001, 1e308],
		isRefused(value) {
			const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
			const isTime = typeof number === 'number' && number > 0 && number < Infinity;
			return !isTime;
		},
	},
];

describe.each<[watch: string, numRuns: number, fields: readonly Field[]]>([
	['taskIds', 200, [IDS, ...FIELDS]],
	// Fewer, since each run sends two requests with a pause between them.
	['account', 50, [MODEL, ...FIELDS]],
])('The trigger with Watch = %s and hostile values', (watch, numRuns, fields) => {
	const hailuo = simulatedTrigger();

	it('reads the given tasks, or names the invalid field at activation', async () => {
		const ends = new Set<string>();
		const property = fc.asyncProperty(
			valuesFor(fields, hostileWithoutItem, 2, ['workflow file']),
			async (values) => {
				hailuo.api.reset();
				const usual = { watch, event: 'finished', taskIds: 'task-unified-1700000000-a1b2c3d4' };
				const { parameters } = parametersWith(usual, values);

				const { items = [], error } = await hailuo.trigger(parameters).activate();

				expectCleanPrototypes();
				// Event does not support expressions: n8n passes the text of the expression.
				const sent = new Map(
					values.map(([name, { value, code }]) => [name, name === 'event' && code ? code : value]),
				);
				const refused = fields.filter(
					({ name, isRefused }) => sent.has(name) && isRefused(sent.get(name)),
				);
				const { requests } = hailuo.api;
				if (refused.length > 0) {
					ends.add('refused');
					expect(error?.name).toBe('NodeOperationError');
					expectReadableIssue(
						{ issue: error?.message },
						refused.map(({ label }) => label),
					);
					expect(requests).toEqual([]);
					return;
				}
				expect(error).toBeUndefined();
				if (watch === 'account') {
					ends.add('listed');
					expect(new Set(requests.map(({ path }) => path))).toEqual(new Set(['/apiv1/v1/tasks']));
					return;
				}
				ends.add('read');
				const ids = new Set(
					sent.has('taskIds') ? parseTaskIdList(sent.get('taskIds')) : [usual.taskIds],
				);
				expect(
					requests.filter(({ endpoint }) => endpoint !== 'batch').map(({ path }) => path),
				).toEqual([...ids].map((id) => `/apiv1/v1/tasks/${encodeURIComponent(id)}`));
				expect(items).toEqual([]);
			},
		);
		await fc.assert(property, { ...FC_PARAMETERS, numRuns });
		expect(ends.size).toBe(2);
	});
});
