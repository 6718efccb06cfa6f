import type { IContextObject } from 'n8n-workflow';

import { TaskStore } from '../../../nodes/Hailuo/execution/taskStore';
import type { StoredInput } from '../../../nodes/Hailuo/execution/storedItem';

const TASK = { taskId: 'task-unified-1700000000-a1b2c3d4' };
const INDETERMINATE = { cause: 'Bad gateway (HTTP 502)', model: 'MiniMax-Hailuo-02', sentAtMs: 1 };

const failure = (code: string) => ({ code, message: '', hint: '', retryable: true });
const BROKEN = { status: 'failed', failure: failure('service_error') };
const VIOLATION = { status: 'failed', failure: failure('content_policy_violation') };
const CANCELLED = { status: 'cancelled', failure: failure('request_cancelled') };

function input(prompt: string): StoredInput {
	const body = { model: 'MiniMax-Hailuo-02', prompt, quality: '768p', duration: 6 };
	return { request: { mode: 'textToVideo', body, images: [] } };
}

interface Attempt {
	executionId?: string;
	runIndex?: number;
	isTool?: boolean;
}

describe('TaskStore', () => {
	let nodeContext: IContextObject;
	beforeEach(() => {
		nodeContext = {};
	});

	/** An attempt of the node, with a context that n8n has saved and loaded. */
	function attempt({ executionId = '7', runIndex = 0, isTool = false }: Attempt = {}): TaskStore {
		nodeContext = JSON.parse(JSON.stringify(nodeContext));
		return new TaskStore(nodeContext, executionId, runIndex, isTool);
	}

	/** An attempt that creates a task for "A boat". */
	function createTask(task: object = {}, options: Attempt = {}): TaskStore {
		const store = attempt(options);
		store.open(0, input('A boat'));
		store.track(0, { ...TASK, ...task });
		return store;
	}

	describe('in a later attempt', () => {
		const retry = { executionId: '8' };
		interface Case {
			task?: object;
			later?: Attempt;
			prompt?: string;
		}

		it.each<[isResumed: boolean, string, Case]>([
			[true, 'of the execution', {}],
			[true, 'of the execution, with another request', { prompt: 'A kite' }],
			[true, 'of another execution', { later: retry }],
			[true, 'of the execution, if it was cancelled and may be charged', { task: CANCELLED }],
			[true, 'of the execution, if the request would fail again', { task: VIOLATION }],
			[true, 'of another, if the request would fail again', { task: VIOLATION, later: retry }],
			[false, 'of another execution, with another request', { prompt: 'A kite', later: retry }],
			[false, 'of another run of the execution', { later: { runIndex: 1 } }],
			[false, 'of another execution, if it was cancelled', { task: CANCELLED, later: retry }],
			[false, 'if it failed', { task: BROKEN }],
			[false, 'if another request would fail', { task: VIOLATION, prompt: 'A kite' }],
		])('resumes (%s) the task %s', (isResumed, _, { task = {}, later, prompt = 'A boat' }) => {
			createTask(task);
			const store = attempt(later);

			// Without a change of the store.
			for (let calls = 0; calls < 2; calls += 1) {
				expect(store.hasCreated(0, input(prompt))).toBe(isResumed);
				expect(store.hasCreated(1, input(prompt))).toBe(false);
			}
			const opened = store.open(0, input(prompt));
			expect([opened.task, opened.input]).toEqual(
				isResumed ? [{ ...TASK, ...task }, input('A boat')] : [undefined, input(prompt)],
			);
		});

		it.each([
			[true, 'in an earlier attempt of the execution', {}],
			[false, 'in another execution', { executionId: '6' }],
			[false, 'in another run of the execution', { runIndex: 1 }],
		])('hasCreatedInEarlierTry returns %s after a create %s', (expected, _, options) => {
			createTask({}, options);

			expect(attempt().hasCreatedInEarlierTry()).toBe(expected);
		});

		it('keeps the input that was validated first, even if nothing was created', () => {
			attempt().open(0, input('A boat at 20:15'));
			const store = attempt();

			expect(store.resumableInput(0)).toBeUndefined();
			expect(store.open(0, input('A boat at 20:16')).input).toEqual(input('A boat at 20:15'));
		});

		it.each<[string, boolean, object, Attempt]>([
			['the execution', true, {}, {}],
			['another execution, whose options may differ', false, {}, retry],
			['the execution, if the task failed', false, BROKEN, {}],
			['the execution, if the request would fail again', false, VIOLATION, {}],
		])('resumableInput in %s: %s', (_, isResumable, task, later) => {
			createTask(task);

			expect(attempt(later).resumableInput(0)).toEqual(isResumable ? input('A boat') : undefined);
		});

		it('of another execution, uses its own options', () => {
			attempt().open(0, { ...input('A boat'), timeoutMinutes: 1 } as StoredInput);
			const current = { ...input('A boat'), timeoutMinutes: 60 } as StoredInput;

			expect(attempt(retry).open(0, current).input).toEqual(current);
		});

		it('keeps the ID of a failed task, for the report and the next idempotency key', () => {
			createTask(BROKEN);
			const store = attempt();

			expect(store.open(0, input('A boat')).failedTasks).toMatchObject([TASK]);
			store.track(0, { taskId: 'task-2' });
			expect(store.report().tasks).toMatchObject([
				{ ...TASK, runIndex: 0, itemIndex: 0 },
				{ taskId: 'task-2', runIndex: 0, itemIndex: 0 },
			]);
		});

		it('knows an indeterminate create, so that it is not sent again', () => {
			const store = attempt();
			store.open(0, input('A boat'));
			expect(store.hasCreated(0, input('A boat'))).toBe(false);
			store.setIndeterminate(0, INDETERMINATE);

			expect(attempt().hasCreated(0, input('A boat'))).toBe(true);
			expect(attempt().resumableInput(0)).toEqual(input('A boat'));
			expect(attempt().open(0, input('A kite')).indeterminate).toEqual(INDETERMINATE);
		});

		it.each([{}, retry])('resumes nothing from a run that returned its items: %j', (later) => {
			createTask().finish();

			expect(attempt(later).open(0, input('A boat')).task).toBeUndefined();
		});

		it('resumes a task although another run of the execution has finished', () => {
			createTask();
			attempt({ runIndex: 1 }).finish();

			expect(attempt().open(0, input('A boat')).task).toEqual(TASK);
		});
	});

	describe('report', () => {
		it('has what all runs of the execution created, and nothing that another one finished', () => {
			createTask({ taskId: 'task-0' }, { executionId: '6' }).finish();
			createTask({ taskId: 'task-1', status: 'completed' }, { runIndex: 1 }).finish();
			const store = attempt({ runIndex: 2 });
			store.open(3, input('A kite'));
			store.setIndeterminate(3, INDETERMINATE);

			expect(attempt({ runIndex: 2 }).report()).toEqual({
				tasks: [{ taskId: 'task-1', status: 'completed', runIndex: 1, itemIndex: 0 }],
				indeterminate: [{ runIndex: 2, itemIndex: 3, create: INDETERMINATE }],
			});
		});

		it('has what it may still resume of the execution that it retries', () => {
			createTask({}, { executionId: '6' });

			expect(attempt().report().tasks).toMatchObject([TASK]);
			attempt().open(0, input('A kite'));
			expect(attempt().report().tasks).toEqual([]);
		});

		it('lacks tasks that were only read, once the run has finished', () => {
			attempt().track(0, TASK);
			attempt().finish();

			expect(attempt().report().tasks).toEqual([]);
		});
	});

	describe('with calls of an agent', () => {
		const call = (runIndex: number) => attempt({ runIndex, isTool: true });
		const createInCall = (runIndex: number, taskId = TASK.taskId) =>
			createTask({ taskId }, { runIndex, isTool: true });

		it('resumes the task of a failed call in exactly one call with the same request', () => {
			createInCall(0).resumeInNextCall();

			expect(call(1).open(0, input('A kite')).task).toBeUndefined();
			expect(call(2).hasCreated(0, input('A boat'))).toBe(true);
			expect(call(2).open(0, input('A boat')).task).toEqual(TASK);
			expect(call(3).hasCreated(0, input('A boat'))).toBe(false);
			expect(call(3).open(0, input('A boat')).task).toBeUndefined();
		});

		it('resumes an indeterminate create after a call that failed before any request', () => {
			const first = call(0);
			first.open(0, input('A boat'));
			first.setIndeterminate(0, INDETERMINATE);
			first.resumeInNextCall();
			call(1).resumeInNextCall();

			expect(call(2).open(0, input('A boat')).indeterminate).toEqual(INDETERMINATE);
		});

		it('resumes each task of equal calls that failed once', () => {
			for (const runIndex of [0, 1]) createInCall(runIndex, `task-${runIndex}`);
			call(0).resumeInNextCall();
			call(1).resumeInNextCall();
			expect(call(2).report().tasks).toHaveLength(2);

			const resumed = [2, 3, 4].map((runIndex) => call(runIndex).open(0, input('A boat')).task);
			expect(resumed.map((task) => task?.taskId).sort()).toEqual(['task-0', 'task-1', undefined]);
		});

		it('does not resume the task of a call that still runs, or of another request', () => {
			createInCall(0);

			expect(call(1).open(0, input('A boat')).task).toBeUndefined();
			expect(call(0).open(0, input('A kite')).task).toBeUndefined();
		});

		it('resumes the task of a successful call only in another execution, and once', () => {
			createInCall(0).finish();
			expect(call(1).open(0, input('A boat')).task).toBeUndefined();

			const retry = (runIndex: number) =>
				attempt({ executionId: '8', isTool: true, runIndex }).open(0, input('A boat')).task;
			expect([retry(5), retry(6)]).toEqual([TASK, undefined]);
		});
	});
});
