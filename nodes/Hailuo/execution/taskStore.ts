import type { IContextObject } from 'n8n-workflow';

import type { KnownTask } from '../domain/task';
import { isAboutRequest } from '../domain/taskFailure';
import { digest } from './idempotencyKey';
import {
	isResumable,
	summaryOf,
	type ExecutionReport,
	type IndeterminateCreate,
	type StoredInput,
	type StoredItem,
} from './storedItem';

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
		const item = this.isTool ? undefined : this.items[this.addressOf(itemIndex)];
		if (item?.executionId !== this.executionId || !this.canResume(item, false)) return undefined;
		return item.input as Input | undefined;
	}

	/** Whether `open` would resume a task or an indeterminate create of an earlier try. */
	hasCreated(itemIndex: number, input: StoredInput): boolean {
		const address = this.find(itemIndex, input);
		if (address === undefined) return false;
		const item = this.items[address];
		return this.canResume(item, item.digest === digestOf(input));
	}

	/** Called before `open`. Whether an earlier try of this run, in this execution, has created anything. */
	hasCreatedInEarlierTry(): boolean {
		return this.ownItems().some(
			({ task, failedTasks, indeterminate }) =>
				task !== undefined || failedTasks !== undefined || indeterminate !== undefined,
		);
	}

	/** Returns the item to execute: the one of an earlier try if there is one, else a new one. */
	open<Input extends StoredInput>(
		itemIndex: number,
		input: Input,
	): StoredItem & { input: Input; digest: string } {
		const address = this.find(itemIndex, input);
		const stored = address === undefined ? undefined : this.items[address];
		if (address !== undefined) delete this.items[address];
		const { task, failedTasks = [] } = stored ?? {};
		const isSameExecution = stored?.executionId === this.executionId;
		// A retry whose expressions return other values must send the same request, unless that cannot succeed.
		const keepsInput =
			isSameExecution && !this.isTool && !(task?.failure && isAboutRequest(task.failure));
		const opened = (keepsInput && (stored?.input as Input)) || input;
		const isSameRequest = stored?.digest === digestOf(opened);
		const resumes = isResumable(task, { isSameExecution, isSameRequest });
		const item = {
			...stored,
			...this.positionOf(itemIndex),
			executionId: this.executionId,
			digest: digestOf(opened),
			input: opened,
			hasFailed: undefined,
			...(task && !resumes && { task: undefined, failedTasks: [...failedTasks, task] }),
		};
		this.items[this.addressOf(itemIndex)] = item;
		return item;
	}

	/** Stores the last known state of an item's task. */
	track(itemIndex: number, task: KnownTask): void {
		this.update(itemIndex, { task });
	}

	setIndeterminate(itemIndex: number, create: IndeterminateCreate): void {
		this.update(itemIndex, { indeterminate: create });
	}

	task(itemIndex: number): KnownTask | undefined {
		return this.items[this.addressOf(itemIndex)]?.task;
	}

	/** The create of an item of this run that may have been accepted. */
	indeterminate(itemIndex: number): IndeterminateCreate | undefined {
		return this.items[this.addressOf(itemIndex)]?.indeterminate;
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
			const address = this.addressOf(item.itemIndex);
			const {
				input,
				task,
				failedTasks,
				indeterminate,
				digest: digestOfRequest,
				...position
			} = item;
			// Get Status and Wait have created nothing.
			if (input === undefined) delete this.items[address];
			else {
				this.items[address] = {
					...position,
					...(this.isTool && { digest: digestOfRequest }),
					...(task && { task: summaryOf(task) }),
					...(failedTasks && { failedTasks: failedTasks.map(summaryOf) }),
					...(indeterminate && { indeterminate }),
				};
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

	/** @returns the address of the item that `open` continues */
	private find(itemIndex: number, input: StoredInput): string | undefined {
		const requested = digestOf(input);
		if (this.isTool) {
			return Object.keys(this.items).find((address) => {
				const { digest: stored, executionId, hasFailed } = this.items[address];
				return stored === requested && (hasFailed ?? executionId !== this.executionId);
			});
		}
		const address = this.addressOf(itemIndex);
		const own = this.items[address] as StoredItem | undefined;
		if (own?.input === undefined) return undefined;
		const isSameExecution = own.executionId === this.executionId;
		return isSameExecution || own.digest === requested ? address : undefined;
	}

	private canResume({ executionId, task, indeterminate }: StoredItem, isSameRequest: boolean) {
		const isSameExecution = executionId === this.executionId;
		return indeterminate !== undefined || isResumable(task, { isSameExecution, isSameRequest });
	}

	private update(itemIndex: number, values: Partial<StoredItem>): void {
		const address = this.addressOf(itemIndex);
		this.items[address] = {
			...this.items[address],
			...this.positionOf(itemIndex),
			executionId: this.executionId,
			...values,
		};
	}

	private ownItems(): StoredItem[] {
		return Object.values(this.items).filter(
			({ executionId, runIndex }) => executionId === this.executionId && runIndex === this.runIndex,
		);
	}

	private positionOf(itemIndex: number) {
		return { runIndex: this.runIndex, itemIndex };
	}

	private addressOf(itemIndex: number): string {
		return `${this.runIndex}.${itemIndex}`;
	}
}

function digestOf({ request }: StoredInput): string {
	return digest(request.body);
}
