import type { INodeExecutionData } from 'n8n-workflow';

import type { Issue } from '../domain/issue';
import type { KnownTask } from '../domain/task';
import type { Result } from '../utils/result';
import type { IndeterminateCreate } from './storedItem';

/** Why an item has no output. */
export interface ItemFailure extends Issue {
	/** What happened, with the task ID as soon as there is one. */
	message: string;
	httpStatus?: number;
	task?: KnownTask;
	/** What is not charged: this item, whose create was rejected, or the run, since nothing was sent. */
	notCharged?: 'item' | 'run';
	/** The create that may have been accepted; the suggestion follows from it. */
	indeterminate?: IndeterminateCreate;
	/** The run was ended by the user or by another item's failure before this item finished. */
	isAborted?: true;
}

/** The output of one input item: one item or several. */
export type ItemResult = Result<INodeExecutionData | INodeExecutionData[], ItemFailure>;

/** The task of one item in its last known state. */
export type TaskResult = Result<KnownTask, ItemFailure>;

export const ABORTED: ItemFailure = { message: 'The execution was canceled', isAborted: true };
