import type { INodeExecutionData } from 'n8n-workflow';

import type { KnownTask } from '../domain/task';
import type { IndeterminateCreate } from './taskStore';

/** Why an item has no result. */
export interface ItemFailure {
	/** What happened, with the task ID as soon as there is one. */
	message: string;
	/** What to do next. */
	suggestion?: string;
	httpStatus?: number;
	task?: KnownTask;
	/** What is not charged: this item, whose create was refused, or the run, of which nothing was sent. */
	notCharged?: 'item' | 'run';
	/** Nobody knows whether the create was accepted; what to do follows from it. */
	indeterminate?: IndeterminateCreate;
}

/** The run ended (by the user, or by another item's failure) before this item did. */
export interface Aborted {
	stopped: true;
}

/** What one item came to. */
export type ItemResult = { item: INodeExecutionData } | { failure: ItemFailure } | Aborted;

/** How far one item's task came. */
export type TaskResult = { task: KnownTask } | { failure: ItemFailure } | Aborted;
