import type { INodeExecutionData } from 'n8n-workflow';

import type { KnownTask } from '../domain/task';
import type { Result } from '../utils/result';
import type { IndeterminateCreate } from './storedItem';

/** Why an item has no output. */
export interface ItemFailure {
	/** What happened, with the task ID as soon as there is one. */
	message: string;
	/** What to do next. */
	suggestion?: string;
	httpStatus?: number;
	task?: KnownTask;
	/** What is not charged: this item, whose create was rejected, or the run, of which nothing was sent. */
	notCharged?: 'item' | 'run';
	/** The create that may have been accepted; the suggestion follows from it. */
	indeterminate?: IndeterminateCreate;
	/** The run ended, by the user or by another item's failure, before this item did. */
	isAborted?: true;
}

/** The output of one item: an item, or several. */
export type ItemResult = Result<INodeExecutionData | INodeExecutionData[], ItemFailure>;

/** The task of one item, as far as it got. */
export type TaskResult = Result<KnownTask, ItemFailure>;

export const ABORTED: ItemFailure = { message: 'The execution was canceled', isAborted: true };
