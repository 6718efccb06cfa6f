import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import type { Credential } from '../transport/credential';
import type { ItemFailure, ItemResult } from './itemResult';
import type { ParameterReader } from './parameterReader';
import type { Account, RunContext } from './runContext';
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

/** Why some items of a run are not executed. */
export interface Refusal {
	failure: ItemFailure;
	/** Indexes of these items. */
	items: ReadonlySet<number>;
}

/** An operation of the node. All items are validated before the first is executed. */
export interface Operation<Input> {
	/** The fields of the operation in the form. */
	fields: readonly INodeProperties[];
	/**
	 * Reads and validates the parameters of one item. Issues and hints are added to the reader.
	 *
	 * @returns undefined if there are issues
	 */
	validate(
		parameters: ParameterReader,
		item: ItemContext,
	): Promise<Input | undefined> | Input | undefined;
	/**
	 * Checks the valid items of a run together, before the first is executed.
	 *
	 * @returns which items are not executed, and why; undefined if all are
	 */
	checkRun?(
		run: RunContext,
		items: ReadonlyArray<RunItem & { input: Input }>,
	): Promise<Refusal | undefined>;
	/** Starts a run; the returned function executes one item. Failures are results, not exceptions. */
	createExecutor(run: RunContext): (input: Input, item: RunItem) => Promise<ItemResult>;
	/** Called when all items have finished, unless the user stopped the run. */
	settle?(run: RunContext, items: readonly RunItem[]): Promise<void>;
	/** Hints to show above the output of a finished run. */
	hintsAfter?(run: RunContext, results: readonly ItemResult[]): string[];
}
