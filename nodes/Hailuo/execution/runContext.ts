import type { IContextObject, IExecuteFunctions } from 'n8n-workflow';

import type { Issue } from '../domain/issue';
import type { KnownTask } from '../domain/task';
import { RateLimiter } from '../scheduling/rateLimiter';
import { TaskReader } from '../scheduling/taskReader';
import { HailuoClient } from '../transport/client';
import { accountKey, readCredential, type Credential } from '../transport/credential';
import { ok, type Result } from '../utils/result';
import { customDataOf, recordTaskId } from './customData';
import type { ItemFailure } from './itemResult';
import { systemClock } from './systemClock';
import { TaskStore } from './taskStore';
import { isTool, shouldContinueOnFail } from './toolMode';

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

/** An API key at one address, which has its own rate limits: one for reads, and one for creates (`CreateQueue`). */
export interface Account {
	client: HailuoClient;
	/** For all reads: of tasks, the task list and the credits. */
	readLimiter: RateLimiter;
	/** Reads its tasks, in batches if possible. */
	reader: TaskReader;
}

/** One run of the node: the state that all items share. */
export class RunContext {
	readonly clock = systemClock;
	/** n8n's storage for the node within this execution, over all its tries. */
	readonly nodeContext: IContextObject;
	readonly store: TaskStore;
	/** Aborts when the user stops the execution. */
	readonly stopSignal: AbortSignal;
	/** Aborts when the user stops the execution, and when a task's failure ends the run. */
	readonly signal: AbortSignal;
	/** Aborts, in addition, when a create fails: no other is sent, but the existing tasks are still awaited. */
	readonly createSignal: AbortSignal;
	/** Whether an AI agent calls the node. */
	readonly isTool: boolean;
	/** Index of the run within the execution (loops), from 0; for an agent, the number of the call. */
	readonly runIndex: number;
	/** ID of the first of the executions that retry each other; empty if n8n provides none. */
	readonly firstExecutionId: string;
	private readonly accounts = new Map<string, Account>();
	private readonly abortController = new AbortController();
	private readonly createAbortController = new AbortController();
	private readonly customData: ReturnType<typeof customDataOf>;

	constructor(readonly context: IExecuteFunctions) {
		this.stopSignal = context.getExecutionCancelSignal() ?? new AbortController().signal;
		this.signal = AbortSignal.any([this.stopSignal, this.abortController.signal]);
		this.createSignal = AbortSignal.any([this.signal, this.createAbortController.signal]);
		this.isTool = isTool(context);
		this.customData = customDataOf(context);
		this.nodeContext = nodeContext(context);
		this.runIndex = this.isTool
			? countCall(this.nodeContext)
			: Number(context.getWorkflowDataProxy(0).$runIndex) || 0;
		const executionId = context.getExecutionId() ?? '';
		this.firstExecutionId = String((this.nodeContext.firstExecutionId ??= executionId));
		this.store = new TaskStore(this.nodeContext, executionId, this.runIndex, this.isTool);
	}

	/** The credential of one item, and its account: items with the same key and address share one. */
	async resolve(
		itemIndex: number,
	): Promise<Result<{ credential: Credential; account: Account }, Issue>> {
		const resolved = await readCredential(this.context, itemIndex);
		if (!resolved.ok) return resolved;
		const credential = resolved.value;
		const key = accountKey(credential.baseUrl, credential.data.apiKey);
		const account = this.accounts.get(key) ?? this.newAccount(credential);
		this.accounts.set(key, account);
		return ok({ credential, account });
	}

	/** Number of requests that were sent to read tasks. */
	get readRequests(): number {
		return [...this.accounts.values()].reduce((sum, { reader }) => sum + reader.requestCount, 0);
	}

	private newAccount(credential: Credential): Account {
		const { clock, signal } = this;
		const client = new HailuoClient(this.context, credential);
		const readLimiter = new RateLimiter(clock);
		const reader = new TaskReader({ clock, signal, rateLimiter: readLimiter }, client);
		return { client, readLimiter, reader };
	}

	/**
	 * With On Error = Stop, a failed item ends the run. Called before it releases its slot, so that no
	 * other item starts.
	 *
	 * @param failure of the item; absent if its task failed
	 */
	onItemFailure(failure: Partial<ItemFailure> = {}): void {
		if (failure.isAborted) return;
		if (failure.create !== undefined) this.stopCreating();
		else if (!shouldContinueOnFail(this.context)) this.abortController.abort();
	}

	/**
	 * With On Error = Stop, no other create is sent after a failed one. The tasks that exist are still
	 * awaited, so that their end is stored for the next try.
	 */
	stopCreating(): void {
		if (!shouldContinueOnFail(this.context)) this.createAbortController.abort();
	}

	/** Records a task that was charged, so that it is not lost whenever the run ends. */
	trackCreated(itemIndex: number, task: KnownTask): void {
		this.store.track(itemIndex, task);
		if (this.customData !== undefined) recordTaskId(this.customData, task.taskId);
		// After a crash, n8n's log is all that is left of an execution.
		this.log('info', `item ${itemIndex} is task ${task.taskId}`);
	}

	/** Writes to n8n's log, with the name of the node. */
	log(level: 'info' | 'warn' | 'error', text: string): void {
		this.context.logger[level](`Node "${this.context.getNode().name}": ${text}`);
	}
}
