import {
	possibleSinceS,
	possibleTasks,
	type ListedTask,
} from '../../../nodes/Hailuo/domain/taskList';

const SENT_AT_S = 1_700_000_000;
const create = { model: 'MiniMax-Hailuo-02', sentAtMs: SENT_AT_S * 1000 + 400 };
const listed = (taskId: string, createdS: number, model?: string) => ({
	taskId,
	createdS,
	status: 'processing' as const,
	...(model && { model }),
});

describe('possibleTasks', () => {
	const possible = (task: ListedTask) => possibleTasks([task], create, new Set(['task-known']));

	it.each([
		['created in the second of the request', listed('task-1', SENT_AT_S, create.model)],
		['created 30 s after the request', listed('task-1', SENT_AT_S + 30, create.model)],
		['created 60 s before the request', listed('task-1', SENT_AT_S - 60)],
		['whose model is not in the list', listed('task-1', SENT_AT_S)],
	])('includes a task %s', (_, task) => {
		expect(possible(task)).toEqual(['task-1']);
	});

	it.each([
		['created 61 s before the request', listed('task-1', SENT_AT_S - 61, create.model)],
		['of another model', listed('task-1', SENT_AT_S, 'MiniMax-Hailuo-2.3')],
		['that this execution created', listed('task-known', SENT_AT_S)],
	])('excludes a task %s', (_, task) => {
		expect(possible(task)).toEqual([]);
	});
});

describe('possibleSinceS', () => {
	it('returns the time 60 s before the request', () => {
		expect(possibleSinceS(create.sentAtMs)).toBe(SENT_AT_S - 60);
	});
});
