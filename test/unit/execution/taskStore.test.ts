import type { IContextObject } from 'n8n-workflow';

import { TaskStore } from '../../../nodes/Hailuo/execution/taskStore';
import type { StoredInput } from '../../../nodes/Hailuo/execution/storedItem';

const TASK = { taskId: 'task-unified-1700000000-a1b2c3d4' };
const FAILURE = { code: 'service_error', message: 'Broken', hint: '', retryable: true };
const INDETERMINATE = { cause: 'Bad gateway (HTTP 502)', model: 'MiniMax-Hailuo-02', sentAtMs: 1 };

function input(prompt: string): StoredInput {
	const body = { model: 'MiniMax-Hailuo-02', prompt, quality: '768p', duration: 6 };
	return { request: { mode: 'textToVideo', body } };
}

describe('TaskStore', () => {
	let nodeContext: IContextObject;
	beforeEach(() => {
		nodeContext = {};
	});

	/** An attempt of the node, with a context that n8n has saved and loaded. */
	function attempt({ executionId = '7', runIndex = 0, isTool = false } = {}): TaskStore {
		nodeContext = JSON.parse(JSON.stringify(nodeContext));
		return new TaskStore(nodeContext, executionId, runIndex, isTool);
	}

	function createTask(prompt: string, task: object = TASK, options = {}): void {
		const store = attempt(options);
		store.open(0, input(prompt));
		store.track(0, { ...TASK, ...task });
	}

	it.each<[expected: boolean, title: string, task: object, options: object]>([
		[true, 'a create in an earlier attempt of the execution', {}, {}],
		[true, 'a create of the same request in another execution', {}, { executionId: '6' }],
		[true, 'a create in a failed call of an agent', {}, { isTool: true }],
		[false, 'a create whose task failed', { failure: FAILURE }, {}],
	])('hasCreated, called before open, returns %s after %s', (expected, _, task, options) => {
		createTask('A boat', task, options);
		const { isTool = false } = options as { isTool?: boolean };
		if (isTool) attempt(options).resumeInNextCall();
		const store = attempt({ isTool, runIndex: isTool ? 1 : 0 });

		expect(store.hasCreated(0, input('A boat'))).toBe(expected);
		expect(store.hasCreated(0, input('A boat'))).toBe(expected);
		// An agent's calls are told apart by their request only.
		expect(store.hasCreated(1, input('A boat'))).toBe(isTool);
		expect(store.open(0, input('A boat')).task !== undefined).toBe(expected);
	});

	it('hasCreated returns true for an indeterminate create', () => {
		const store = attempt();
		store.open(0, input('A boat'));
		expect(store.hasCreated(0, input('A boat'))).toBe(false);
		store.setIndeterminate(0, INDETERMINATE);

		expect(attempt().hasCreated(0, input('A boat'))).toBe(true);
	});

	it('resumes the task of an earlier attempt even if the expressions return another request', () => {
		createTask('A boat at 20:15');
		const store = attempt();

		expect(store.resumableInput(0)).toEqual(input('A boat at 20:15'));
		expect(store.open(0, input('A boat at 20:16'))).toMatchObject({
			task: TASK,
			input: input('A boat at 20:15'),
		});
	});

	it('keeps the input that an earlier attempt validated, even if that created nothing', () => {
		attempt().open(0, input('A boat at 20:15'));
		const store = attempt();

		expect(store.resumableInput(0)).toBeUndefined();
		expect(store.open(0, input('A boat at 20:16')).input).toEqual(input('A boat at 20:15'));
	});

	it('resumes a task in another execution only if the request is unchanged', () => {
		createTask('A boat');
		const store = attempt({ executionId: '8' });

		expect(store.resumableInput(0)).toBeUndefined();
		expect(store.open(0, input('A boat')).task).toEqual(TASK);

		createTask('A boat', {}, { executionId: '9', runIndex: 1 });
		const changed = attempt({ executionId: '10', runIndex: 1 }).open(0, input('A kite'));
		expect(changed.task).toBeUndefined();
		expect(changed.input).toEqual(input('A kite'));
	});

	it('uses the current options in another execution, because the user may have changed them', () => {
		attempt().open(0, { ...input('A boat'), timeoutMinutes: 1 } as StoredInput);
		const current = { ...input('A boat'), timeoutMinutes: 60 } as StoredInput;

		expect(attempt({ executionId: '8' }).open(0, current).input).toEqual(current);
	});

	it('does not resume a failed task, but keeps its ID for the report and the next idempotency key', () => {
		createTask('A boat', { status: 'failed', failure: FAILURE });
		const store = attempt();

		expect(store.resumableInput(0)).toBeUndefined();
		expect(store.open(0, input('A boat'))).toMatchObject({
			task: undefined,
			failedTasks: [{ taskId: TASK.taskId, status: 'failed' }],
		});
		store.track(0, { taskId: 'task-2' });
		expect(store.report().tasks).toMatchObject([
			{ taskId: TASK.taskId, runIndex: 0, itemIndex: 0 },
			{ taskId: 'task-2', runIndex: 0, itemIndex: 0 },
		]);
	});

	it('resumes a cancelled task in the same execution, because it may be charged, but not in another', () => {
		const cancelled = { status: 'cancelled', failure: FAILURE };
		createTask('A boat', cancelled);

		expect(attempt().open(0, input('A boat')).task).toMatchObject(cancelled);
		expect(attempt({ executionId: '8' }).open(0, input('A boat')).task).toBeUndefined();
	});

	it('keeps an indeterminate create, so that a later attempt does not send it again', () => {
		const first = attempt();
		first.open(0, input('A boat'));
		first.setIndeterminate(0, INDETERMINATE);

		expect(attempt().resumableInput(0)).toEqual(input('A boat'));
		expect(attempt().open(0, input('A kite')).indeterminate).toEqual(INDETERMINATE);
	});

	it('reports what all runs of the execution created, and nothing that another one has finished', () => {
		createTask('A boat', { taskId: 'task-0' }, { executionId: '6' });
		attempt({ executionId: '6' }).finish();
		createTask('A boat', { taskId: 'task-1', status: 'completed' }, { runIndex: 1 });
		attempt({ runIndex: 1 }).finish();
		const store = attempt({ runIndex: 2 });
		store.open(3, input('A kite'));
		store.setIndeterminate(3, INDETERMINATE);

		expect(attempt({ runIndex: 2 }).report()).toEqual({
			tasks: [{ taskId: 'task-1', status: 'completed', runIndex: 1, itemIndex: 0 }],
			indeterminate: [{ runIndex: 2, itemIndex: 3, create: INDETERMINATE }],
		});
	});

	it('reports what it may still resume of the execution that it retries', () => {
		createTask('A boat', {}, { executionId: '6' });

		expect(attempt().report().tasks).toMatchObject([TASK]);
		attempt().open(0, input('A kite'));
		expect(attempt().report().tasks).toMatchObject([]);
	});

	describe('with a task that failed because of its request', () => {
		const violation = { code: 'content_policy_violation', message: '', hint: '', retryable: false };
		const failed = { status: 'failed', failure: violation };

		it.each(['7', '8'])('resumes it for the same request, in execution %s', (executionId) => {
			createTask('A boat', failed);

			expect(attempt({ executionId }).resumableInput(0)).toBeUndefined();
			expect(attempt({ executionId }).open(0, input('A boat')).task).toMatchObject(failed);
		});

		it('creates another task for a different request', () => {
			createTask('A boat', failed);
			const item = attempt().open(0, input('A kite'));

			expect(item.task).toBeUndefined();
			expect(item.input).toEqual(input('A kite'));
			expect(item.failedTasks).toMatchObject([failed]);
		});
	});

	it('resumes nothing from a run that returned its items', () => {
		createTask('A boat');
		attempt().finish();

		expect(attempt().open(0, input('A boat')).task).toBeUndefined();
		expect(attempt({ executionId: '8' }).open(0, input('A boat')).task).toBeUndefined();
	});

	it('does not resume or finish the task of another run of the execution', () => {
		createTask('A boat');
		const other = attempt({ runIndex: 1 });

		expect(other.open(0, input('A boat')).task).toBeUndefined();
		other.finish();
		expect(attempt().open(0, input('A boat')).task).toEqual(TASK);
	});

	it('does not store tasks that were only read', () => {
		attempt().track(0, TASK);
		attempt().finish();

		expect(attempt().report().tasks).toEqual([]);
	});

	describe('with calls of an agent', () => {
		const call = (runIndex: number) => attempt({ runIndex, isTool: true });

		it('carries the task of a failed call over to exactly one later call with the same request', () => {
			createTask('A boat', {}, { isTool: true });
			call(0).resumeInNextCall();

			expect(call(1).open(0, input('A kite')).task).toBeUndefined();
			expect(call(2).open(0, input('A boat')).task).toEqual(TASK);
			expect(call(3).open(0, input('A boat')).task).toBeUndefined();
		});

		it('carries an indeterminate create over past a call that fails before it sends a request', () => {
			const first = call(0);
			first.open(0, input('A boat'));
			first.setIndeterminate(0, INDETERMINATE);
			first.resumeInNextCall();
			call(1).resumeInNextCall();

			expect(call(2).open(0, input('A boat')).indeterminate).toEqual(INDETERMINATE);
		});

		it('hands each task of equal calls that failed out once', () => {
			for (const runIndex of [0, 1]) {
				createTask('A boat', { taskId: `task-${runIndex}` }, { isTool: true, runIndex });
			}
			call(0).resumeInNextCall();
			call(1).resumeInNextCall();
			expect(call(2).report().tasks).toHaveLength(2);

			const resumed = [2, 3, 4].map((runIndex) => call(runIndex).open(0, input('A boat')).task);
			expect(resumed.map((task) => task?.taskId).sort()).toEqual(['task-0', 'task-1', undefined]);
		});

		it('does not resume the task of an equal call that still runs', () => {
			createTask('A boat', {}, { isTool: true });

			expect(call(1).open(0, input('A boat')).task).toBeUndefined();
		});

		it('resumes the task of a successful call only in another execution, and once', () => {
			createTask('A boat', { status: 'completed' }, { isTool: true });
			call(0).finish();
			expect(call(1).open(0, input('A boat')).task).toBeUndefined();

			const retry = (runIndex: number) =>
				attempt({ executionId: '8', isTool: true, runIndex }).open(0, input('A boat')).task;
			expect([retry(5), retry(6)].filter(Boolean)).toEqual([
				{ taskId: TASK.taskId, status: 'completed' },
			]);
		});

		it('does not resume a task for a different request in the same call', () => {
			createTask('A boat', {}, { isTool: true });

			expect(call(0).open(0, input('A kite')).task).toBeUndefined();
		});
	});
});
