import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import type { ParameterReader } from '../domain/parameterReader';
import type { Credential } from '../transport/credential';
import type { Account } from './accounts';
import type { ItemResult } from './itemResult';
import type { RunContext } from './runContext';

/** An item, with the credential and the account that its requests use. */
export interface RunItem {
	itemIndex: number;
	credential: Credential;
	account: Account;
}

/** A valid item with its input. */
export interface ValidItem<Input> extends RunItem {
	input: Input;
}

/** An operation of the node. The form, the router and the lists of tests follow from it. */
export interface Operation<Input> {
	/** Its entry in the form's list of operations; the value is saved in workflows. */
	option: Required<Pick<INodePropertyOptions, 'name' | 'value' | 'action' | 'description'>>;
	/** Explains it to AI agents; absent if they cannot use it. */
	toolDescription?: string;
	/** Its fields in the form. Messages use their display names. */
	fields: readonly INodeProperties[];
	/**
	 * Reads and validates the parameters of one item, before any item is executed. Issues and hints are
	 * added to the reader.
	 *
	 * @returns the input; ignored if there are issues
	 */
	validate(
		parameters: ParameterReader,
		item: RunItem,
		run: RunContext,
	): Promise<Input | undefined> | Input | undefined;
	/**
	 * Starts a run. What its items share is kept by the object that is returned.
	 *
	 * @param items the valid items, at least one
	 */
	start(run: RunContext, items: ReadonlyArray<ValidItem<Input>>): OperationRun<Input>;
}

/** What an operation does, without its entry in the form. */
export type Executable = Omit<Operation<unknown>, 'option' | 'toolDescription'>;

/** One run of an operation. */
export interface OperationRun<Input> {
	/** Maximum number of items that are executed in parallel. Default: no limit. */
	maxConcurrency?: number;
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
