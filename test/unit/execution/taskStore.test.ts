import type { IContextObject } from 'n8n-workflow';

import { TaskStore } from '../../../nodes/Hailuo/execution/taskStore';
import type { StoredInput } from '../../../nodes/Hailuo/execution/storedItem';

const TASK = { taskId: 'task-unified-1700000000-a1b2c3d4' };
const FAILURE = { code: 'service_error', message: 'Broken', hint: '', retryable: true };
const UNCLEAR = { cause: 'Bad gateway (HTTP 502)', model: 'MiniMax-Hailuo-02', sentAtMs: 1 };

function input(prompt: string): StoredInput {
	const body = { model: 'MiniMax-Hailuo-02', prompt, quality: '768p', duration: 6 };
	return { request: { mode: 'textToVideo', body } };
}

describe('TaskStore', () => {
	let nodeContext: IContextObject;
	beforeEach(() => {
		nodeContext = {};
	});

	/** A try of the node, with the context as n8n has saved and loaded it. */
	function attempt({ executionId = '7', runIndex = 0, isTool = false } = {}): TaskStore {
		nodeContext = JSON.parse(JSON.stringify(nodeContext));
		return new TaskStore(nodeContext, executionId, runIndex, isTool);
	}

	function created(prompt: string, task: object = TASK, of = {}): void {
		const store = attempt(of);
		store.open(0, input(prompt));
		store.track(0, { ...TASK, ...task });
	}

	it.each<[what: string, task: object, of: object, hasCreated: boolean]>([
		['an earlier try of the execution', {}, {}, true],
		['another execution, with the same request', {}, { executionId: '6' }, true],
		['a failed call of an agent', {}, { isTool: true }, true],
		['a task that failed', { failure: FAILURE }, {}, false],
	])('knows what %s has created without opening it', (_, task, of, hasCreated) => {
		created('A boat', task, of);
		const { isTool = false } = of as { isTool?: boolean };
		if (isTool) attempt(of).carryOver();
		const store = attempt({ isTool, runIndex: isTool ? 1 : 0 });

		expect(store.hasCreated(0, input('A boat'))).toBe(hasCreated);
		expect(store.hasCreated(0, input('A boat'))).toBe(hasCreated);
		expect(store.hasCreated(1, input('A boat'))).toBe(false);
		expect(store.open(0, input('A boat')).task !== undefined).toBe(hasCreated);
	});

	it('counts a create of unknown outcome as created', () => {
		const store = attempt();
		store.open(0, input('A boat'));
		expect(store.hasCreated(0, input('A boat'))).toBe(false);
		store.setIndeterminate(0, UNCLEAR);

		expect(attempt().hasCreated(0, input('A boat'))).toBe(true);
	});

	it('resumes the task of an earlier try, whatever the expressions give this time', () => {
		created('A boat at 20:15');
		const store = attempt();

		expect(store.resumableInput(0)).toEqual(input('A boat at 20:15'));
		expect(store.open(0, input('A boat at 20:16'))).toMatchObject({
			task: TASK,
			input: input('A boat at 20:15'),
		});
	});

	it('sends what an earlier try validated, where that has created nothing yet', () => {
		attempt().open(0, input('A boat at 20:15'));
		const store = attempt();

		expect(store.resumableInput(0)).toBeUndefined();
		expect(store.open(0, input('A boat at 20:16')).input).toEqual(input('A boat at 20:15'));
	});

	it('resumes in another execution only what is asked for unchanged', () => {
		created('A boat');
		const store = attempt({ executionId: '8' });

		expect(store.resumableInput(0)).toBeUndefined();
		expect(store.open(0, input('A boat')).task).toEqual(TASK);

		created('A boat', {}, { executionId: '9', runIndex: 1 });
		const changed = attempt({ executionId: '10', runIndex: 1 }).open(0, input('A kite'));
		expect(changed.task).toBeUndefined();
		expect(changed.input).toEqual(input('A kite'));
	});

	it('takes the options of the try in another execution: the user may have changed them', () => {
		attempt().open(0, { ...input('A boat'), timeoutMinutes: 1 } as StoredInput);
		const again = { ...input('A boat'), timeoutMinutes: 60 } as StoredInput;

		expect(attempt({ executionId: '8' }).open(0, again).input).toEqual(again);
	});

	it('forgets a task that failed, and keeps its ID for the report and the next key', () => {
		created('A boat', { status: 'failed', failure: FAILURE });
		const store = attempt();

		expect(store.resumableInput(0)).toBeUndefined();
		expect(store.open(0, input('A boat'))).toMatchObject({
			task: undefined,
			failedTasks: [{ taskId: TASK.taskId, status: 'failed' }],
		});
		store.track(0, { taskId: 'task-2' });
		expect(store.report().tasks.map(({ taskId }) => taskId)).toEqual([TASK.taskId, 'task-2']);
	});

	it('resumes a cancelled task in the same execution, for it may be charged, and not in another', () => {
		const cancelled = { status: 'cancelled', failure: FAILURE };
		created('A boat', cancelled);

		expect(attempt().open(0, input('A boat')).task).toMatchObject(cancelled);
		expect(attempt({ executionId: '8' }).open(0, input('A boat')).task).toBeUndefined();
	});

	it('keeps a create of unknown outcome from being sent by a later try', () => {
		const first = attempt();
		first.open(0, input('A boat'));
		first.setIndeterminate(0, UNCLEAR);

		expect(attempt().resumableInput(0)).toEqual(input('A boat'));
		expect(attempt().open(0, input('A kite')).indeterminate).toEqual(UNCLEAR);
	});

	it('reports what all runs of the execution have created, and nothing of another execution', () => {
		created('A boat', { taskId: 'task-0' }, { executionId: '6' });
		created('A boat', { taskId: 'task-1', status: 'completed' }, { runIndex: 1 });
		attempt({ runIndex: 1 }).finish();
		const store = attempt({ runIndex: 2 });
		store.open(3, input('A kite'));
		store.setIndeterminate(3, UNCLEAR);

		expect(attempt({ runIndex: 2 }).report()).toEqual({
			tasks: [{ taskId: 'task-1', status: 'completed' }],
			indeterminate: [{ runIndex: 2, itemIndex: 3, create: UNCLEAR }],
		});
	});

	it('resumes nothing of a run that has delivered its items', () => {
		created('A boat');
		attempt().finish();

		expect(attempt().open(0, input('A boat')).task).toBeUndefined();
		expect(attempt({ executionId: '8' }).open(0, input('A boat')).task).toBeUndefined();
	});

	it('does not let one run take or finish the task of another beside it', () => {
		created('A boat');
		const other = attempt({ runIndex: 1 });

		expect(other.open(0, input('A boat')).task).toBeUndefined();
		other.finish();
		expect(attempt().open(0, input('A boat')).task).toEqual(TASK);
	});

	it('keeps nothing of tasks that were only read', () => {
		attempt().track(0, TASK);
		attempt().finish();

		expect(attempt().report().tasks).toEqual([]);
	});

	describe('for the calls of an agent', () => {
		const call = (runIndex: number) => attempt({ runIndex, isTool: true });

		it('hands what a failed call created to one later call with the same request, and no further', () => {
			created('A boat', {}, { isTool: true });
			call(0).carryOver();

			expect(call(1).open(0, input('A kite')).task).toBeUndefined();
			expect(call(2).open(0, input('A boat')).task).toEqual(TASK);
			expect(call(3).open(0, input('A boat')).task).toBeUndefined();
		});

		it('hands it on over a call that fails before it asks', () => {
			const first = call(0);
			first.open(0, input('A boat'));
			first.setIndeterminate(0, UNCLEAR);
			first.carryOver();
			call(1).carryOver();

			expect(call(2).open(0, input('A boat')).indeterminate).toEqual(UNCLEAR);
		});

		it('tells another wish in the same call apart', () => {
			created('A boat', {}, { isTool: true });

			expect(call(0).open(0, input('A kite')).task).toBeUndefined();
		});
	});
});
