import type { IContextObject } from 'n8n-workflow';

import type { KnownTask } from '../domain/task';
import { isAboutRequest } from '../domain/taskFailure';
import { digest } from './idempotencyKey';
import {
	isResumable,
	summaryOf,
	type ExecutionReport,
	type IndeterminateCreate,
	type ItemPosition,
	type StoredInput,
	type StoredItem,
} from './storedItem';

/** An item to execute: what to create, or the task or indeterminate create that an earlier try has left. */
type OpenedItem = Pick<StoredItem, 'task' | 'failedTasks' | 'indeterminate'> & {
	input: StoredInput;
	digest: string;
};

/**
 * Everything that the node has created in this execution, stored in n8n's node context. It survives
 * _Retry On Fail_ and is passed to the editor's _Retry_, so that the next try resumes tasks instead of
 * creating new ones.
 *
 * Each item is stored under its run and item index. Within one execution, these identify it, even if its
 * expressions return other values on the next try. In another execution (the editor's Retry), the request
 * must also be the same. An agent's calls have no fixed order: a call resumes an item of any other call
 * with the same request, if that call has failed or belongs to another execution. Each is resumed once.
 */
export class TaskStore {
	private readonly items: Record<string, StoredItem>;

	/**
	 * @param executionId empty if n8n provides none
	 * @param runIndex for an agent, the number of the call
	 */
	constructor(
		nodeContext: IContextObject,
		private readonly executionId: string,
		private readonly runIndex: number,
		private readonly isTool: boolean,
	) {
		nodeContext.items ??= {};
		this.items = nodeContext.items as unknown as Record<string, StoredItem>;
	}

	/** The input that an earlier try of this execution validated, if there is something to resume. */
	resumableInput<Input extends StoredInput>(itemIndex: number): Input | undefined {
		const item = this.isTool ? undefined : this.at(itemIndex);
		if (item?.executionId !== this.executionId || !this.canResume(item, false)) return undefined;
		return item.input as Input | undefined;
	}

	/** Whether `open` would resume a task or an indeterminate create of an earlier try. */
	hasCreated(itemIndex: number, input: StoredInput): boolean {
		const item = this.find(itemIndex, input);
		return item !== undefined && this.canResume(item, item.digest === digestOf(input));
	}

	/** Called before `open`. Whether an earlier try of this run, in this execution, has created anything. */
	hasCreatedInEarlierTry(): boolean {
		return this.ownItems().some(
			({ task, failedTasks, indeterminate }) =>
				task !== undefined || failedTasks !== undefined || indeterminate !== undefined,
		);
	}

	/** Returns the item to execute: the one of an earlier try if there is one, else a new one. */
	open(itemIndex: number, input: StoredInput): OpenedItem {
		const stored = this.find(itemIndex, input);
		if (stored !== undefined) delete this.items[addressOf(stored)];
		const { task, failedTasks = [] } = stored ?? {};
		const isSameExecution = stored?.executionId === this.executionId;
		// A retry whose expressions return other values must send the same request, unless that cannot succeed.
		const keepsInput =
			isSameExecution && !this.isTool && !(task?.failure && isAboutRequest(task.failure));
		const opened = (keepsInput && stored?.input) || input;
		const digest = digestOf(opened);
		const resumes = isResumable(task, {
			isSameExecution,
			isSameRequest: stored?.digest === digest,
		});
		const item = {
			...stored,
			digest,
			input: opened,
			hasFailed: undefined,
			...(task && !resumes && { task: undefined, failedTasks: [...failedTasks, task] }),
		};
		this.put(itemIndex, item);
		return item;
	}

	/** Stores the last known state of an item's task. */
	track(itemIndex: number, task: KnownTask): void {
		this.put(itemIndex, { ...this.at(itemIndex), task });
	}

	setIndeterminate(itemIndex: number, create: IndeterminateCreate): void {
		this.put(itemIndex, { ...this.at(itemIndex), indeterminate: create });
	}

	task(itemIndex: number): KnownTask | undefined {
		return this.at(itemIndex)?.task;
	}

	/** The create of an item of this run that may have been accepted. */
	indeterminate(itemIndex: number): IndeterminateCreate | undefined {
		return this.at(itemIndex)?.indeterminate;
	}

	/** What this execution has created, and what it may still resume of the execution that it retries. */
	report(): ExecutionReport {
		const reported = Object.values(this.items).filter(
			(item) =>
				item.executionId === this.executionId ||
				(item.digest !== undefined && this.canResume(item, true)),
		);
		return {
			tasks: reported.flatMap(({ runIndex, itemIndex, failedTasks = [], task }) =>
				[...failedTasks, ...(task ? [task] : [])].map((each) => ({ ...each, runIndex, itemIndex })),
			),
			indeterminate: reported.flatMap(({ runIndex, itemIndex, indeterminate: create }) =>
				create ? [{ runIndex, itemIndex, create }] : [],
			),
		};
	}

	/** Called after a run that returned its items. Keeps what the report, and an agent's Retry, require. */
	finish(): void {
		for (const item of this.ownItems()) {
			// Get Status and Wait have created nothing.
			if (item.input === undefined) delete this.items[addressOf(item)];
			else {
				this.put(item.itemIndex, {
					...item,
					input: undefined,
					digest: this.isTool ? item.digest : undefined,
					task: item.task && summaryOf(item.task),
					failedTasks: item.failedTasks?.map(summaryOf),
				});
			}
		}
	}

	/**
	 * Called when a run has failed. The next call of an agent has another run index, and resumes the items
	 * of a failed call with the same request; n8n's next try of a node has the same one.
	 */
	resumeInNextCall(): void {
		if (!this.isTool) return;
		for (const item of this.ownItems()) item.hasFailed = true;
	}

	/** @returns the item that `open` continues */
	private find(itemIndex: number, input: StoredInput): StoredItem | undefined {
		const requested = digestOf(input);
		const isOfOther = ({ executionId }: StoredItem) => executionId !== this.executionId;
		if (this.isTool) {
			return Object.values(this.items).find(
				(item) => item.digest === requested && (item.hasFailed ?? isOfOther(item)),
			);
		}
		const own = this.at(itemIndex);
		if (own?.input === undefined) return undefined;
		return isOfOther(own) && own.digest !== requested ? undefined : own;
	}

	private canResume({ executionId, task, indeterminate }: StoredItem, isSameRequest: boolean) {
		const isSameExecution = executionId === this.executionId;
		return indeterminate !== undefined || isResumable(task, { isSameExecution, isSameRequest });
	}

	private at(itemIndex: number): StoredItem | undefined {
		return this.items[addressOf({ runIndex: this.runIndex, itemIndex })];
	}

	/** Stores an item of this run. */
	private put(itemIndex: number, values: Partial<StoredItem>): void {
		const { executionId, runIndex } = this;
		const item = { ...values, runIndex, itemIndex, executionId };
		this.items[addressOf(item)] = item;
	}

	private ownItems(): StoredItem[] {
		return Object.values(this.items).filter(
			({ executionId, runIndex }) => executionId === this.executionId && runIndex === this.runIndex,
		);
	}
}

function addressOf({ runIndex, itemIndex }: ItemPosition): string {
	return `${runIndex}.${itemIndex}`;
}

function digestOf({ request }: StoredInput): string {
	return digest(request.body);
}
