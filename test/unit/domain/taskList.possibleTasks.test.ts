import { possibleSinceS, possibleTasks } from '../../../nodes/Hailuo/domain/taskList';

const SENT_AT_S = 1_700_000_000;
const create = { model: 'MiniMax-Hailuo-02', sentAtMs: SENT_AT_S * 1000 + 400 };
const listed = (taskId: string, createdS: number, model?: string) => ({
	taskId,
	createdS,
	status: 'processing' as const,
	...(model && { model }),
});

describe('possibleTasks', () => {
	it.each([
		['made as it was sent', listed('task-1', SENT_AT_S, create.model), true],
		['made later', listed('task-1', SENT_AT_S + 30, create.model), true],
		['made up to a minute before, by another clock', listed('task-1', SENT_AT_S - 60), true],
		['made earlier', listed('task-1', SENT_AT_S - 61, create.model), false],
		['of another model', listed('task-1', SENT_AT_S, 'MiniMax-Hailuo-2.3'), false],
		['of a model that the list does not tell', listed('task-1', SENT_AT_S), true],
		['that the execution has created', listed('task-known', SENT_AT_S), false],
	])('a task %s: %#', (_, task, isPossible) => {
		const found = possibleTasks([task], create, new Set(['task-known']));
		expect(found).toEqual(isPossible ? ['task-1'] : []);
	});

	it('asks for the list back to a minute before the request', () => {
		expect(possibleSinceS(create.sentAtMs)).toBe(SENT_AT_S - 60);
	});
});
