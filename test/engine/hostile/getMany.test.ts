import fc from 'fast-check';

import { simulated } from '../harness/simulatedNode';
import { hostile, FC_PARAMETERS, valuesFor, parametersWith, type TestedParameter } from './values';
import { expectReadableIssue, expectCleanPrototypes, onErrors, runItem } from './runItem';

/** The expected effect of a value; `either` if it depends on n8n's date parser. */
type Expected = 'listed' | 'refused' | 'either';

interface Field extends TestedParameter {
	/** The label in the form. */
	label: string;
	expected(value: unknown): Expected;
}

const isMissing = (value: unknown) => value === undefined || value === null;
const listedIf = (isGood: boolean): Expected => (isGood ? 'listed' : 'refused');
const optionalBoolean = (value: unknown) =>
	listedIf(isMissing(value) || typeof value === 'boolean');

const time = (name: string, label: string): Field => ({
	name: `filters.${name}`,
	label,
	validValues: ['2026-01-31', '2026-01-31T18:00:00Z', 1_700_000_000, 1.7e12, -1, '', null],
	expected(value) {
		// A filter that is set but empty would list everything.
		if (isMissing(value) || value === '') return 'refused';
		if (typeof value === 'number') return listedIf(Number.isFinite(value));
		const isText = typeof value === 'string' && value.trim() !== '';
		return isText || (typeof value === 'object' && !Array.isArray(value)) ? 'either' : 'refused';
	},
});

const FIELDS: readonly Field[] = [
	{
		name: 'returnAll',
		label: 'Return All',
		validValues: [true, false, null],
		expected: optionalBoolean,
	},
	{
		name: 'limit',
		label: 'Limit',
		validValues: ['3', 1, 0.5, 1e308, null],
		expected(value) {
			const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
			const isLimit = typeof number === 'number' && number > 0 && number < Infinity;
			return listedIf(isMissing(value) || isLimit);
		},
	},
	{
		name: 'filters.status',
		label: 'Status',
		validValues: ['completed', 'processing', 'failed', 'cancelled', '', null],
		expected: (value) =>
			listedIf(['completed', 'processing', 'failed', 'cancelled'].includes(value as string)),
	},
	{
		name: 'filters.model',
		label: 'Model',
		validValues: ['MiniMax-Hailuo-02', ' MiniMax-Hailuo-02\n', 'another', null],
		expected: (value) => listedIf(typeof value === 'string' && !!value.trim()),
	},
	time('createdAfter', 'Created After'),
	time('createdBefore', 'Created Before'),
	{
		name: 'options.includeDetails',
		label: 'Include Details',
		validValues: [true, false],
		expected: (value) => listedIf(typeof value === 'boolean'),
	},
];

describe('Get Many with hostile values', () => {
	const node = simulated();

	it('lists the matching tasks, or sends nothing and names the invalid field', async () => {
		const ends = new Set<string>();
		const property = fc.asyncProperty(
			valuesFor(FIELDS, hostile, 2),
			fc.constantFrom(...onErrors),
			async (values, onError) => {
				node.api.reset();
				node.api.addTasks({ count: 1 });
				const [{ id, model, createdAtMs }] = node.api.tasks.map((task) => ({
					...task,
					model: task.request.model,
				}));
				const usual = { resource: 'video', operation: 'getMany', filters: {}, options: {} };
				const { parameters, item } = parametersWith(usual, values);
				const run = { parameters, items: [item], baseUrl: node.api.baseUrl };

				const outcome = await runItem(run, onError, [0, 1]);

				expectCleanPrototypes();
				const sent = new Map(values.map(([name, { value }]) => [name, value]));
				// The form hides Limit if Return All is on.
				if (sent.get('returnAll') === true) sent.delete('limit');
				const expectations = FIELDS.filter(({ name }) => sent.has(name)).map((field) => ({
					...field,
					expected: field.expected(sent.get(field.name)),
				}));
				const may = expectations
					.filter(({ expected }) => expected !== 'listed')
					.map(({ label }) => label);
				const must = expectations.some(({ expected }) => expected === 'refused');

				if (outcome.isRefusedByN8n) {
					expect(node.api.requests).toEqual([]);
					expect(values.some(([, { source }]) => source === 'workflow file')).toBe(true);
				} else if (must || outcome.issue !== undefined) {
					ends.add('refused');
					expect(node.api.requests).toEqual([]);
					expectReadableIssue(outcome, may);
				} else {
					const own = ['/apiv1/v1/tasks', `/apiv1/v1/tasks/${id}`];
					expect(node.api.requests.filter(({ path }) => !own.includes(path))).toEqual([]);
					expect(node.api.requestsTo('list').length).toBeGreaterThan(0);
					ends.add(outcome.item === undefined ? 'none' : 'listed');
					const status = sent.get('filters.status') ?? 'completed';
					const wanted = String(sent.get('filters.model') ?? '').trim() || model;
					const isListed = outcome.item !== undefined;
					if (isListed) expect(outcome.item?.json).toMatchObject({ taskId: id });
					const hasTime = ['filters.createdAfter', 'filters.createdBefore'].some((name) =>
						sent.has(name),
					);
					const matches = ['', 'completed'].includes(status as string) && wanted === model;
					if (!hasTime) expect(isListed).toBe(matches);
					const after = Number(sent.get('filters.createdAfter') ?? 0);
					if (after > createdAtMs) expect(isListed).toBe(false);
				}
			},
		);
		await fc.assert(property, FC_PARAMETERS);
		expect(ends.size).toBe(3);
	});
});
