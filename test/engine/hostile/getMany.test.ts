import { simulated } from '../harness/simulatedNode';
import {
	booleanField,
	expectNoHarm,
	isMissing,
	numberField,
	runItem,
	type Field,
} from './hostileRuns';

const time = (name: string, label: string): Field => ({
	name: `filters.${name}`,
	label,
	validValues: ['2026-01-31', '2026-01-31T18:00:00Z', 1_700_000_000, 1.7e12, -1, '', null],
	isRefused(value) {
		// A filter that is set but empty would list everything.
		if (isMissing(value) || value === '') return true;
		if (typeof value === 'number') return !Number.isFinite(value);
		const isText = typeof value === 'string' && value.trim() !== '';
		return isText || (typeof value === 'object' && !Array.isArray(value)) ? undefined : true;
	},
});

const STATUSES = ['completed', 'processing', 'failed', 'cancelled'];
const FIELDS: readonly Field[] = [
	booleanField('returnAll', 'Return All'),
	numberField('limit', 'Limit', ['3', 1, 0.5, 1e308, null], true),
	{
		name: 'filters.status',
		label: 'Status',
		validValues: [...STATUSES, '', null],
		isRefused: (value) => !STATUSES.includes(value as string),
	},
	{
		name: 'filters.model',
		label: 'Model',
		validValues: ['MiniMax-Hailuo-02', ' MiniMax-Hailuo-02\n', 'another', null],
		isRefused: (value) => typeof value !== 'string' || value.trim() === '',
	},
	time('createdAfter', 'Created After'),
	time('createdBefore', 'Created Before'),
	booleanField('options.includeDetails', 'Include Details', false),
];

describe('Get Many with hostile values', () => {
	const node = simulated();

	it('lists the matching tasks, or sends nothing and names the invalid field', async () => {
		await expectNoHarm({
			fields: FIELDS,
			usual: { resource: 'video', operation: 'getMany', filters: {}, options: {} },
			async run(parameters, item, onError) {
				node.api.reset();
				node.api.addTasks({ count: 1 });
				const run = { parameters, items: [item], baseUrl: node.api.baseUrl };
				return await runItem(run, onError, [0, 1]);
			},
			requests: () => node.api.requests,
			removeUnsent(sent) {
				// The form hides Limit if Return All is on.
				if (sent.get('returnAll') === true) sent.delete('limit');
			},
			expectAccepted(sent, { item }) {
				const [{ id, createdAtMs, request }] = node.api.tasks;
				const own = ['/apiv1/v1/tasks', `/apiv1/v1/tasks/${id}`];
				expect(node.api.requests.filter(({ path }) => !own.includes(path))).toEqual([]);
				expect(node.api.requestsTo('list').length).toBeGreaterThan(0);
				const isListed = item !== undefined;
				if (isListed) expect(item.json).toMatchObject({ taskId: id });
				const status = sent.get('filters.status') ?? 'completed';
				const model = String(sent.get('filters.model') ?? '').trim() || request.model;
				const times = ['filters.createdAfter', 'filters.createdBefore'];
				if (!times.some((name) => sent.has(name))) {
					expect(isListed).toBe(status === 'completed' && model === request.model);
				}
				const after = Number(sent.get('filters.createdAfter') ?? 0);
				if (after > createdAtMs) expect(isListed).toBe(false);
				return isListed ? 'listed' : 'none';
			},
			endings: ['listed', 'none'],
		});
	});
});
