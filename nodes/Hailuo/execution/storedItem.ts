import type { CreateRequest } from '../domain/createRequest';
import type { KnownTask } from '../domain/task';

/** A create that may have been accepted. No later try sends it again. */
export interface IndeterminateCreate {
	/** What happened, in one line, e.g. "Bad gateway (HTTP 502)". */
	cause: string;
	model: string;
	/** When its first request began, ms since 1970. */
	sentAtMs: number;
	/** Tasks of the account that it may have created; absent where the account could not be listed. */
	possibleTaskIds?: string[];
}

/** What Create validated for one item, as plain JSON. */
export interface StoredInput {
	request: CreateRequest;
}

/** One item's task or create within one run of the node, over all its tries. */
export interface StoredItem {
	/** The execution that last worked on it. */
	executionId: string;
	/** Absent where the item created nothing (Get Status, Wait), and once its run is finished. */
	input?: StoredInput;
	/** Last known state. */
	task?: KnownTask;
	/** Tasks that ended as failed; each was followed by a new one. */
	failedTasks?: KnownTask[];
	indeterminate?: IndeterminateCreate;
}

/** An item of a run of the execution. */
export interface ItemPosition {
	runIndex: number;
	itemIndex: number;
}

/** All that the execution has created and may have created, in order of runs and items. */
export interface ExecutionReport {
	tasks: KnownTask[];
	indeterminate: Array<ItemPosition & { create: IndeterminateCreate }>;
}

/**
 * Whether a task is resumed. A failed one is not, since it is not charged. A cancelled one may be: a
 * try of the same execution must not create another, the user's own Retry may.
 */
export function isResumable(task: KnownTask | undefined, isSameExecution: boolean): boolean {
	if (task === undefined) return false;
	return task.failure === undefined || (task.status === 'cancelled' && isSameExecution);
}

/** What a finished run keeps of a task. */
export function summaryOf({ taskId, status }: KnownTask): KnownTask {
	return { taskId, ...(status && { status }) };
}
