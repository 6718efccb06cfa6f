import type { FunctionsBase, IContextObject, IExecuteFunctions } from 'n8n-workflow';

import { err, type Result } from '../utils/result';
import type { FailedItem, ItemFailure } from './itemResult';
import { systemClock } from './systemClock';
import { TaskStore } from './taskStore';

/**
 * Whether an AI agent calls the node. n8n gives the tool its own type name. `isToolExecution` is false
 * there, since current agents run a tool like any other node.
 */
function isTool(context: Pick<FunctionsBase, 'getNode'>): boolean {
	return context.getNode().type.endsWith('Tool');
}

/** n8n's storage for a node within an execution. n8n's Agents module has none and throws. */
function nodeContext(context: IExecuteFunctions): IContextObject {
	try {
		return context.getContext('node');
	} catch {
		return {};
	}
}

/** The number of an agent's call. Agents give parallel calls the same run index. */
function countCall(storage: IContextObject): number {
	const call = Number(storage.calls ?? 0);
	storage.calls = call + 1;
	return call;
}

/** One run of the node: the state that all items share. */
export class RunContext {
	readonly clock = systemClock;
	/** n8n's storage for the node within this execution, over all its tries. */
	readonly nodeContext: IContextObject;
	readonly store: TaskStore;
	/** Aborts when the user stops the execution. */
	readonly stopSignal: AbortSignal;
	/** Aborts when the user stops the execution, and when a failure ends the run. */
	readonly signal: AbortSignal;
	/** Aborts, in addition, when a create fails: no other is sent, but the existing tasks are still awaited. */
	readonly createSignal: AbortSignal;
	/** Whether an AI agent calls the node. */
	readonly isTool: boolean;
	/**
	 * Whether a failed item becomes an error item, instead of ending the run. For an agent it does unless On
	 * Error is Stop Workflow, so that the model receives the error: an exception ends the whole execution on n8n
	 * up to 2.20, and is not passed to agents of version 2.
	 */
	readonly continuesOnFail: boolean;
	/** Index of the run within the execution (loops), from 0; for an agent, the number of the call. */
	readonly runIndex: number;
	/** ID of the first of the executions that retry each other; empty if n8n provides none. */
	readonly firstExecutionId: string;
	/** The items that failed before the run ended, in this order. */
	readonly failed: FailedItem[] = [];
	private readonly end = new AbortController();
	private readonly endOfCreates = new AbortController();

	constructor(readonly context: IExecuteFunctions) {
		this.stopSignal = context.getExecutionCancelSignal() ?? new AbortController().signal;
		this.signal = AbortSignal.any([this.stopSignal, this.end.signal]);
		this.createSignal = AbortSignal.any([this.signal, this.endOfCreates.signal]);
		this.isTool = isTool(context);
		const isHandledByAgent = this.isTool && context.getNode().onError !== 'stopWorkflow';
		this.continuesOnFail = isHandledByAgent || context.continueOnFail();
		this.nodeContext = nodeContext(context);
		this.runIndex = this.isTool
			? countCall(this.nodeContext)
			: Number(context.getWorkflowDataProxy(0).$runIndex) || 0;
		const executionId = context.getExecutionId() ?? '';
		// Also if no item is valid: all Retries of an execution send the same keys.
		this.firstExecutionId = String((this.nodeContext.firstExecutionId ??= executionId));
		this.store = new TaskStore(this.nodeContext, executionId, this.runIndex, this.isTool);
	}

	/**
	 * Called as soon as an item fails, before another one takes its slot. With On Error = Stop, the first failure
	 * ends the run. That of a create lets no other be sent, but the tasks that exist are still awaited, so that
	 * their end is stored for the next try; any other ends everything at once. Later failures are ignored: nearly
	 * all are caused by the end of the run.
	 */
	fail(itemIndex: number, failure: ItemFailure): Result<never, ItemFailure> {
		const isCreate = failure.createOutcome !== undefined;
		const hasEnded = (isCreate ? this.createSignal : this.signal).aborted;
		if (!hasEnded) {
			this.failed.push({ failure, itemIndex });
			if (!this.continuesOnFail) (isCreate ? this.endOfCreates : this.end).abort();
		}
		return err(failure);
	}

	/** Writes to n8n's log, with the name of the node. */
	log(level: 'info' | 'warn' | 'error', text: string): void {
		this.context.logger[level](`Node "${this.context.getNode().name}": ${text}`);
	}
}
