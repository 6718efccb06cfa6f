import type { CreateRequest } from '../domain/createRequest';
import type { KnownTask } from '../domain/task';
import { isAboutRequest } from '../domain/taskFailure';

/** A create that may have been accepted. It is never retried by a later try. */
export interface IndeterminateCreate {
	/** What happened, in one line, e.g. "Bad gateway (HTTP 502)". */
	cause: string;
	model: string;
	/** When its first request was sent, ms since 1970. */
	sentAtMs: number;
	/** Tasks that it may have created: from its own response, and new ones in the account's list. */
	possibleTaskIds?: string[];
	/** The account's list, which shows the tasks that this run has created, showed no other new task. */
	hasNoNewTask?: true;
}

/** What Create validated for one item, as plain JSON. */
export interface StoredInput {
	request: CreateRequest;
}

/** Identifies an item within the execution. For an agent, the run is the number of the call. */
export interface ItemPosition {
	runIndex: number;
	itemIndex: number;
}

/** One item's task or create within one run of the node, over all its tries. */
export interface StoredItem extends ItemPosition {
	/** The execution that last processed the item. */
	executionId: string;
	/** Digest of the request. Present as long as a later try or call may resume the item. */
	digest?: string;
	/** Present for an item of Create until its run is finished. */
	input?: StoredInput;
	/** Last known state. */
	task?: KnownTask;
	/** Failed tasks, each of which was followed by a new one. */
	failedTasks?: KnownTask[];
	indeterminate?: IndeterminateCreate;
	/** The call of an agent has failed, so that the agent may repeat it. */
	hasFailed?: true;
}

/** Everything that the execution has created or may have created, by run and item. */
export interface ExecutionReport {
	tasks: Array<KnownTask & ItemPosition>;
	indeterminate: Array<ItemPosition & { create: IndeterminateCreate }>;
}

/**
 * Whether a task is resumed instead of creating another one. A failed task is not, since it is not
 * charged, unless the same request would fail again. A cancelled task is resumed by a try of the same
 * execution, which must not create another one; the user's own Retry may.
 */
export function isResumable(
	task: KnownTask | undefined,
	{ isSameExecution, isSameRequest }: { isSameExecution: boolean; isSameRequest: boolean },
): boolean {
	if (task === undefined) return false;
	if (task.failure === undefined) return true;
	if (task.status === 'cancelled') return isSameExecution;
	return isSameRequest && isAboutRequest(task.failure);
}

/** The fields of a task that a finished run keeps. */
export function summaryOf({ taskId, status }: KnownTask): KnownTask {
	return { taskId, ...(status && { status }) };
}
