import type { INodeExecutionData } from 'n8n-workflow';

import type { Issue } from '../domain/issue';
import type { KnownTask } from '../domain/task';
import type { Result } from '../utils/result';

/** Why an item has no output. */
export interface ItemFailure extends Issue {
	/** What happened, with the task ID as soon as there is one. */
	message: string;
	httpStatus?: number;
	task?: KnownTask;
	/**
	 * How a paid item ended before it had a task; absent for every other failure.
	 *
	 * - `runRefused`: the run was refused as a whole, and nothing was sent
	 * - `notCreated`: its create was rejected, or not sent; it is not charged
	 * - `indeterminate`: its create may have been accepted; `TaskStore` knows what to do about it
	 */
	createOutcome?: 'runRefused' | 'notCreated' | 'indeterminate';
}

/** A failed item. */
export interface FailedItem {
	failure: ItemFailure;
	itemIndex: number;
}

/** The output of one input item: one item or several. */
export type ItemResult = Result<INodeExecutionData | INodeExecutionData[], ItemFailure>;

/** The task of one item in its last known state. */
export type TaskResult = Result<KnownTask, ItemFailure>;
