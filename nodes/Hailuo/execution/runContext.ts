import type { IContextObject, IExecuteFunctions } from 'n8n-workflow';

import { formatError } from '../transport/errorMessages';
import { HailuoClient } from '../transport/client';
import { readCredential, type Credential } from '../transport/credential';
import type { RequestError } from '../transport/responseError';
import { CreateQueue } from '../scheduling/createQueue';
import { RateLimiter } from '../scheduling/rateLimiter';
import { createLimit } from '../scheduling/limit';
import type { KnownTask } from '../domain/task';
import { customDataOf, recordTaskId } from './customData';
import { TaskStore } from './taskStore';
import { shouldContinueOnFail, isTool } from './toolMode';
import { systemClock } from './systemClock';

/** Videos streamed to the binary store at once, while other tasks are still waited for. */
const MAX_CONCURRENT_DOWNLOADS = 3;

/** n8n's memory of a node in an execution. Its Agents module gives a tool none, and throws. */
function nodeContext(context: IExecuteFunctions): IContextObject {
	try {
		return context.getContext('node');
	} catch {
		return {};
	}
}

/** A credential, and the requests with it. */
export interface Account {
	credential: Credential;
	client: HailuoClient;
}

/** One run of the node over all its items: what its operations share while they work side by side. */
export class RunContext {
	readonly clock = systemClock;
	readonly rateLimiter = new RateLimiter(systemClock);
	/** Of the storage host, which knows nothing of the API's limits. */
	readonly storageRateLimiter = new RateLimiter(systemClock);
	readonly downloadLimit = createLimit(MAX_CONCURRENT_DOWNLOADS);
	readonly createQueue: CreateQueue;
	/** n8n's memory of the node in this execution, over all its tries. */
	readonly nodeContext: IContextObject;
	readonly store: TaskStore;
	/** Aborts when the user stops the execution. */
	readonly stopSignal: AbortSignal;
	/** Aborts then, and when the run ends early. */
	readonly signal: AbortSignal;
	/** Agents get links: a file in a tool's answer would only flood the model. */
	readonly isTool: boolean;
	/** Which time the node runs in this execution (loops, calls of an agent), from 0. */
	readonly runIndex: number;
	/** Items whose create was answered with a task that the provider had already made. */
	readonly replayed: Array<{ itemIndex: number; taskId: string }> = [];

	private readonly accounts = new Map<string, Account>();
	private readonly abortController = new AbortController();
	private readonly customData: ReturnType<typeof customDataOf>;

	constructor(readonly context: IExecuteFunctions) {
		this.stopSignal = context.getExecutionCancelSignal() ?? new AbortController().signal;
		this.signal = AbortSignal.any([this.stopSignal, this.abortController.signal]);
		this.createQueue = new CreateQueue(this, this.stopSignal, (refusal) =>
			this.logRateLimited(refusal),
		);
		this.runIndex = Number(context.getWorkflowDataProxy(0).$runIndex) || 0;
		this.isTool = isTool(context);
		this.customData = customDataOf(context);
		this.nodeContext = nodeContext(context);
		this.store = new TaskStore(
			this.nodeContext,
			context.getExecutionId() ?? '',
			this.runIndex,
			this.isTool,
		);
	}

	/** The credential of one item: items whose expressions give the same share one account. */
	async account(itemIndex: number): Promise<Account | { complaint: string }> {
		const found = await readCredential(this.context, itemIndex);
		if ('complaint' in found) return found;
		const { credential } = found;
		const name = JSON.stringify(credential);
		const account = this.accounts.get(name) ?? {
			credential,
			client: new HailuoClient(this.context, credential),
		};
		this.accounts.set(name, account);
		return account;
	}

	/** Until the line is through, n8n shows nothing but that the node runs. */
	private logRateLimited(refusal: RequestError): void {
		this.context.logger.warn(
			`Node "${this.context.getNode().name}": the API takes no more videos for the moment. ${formatError(refusal)}. Until it does, they go one by one.`,
		);
	}

	/** Called while the failed item still holds its place: no request begins any more, unless the others go on. */
	abortOnFailure(): void {
		if (!shouldContinueOnFail(this.context)) this.abortController.abort();
	}

	/** Keeps a task that an item has paid for, wherever the run may end. */
	trackCreated(itemIndex: number, task: KnownTask): void {
		this.store.track(itemIndex, task);
		if (this.customData !== undefined) recordTaskId(this.customData, task.taskId);
	}
}
