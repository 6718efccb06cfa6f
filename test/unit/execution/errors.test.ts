import { errorItem } from '../../../nodes/Hailuo/execution/errors';
import type { IndeterminateCreate } from '../../../nodes/Hailuo/execution/storedItem';

const failure = { message: 'No answer', createOutcome: 'indeterminate' as const };
const base = { cause: 'Bad gateway (HTTP 502)', model: 'MiniMax-Hailuo-02', sentAtMs: 0 };
const RUN_AGAIN =
	'Check your provider account: if the task exists, use Get Status or Wait with its ID; otherwise run again.';

describe('errorItem of a create of unknown outcome', () => {
	it.each<[string, Partial<IndeterminateCreate>, string[], string]>([
		['was not searched', {}, [], RUN_AGAIN],
		['may be in the list', { possibleTaskIds: [] }, [], RUN_AGAIN],
		[
			'is certainly not in the list',
			{ possibleTaskIds: [], hasNoNewTask: true },
			[],
			`The account shows no new task. ${RUN_AGAIN}`,
		],
		[
			'may be one of two',
			{ possibleTaskIds: ['task-1', 'task-2'] },
			['task-1', 'task-2'],
			'Tasks in the account that it may have created: task-1, task-2. Check them with Get Status before you run again.',
		],
	])('says what to do if its task %s', (_, create, possibleTaskIds, suggestion) => {
		expect(errorItem(failure, 3, { ...base, ...create })).toEqual({
			json: {
				error: `No answer. Not retried automatically, to avoid a double charge. ${suggestion}`,
				details: { possibleTaskIds },
			},
			pairedItem: { item: 3 },
		});
	});
});
