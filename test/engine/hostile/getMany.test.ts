import fc from 'fast-check';

import { simulated } from '../harness/simulatedNode';
import { hostile, HUNDREDS, someOf, written, type Target } from './values';
import { expectClear, expectCleanPrototypes, onErrors, verdictOn } from './runItem';

/** What becomes of a value: `either` where only n8n's own parser of dates knows. */
type Fate = 'listed' | 'refused' | 'either';

interface Field extends Target {
	/** As the form calls it. */
	label: string;
	fate(value: unknown): Fate;
}

const isNothing = (value: unknown) => value === undefined || value === null;
const listedIf = (isGood: boolean): Fate => (isGood ? 'listed' : 'refused');
const yesOrNo = (value: unknown) => listedIf(isNothing(value) || typeof value === 'boolean');

const time = (name: string, label: string): Field => ({
	name: `filters.${name}`,
	label,
	fitting: ['2026-01-31', '2026-01-31T18:00:00Z', 1_700_000_000, 1.7e12, -1, '', null],
	fate(value) {
		if (isNothing(value) || value === '') return 'listed';
		if (typeof value === 'number') return listedIf(Number.isFinite(value));
		const isText = typeof value === 'string' && value.trim() !== '';
		return isText || (typeof value === 'object' && !Array.isArray(value)) ? 'either' : 'refused';
	},
});

const FIELDS: readonly Field[] = [
	{ name: 'returnAll', label: 'Return All', fitting: [true, false, null], fate: yesOrNo },
	{
		name: 'limit',
		label: 'Limit',
		fitting: ['3', 1, 0.5, 1e308, null],
		fate(value) {
			const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
			const isLimit = typeof number === 'number' && number > 0 && number < Infinity;
			return listedIf(isNothing(value) || isLimit);
		},
	},
	{
		name: 'filters.status',
		label: 'Status',
		fitting: ['completed', 'processing', 'failed', 'cancelled', '', null],
		fate: (value) =>
			listedIf(
				isNothing(value) ||
					['', 'completed', 'processing', 'failed', 'cancelled'].includes(value as string),
			),
	},
	{
		name: 'filters.model',
		label: 'Model',
		fitting: ['MiniMax-Hailuo-02', ' MiniMax-Hailuo-02\n', 'another', null],
		fate: (value) =>
			listedIf(isNothing(value) || value === '' || (typeof value === 'string' && !!value.trim())),
	},
	time('createdAfter', 'Created After'),
	time('createdBefore', 'Created Before'),
	{
		name: 'options.includeDetails',
		label: 'Include Details',
		fitting: [true, false, null],
		fate: yesOrNo,
	},
];

describe('Get Many with hostile values', () => {
	const node = simulated();

	it('lists the matching tasks, or sends nothing and names the invalid field', async () => {
		const ends = new Set<string>();
		const property = fc.asyncProperty(
			someOf(FIELDS, hostile, 2),
			fc.constantFrom(...onErrors),
			async (values, onError) => {
				node.api.reset();
				node.api.addTasks({ count: 1 });
				const [{ id, model, createdAtMs }] = node.api.tasks.map((task) => ({
					...task,
					model: task.request.model,
				}));
				const usual = { resource: 'video', operation: 'getMany', filters: {}, options: {} };
				const { parameters, item } = written(usual, values);
				const run = { parameters, items: [item], baseUrl: node.api.baseUrl };

				const verdict = await verdictOn(run, onError, [0, 1]);

				expectCleanPrototypes();
				const given = new Map(values.map(([name, { value }]) => [name, value]));
				// The form hides the limit where all are wanted.
				if (given.get('returnAll') === true) given.delete('limit');
				const fated = FIELDS.filter(({ name }) => given.has(name)).map((field) => ({
					...field,
					fate: field.fate(given.get(field.name)),
				}));
				const may = fated.filter(({ fate }) => fate !== 'listed').map(({ label }) => label);
				const must = fated.some(({ fate }) => fate === 'refused');

				if (verdict.hasNotBegun) {
					expect(node.api.requests).toEqual([]);
					expect(values.some(([, { way }]) => way === 'workflow file')).toBe(true);
				} else if (must || verdict.issue !== undefined) {
					ends.add('refused');
					expect(node.api.requests).toEqual([]);
					expectClear(verdict, may);
				} else {
					const own = ['/apiv1/v1/tasks', `/apiv1/v1/tasks/${id}`];
					expect(node.api.requests.filter(({ path }) => !own.includes(path))).toEqual([]);
					expect(node.api.requestsTo('list').length).toBeGreaterThan(0);
					ends.add(verdict.item === undefined ? 'none' : 'listed');
					const status = given.get('filters.status') ?? 'completed';
					const wanted = String(given.get('filters.model') ?? '').trim() || model;
					const isListed = verdict.item !== undefined;
					if (isListed) expect(verdict.item?.json).toMatchObject({ taskId: id });
					const hasTime = ['filters.createdAfter', 'filters.createdBefore'].some((name) =>
						given.has(name),
					);
					const matches = ['', 'completed'].includes(status as string) && wanted === model;
					if (!hasTime) expect(isListed).toBe(matches);
					const after = Number(given.get('filters.createdAfter') ?? 0);
					if (after > createdAtMs) expect(isListed).toBe(false);
				}
			},
		);
		await fc.assert(property, HUNDREDS);
		expect(ends.size).toBe(3);
	});
});
