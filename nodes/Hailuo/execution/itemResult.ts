import type { INodeExecutionData } from 'n8n-workflow';

import type { KnownTask } from '../domain/task';
import type { IndeterminateCreate } from './taskStore';

/** Why an item has no result. */
export interface ItemFailure {
	/** What happened, with the task ID as soon as there is one. */
	message: string;
	/** What to do next. */
	advice?: string;
	httpStatus?: number;
	task?: KnownTask;
	/** What is not charged: this item, whose create was refused, or the run, of which nothing was sent. */
	notCharged?: 'item' | 'run';
	/** Nobody knows whether the create was accepted; what to do follows from it. */
	indeterminate?: IndeterminateCreate;
}

/** The run ended (by the user, or by another item's failure) before this item did. */
export interface Stopped {
	stopped: true;
}

/** What one item came to. */
export type Outcome = { item: INodeExecutionData } | { failure: ItemFailure } | Stopped;

/** How far one item's task came. */
export type Ended = { task: KnownTask } | { failure: ItemFailure } | Stopped;
