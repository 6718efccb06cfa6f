import {
	matchesTaskFilter,
	type ListedTask,
	type TaskFilter,
} from '../../../nodes/Hailuo/domain/taskList';

const CREATED_S = 1_700_000_000;
const CREATED_MS = CREATED_S * 1000;
const withoutModel: ListedTask = { taskId: 'task-1', status: 'completed', createdS: CREATED_S };
const task = { ...withoutModel, model: 'A' };

describe('matchesTaskFilter', () => {
	it.each<[string, ListedTask, TaskFilter, boolean]>([
		['without filters', task, {}, true],
		['of the status', task, { status: 'completed' }, true],
		['of another status', task, { status: 'failed' }, false],
		['that is pending counts as processing', { ...task, status: 'pending' }, { status: 'processing' }, true], // prettier-ignore
		['of the model', task, { model: 'A' }, true],
		['of another model', task, { model: 'B' }, false],
		['of a model that the list does not tell', withoutModel, { model: 'B' }, true],
		// The list tells whole seconds: a task of that second may have been created later in it.
		['created in the second of Created After', task, { createdAfterMs: CREATED_MS + 999 }, true],
		['created the second before', task, { createdAfterMs: CREATED_MS + 1000 }, false],
		['created after', task, { createdAfterMs: CREATED_MS - 1 }, true],
		['created just at Created Before', task, { createdBeforeMs: CREATED_MS }, false],
		['created before', task, { createdBeforeMs: CREATED_MS + 1 }, true],
		['that fits in all but one', task, { status: 'completed', model: 'A', createdBeforeMs: CREATED_MS }, false], // prettier-ignore
	])('a task %s', (_, listed, filter, isWanted) => {
		expect(matchesTaskFilter(listed, filter)).toBe(isWanted);
	});
});
