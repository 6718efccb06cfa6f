import {
	matchesTaskFilter,
	type ListedTask,
	type TaskFilter,
} from '../../../nodes/Hailuo/domain/taskList';

const CREATED_S = 1_700_000_000;
const CREATED_MS = CREATED_S * 1000;
const withoutModel: ListedTask = { taskId: 'task-1', status: 'completed', createdS: CREATED_S };
const task: ListedTask = { ...withoutModel, model: 'A' };
const h3 = { ...withoutModel, model: 'MiniMax-H3-Text-To-Video' };

describe('matchesTaskFilter', () => {
	it.each<[boolean, string, ListedTask, TaskFilter]>([
		[true, 'without any filter', task, {}],
		[true, 'with the status of the filter', task, { status: 'completed' }],
		[false, 'with another status', task, { status: 'failed' }],
		[true, 'that is pending when the filter is processing', { ...task, status: 'pending' }, { status: 'processing' }], // prettier-ignore
		[true, 'with the model of the filter', task, { model: 'A' }],
		[true, 'whose model is spelled differently', task, { model: ' a ' }],
		[false, 'with another model', task, { model: 'B' }],
		[true, 'with the model of the filter in other case', task, { model: 'a' }],
		[true, 'whose time is not in the list', { taskId: 'task-1', status: 'completed' }, { createdAfterMs: CREATED_MS }], // prettier-ignore
		[true, 'whose model is not in the list', withoutModel, { model: 'B' }],
		[true, 'with a name of the model of the filter', h3, { model: 'minimax-h3' }],
		[false, 'with a name of another model', h3, { model: 'minimax-h3-max' }],
		// The list contains whole seconds: a task of that second may have been created later in it.
		[
			true,
			'created in the same second as Created After',
			task,
			{ createdAfterMs: CREATED_MS + 999 },
		],
		[false, 'created one second before Created After', task, { createdAfterMs: CREATED_MS + 1000 }],
		[true, 'created after Created After', task, { createdAfterMs: CREATED_MS - 1 }],
		[false, 'created exactly at Created Before', task, { createdBeforeMs: CREATED_MS }],
		[true, 'created before Created Before', task, { createdBeforeMs: CREATED_MS + 1 }],
		[false, 'that matches all filters but one', task, { status: 'completed', createdBeforeMs: CREATED_MS }], // prettier-ignore
	])('returns %s for a task %s', (expected, _, listed, filter) => {
		expect(matchesTaskFilter(listed, filter)).toBe(expected);
	});
});
