import type { IExecuteFunctions, INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import type { ParameterReader } from '../domain/parameterReader';
import type { Limit } from '../scheduling/limit';
import type { Credential } from '../transport/credential';
import type { Account } from './accounts';
import type { ItemFailure, ItemResult } from './itemResult';
import type { RunContext } from './runContext';
import type { TaskStore } from './taskStore';

/** What validating an item requires besides its parameters. */
export interface ItemContext {
	context: IExecuteFunctions;
	itemIndex: number;
	credential: Credential;
	/** The tasks that earlier tries have created. */
	store: TaskStore;
}

/** A valid item, with the account that its requests use. */
export interface RunItem {
	itemIndex: number;
	credential: Credential;
	account: Account;
}

/** A valid item with its input. */
export interface ValidItem<Input> extends RunItem {
	input: Input;
}

/** Why some items of a run are not executed. */
export interface Refusal {
	failure: ItemFailure;
	/** Indexes of these items. */
	items: ReadonlySet<number>;
}

/** What an operation does. All items are validated before the first is executed. */
export interface Executable<Input> {
	/** Its fields in the form. Messages use their display names. */
	fields: readonly INodeProperties[];
	/**
	 * Reads and validates the parameters of one item. Issues and hints are added to the reader.
	 *
	 * @returns the input; ignored if there are issues
	 */
	validate(
		parameters: ParameterReader,
		item: ItemContext,
	): Promise<Input | undefined> | Input | undefined;
	/**
	 * Starts a run. What its items share is kept by the object that is returned.
	 *
	 * @param items the valid items, at least one
	 */
	start(run: RunContext, items: ReadonlyArray<ValidItem<Input>>): OperationRun<Input>;
}

/** One run of an operation. */
export interface OperationRun<Input> {
	/** Limits the items that are executed in parallel. Default: no limit. */
	limit?: Limit;
	/**
	 * Checks the valid items together, before the first is executed.
	 *
	 * @returns which items are not executed, and why; undefined if all are
	 */
	check?(): Promise<Refusal | undefined>;
	/**
	 * Executes one item. Failures are results, not exceptions. What fails after the run has ended is ignored.
	 *
	 * @param releaseSlot lets the next item start before this one has its output
	 */
	execute(item: ValidItem<Input>, releaseSlot: () => void): Promise<ItemResult>;
	/** Called when all items have finished, unless the user stopped the run. */
	afterItems?(): Promise<void>;
	/** Hints to show above the output of the finished run. */
	hints?(results: readonly ItemResult[]): string[];
}

/** An operation of the node. The form, the router and the lists of tests follow from it. */
export interface Operation<Input> extends Executable<Input> {
	/** Its entry in the form's list of operations; the value is saved in workflows. */
	option: Required<Pick<INodePropertyOptions, 'name' | 'value' | 'action' | 'description'>>;
	/** Explains it to AI agents; absent if they cannot use it. */
	toolDescription?: string;
}
