import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import type { Credential } from '../transport/credential';
import type { ItemFailure, ItemResult } from './itemResult';
import type { ParameterReader } from './parameterReader';
import type { Account, RunContext } from './runContext';
import type { TaskStore } from './taskStore';

/** What the validation of an item needs besides its parameters. */
export interface ItemContext {
	context: IExecuteFunctions;
	itemIndex: number;
	credential: Credential;
	/** What earlier tries have created. */
	store: TaskStore;
}

/** A valid item, with the account that its requests go to. */
export interface RunItem extends Account {
	itemIndex: number;
}

/** Why some items of a run are not executed. */
export interface Refusal {
	failure: ItemFailure;
	/** Their indexes. */
	items: ReadonlySet<number>;
}

/** An operation of the node. All items are validated before the first is executed. */
export interface Operation<Input> {
	/** Its part of the form. */
	fields: readonly INodeProperties[];
	/**
	 * Reads and validates the parameters of one item. Issues and hints are added to the reader.
	 *
	 * @returns undefined where there are issues
	 */
	validate(
		parameters: ParameterReader,
		item: ItemContext,
	): Promise<Input | undefined> | Input | undefined;
	/**
	 * Checks the valid items of a run together, before the first is executed.
	 *
	 * @returns which of them are not executed, and why
	 */
	checkRun?(
		run: RunContext,
		items: ReadonlyArray<RunItem & { input: Input }>,
	): Promise<Refusal | undefined>;
	/** Starts a run; the returned function executes one item. Failures are results, not exceptions. */
	createExecutor(run: RunContext): (input: Input, item: RunItem) => Promise<ItemResult>;
	/** Called when all items have ended, unless the user stopped the run. */
	settle?(run: RunContext, items: readonly RunItem[]): Promise<void>;
	/** What to show above the output of a run that has ended. */
	hintsAfter?(run: RunContext, results: readonly ItemResult[]): string[];
}
