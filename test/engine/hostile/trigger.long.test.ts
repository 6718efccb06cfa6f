import { MODELS } from '../../../nodes/Hailuo/domain/models';
import { isTaskId } from '../../../nodes/Hailuo/domain/taskId';
import { parseTaskIdList } from '../../../nodes/Hailuo/trigger/parameters';
import { simulatedTrigger } from '../harness/trigger';
import { expectNoHarm, isMissing, numberField, type Field } from './hostileRuns';

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
		isRefused: (value) =>
			!isMissing(value) && !['completed', 'failed', 'finished'].includes(value as string),
	},
	numberField('options.giveUpAfterHours', 'Give Up After (Hours)', ['2', 0.001, 1e308]),
];

describe.each<[watch: string, numRuns: number, fields: readonly Field[]]>([
	['taskIds', 200, [IDS, ...FIELDS]],
	// Fewer, since each run sends two requests with a pause between them.
	['account', 50, [MODEL, ...FIELDS]],
])('The trigger with Watch = %s and hostile values', (watch, numRuns, fields) => {
	const hailuo = simulatedTrigger();
	const usual = { watch, event: 'finished', taskIds: 'task-unified-1700000000-a1b2c3d4' };
	let items: unknown[];

	it('reads the given tasks, or names the invalid field at activation', async () => {
		await expectNoHarm({
			fields,
			usual,
			hasItems: false,
			numRuns,
			async run(parameters) {
				hailuo.api.reset();
				const activated = await hailuo.trigger(parameters).activate();
				items = activated.items ?? [];
				const { error } = activated;
				if (error === undefined) return {};
				expect(error.name).toBe('NodeOperationError');
				return { issue: error.message };
			},
			requests: () => hailuo.api.requests,
			removeUnsent(sent, values) {
				// Event does not support expressions: n8n passes the text of the expression.
				for (const [name, { code }] of values) if (name === 'event' && code) sent.set(name, code);
			},
			expectAccepted(sent, { issue }) {
				expect(issue).toBeUndefined();
				const { requests } = hailuo.api;
				if (watch === 'account') {
					expect(new Set(requests.map(({ path }) => path))).toEqual(new Set(['/apiv1/v1/tasks']));
					return 'read';
				}
				const ids = sent.has('taskIds') ? parseTaskIdList(sent.get('taskIds')) : [usual.taskIds];
				const reads = requests.filter(({ endpoint }) => endpoint !== 'batch');
				expect(reads.map(({ path }) => path)).toEqual(
					ids?.map((id) => `/apiv1/v1/tasks/${encodeURIComponent(id)}`),
				);
				expect(items).toEqual([]);
				return 'read';
			},
			endings: ['read'],
		});
	});
});
