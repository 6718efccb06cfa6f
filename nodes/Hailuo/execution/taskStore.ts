import type { IContextObject } from 'n8n-workflow';

import type { CreateRequest } from '../domain/createRequest';
import type { KnownTask } from '../domain/task';
import { requestKey } from './idempotencyKey';

/** A create of which nobody knows whether the provider accepted it. It is never sent again by itself. */
export interface IndeterminateCreate {
	/** What happened, in one line, e.g. "Bad gateway (HTTP 502)". */
	cause: string;
	model: string;
	/** When its first request began, ms since 1970. */
	sentAtMs: number;
	/** Tasks of the account that it may have created; absent where the account could not be listed. */
	possibleTaskIds?: string[];
}

/** What an operation validated for one item, as plain JSON. */
export interface StoredInput {
	request: CreateRequest;
}

/** One item's create within one run of the node, over all tries of it. */
export interface StoredItem {
	/** The execution that last worked on it. */
	executionId: string;
	/** Absent where the item created nothing (Get Status, Wait), and once its run is finished. */
	input?: StoredInput;
	/** Last known state. */
	task?: KnownTask;
	/** Tasks that ended as failed; each was followed by a new one. */
	failedTasks?: KnownTask[];
	indeterminate?: IndeterminateCreate;
}

/** An item of some run of the execution. */
export interface ItemPosition {
	runIndex: number;
	itemIndex: number;
}

/** All that the execution has created and may have created, in the order of runs and items. */
export interface ExecutionReport {
	tasks: KnownTask[];
	indeterminate: Array<ItemPosition & { create: IndeterminateCreate }>;
}

type Items = Record<string, StoredItem>;

/**
 * Everything that the node has created in this execution, kept in n8n's node context. That outlives
 * _Retry On Fail_ and is handed to the editor's _Retry_, so that the next try resumes tasks instead
 * of paying again.
 *
 * Within one execution an item is known by its run and its index, whatever its expressions give on
 * the next try. In another execution (the editor's Retry) it must ask for the same, too. The calls
 * of an agent are runs of their own: what a failed call leaves behind goes to the next call with the
 * same request.
 */
export class TaskStore {
	/** @param executionId empty where n8n gives none */
	constructor(
		private readonly nodeContext: IContextObject,
		private readonly executionId: string,
		private readonly runIndex: number,
		private readonly isTool: boolean,
	) {}

	/** What an earlier try of this execution validated, where that has created something to go on with. */
	resumableInput(itemIndex: number): StoredInput | undefined {
		const item = this.isTool ? undefined : this.items()[itemIndex];
		if (item?.executionId !== this.executionId) return undefined;
		const isResumable = isUsable(item.task) || item.indeterminate !== undefined;
		return isResumable ? item.input : undefined;
	}

	/** The item to work on: that of an earlier try where there is one, else a new one. */
	open(itemIndex: number, input: StoredInput): StoredItem & { input: StoredInput } {
		const stored = this.find(itemIndex, input) ?? { executionId: '' };
		const { task, failedTasks = [] } = stored;
		const isSameExecution = !this.isTool && stored.executionId === this.executionId;
		const item: StoredItem & { input: StoredInput } = {
			...stored,
			executionId: this.executionId,
			input: (isSameExecution && stored.input) || input,
			// A failed task is not charged, and reading it again changes nothing: a new one may be created.
			...(task && !isUsable(task) && { task: undefined, failedTasks: [...failedTasks, task] }),
		};
		this.items()[itemIndex] = item;
		return item;
	}

	/** Keeps the last known state of an item's task. */
	track(itemIndex: number, task: KnownTask): void {
		const items = this.items();
		items[itemIndex] = { ...items[itemIndex], executionId: this.executionId, task };
	}

	task(itemIndex: number): KnownTask | undefined {
		return this.items()[itemIndex]?.task;
	}

	setIndeterminate(itemIndex: number, create: IndeterminateCreate): void {
		const items = this.items();
		items[itemIndex] = {
			...items[itemIndex],
			executionId: this.executionId,
			indeterminate: create,
		};
	}

	report(): ExecutionReport {
		const places = Object.entries(this.runs()).flatMap(([runIndex, items]) =>
			Object.entries(items).map(([itemIndex, item]) => ({
				runIndex: Number(runIndex),
				itemIndex: Number(itemIndex),
				item,
			})),
		);
		const carriedOver = Object.values(this.carriedOver()).map((item) => ({
			runIndex: -1,
			itemIndex: 0,
			item,
		}));
		const all = [...places, ...carriedOver].filter(
			({ item }) => item.executionId === this.executionId,
		);
		return {
			tasks: all.flatMap(({ item: { failedTasks = [], task } }) =>
				task ? [...failedTasks, task] : failedTasks,
			),
			indeterminate: all.flatMap(({ runIndex, itemIndex, item: { indeterminate: create } }) =>
				create ? [{ runIndex, itemIndex, create }] : [],
			),
		};
	}

	/** After a run whose items have come out: only what the report needs is kept. */
	finish(): void {
		const items = this.items();
		for (const [itemIndex, item] of Object.entries(items)) {
			const { executionId, input, task, failedTasks, indeterminate } = item;
			// Get Status and Wait have created nothing.
			if (input === undefined) delete items[itemIndex];
			else {
				items[itemIndex] = {
					executionId,
					...(task && { task: statusOf(task) }),
					...(failedTasks && { failedTasks: failedTasks.map(statusOf) }),
					...(indeterminate && { indeterminate }),
				};
			}
		}
	}

	/** After a call of an agent that failed: the next call with the same request goes on with it. */
	carryOver(): void {
		for (const [itemIndex, item] of Object.entries(this.items())) {
			const key = item.input && requestKey(Number(itemIndex), item.input.request.body);
			if (key !== undefined) this.carriedOver()[key] = item;
		}
		delete this.runs()[this.runIndex];
	}

	private find(itemIndex: number, input: StoredInput): StoredItem | undefined {
		const key = requestKey(itemIndex, input.request.body);
		const left = this.carriedOver()[key];
		delete this.carriedOver()[key];
		if (left !== undefined) return left;

		const own = this.items()[itemIndex];
		if (own?.input === undefined) return undefined;
		if (!this.isTool && own.executionId === this.executionId) return own;
		return requestKey(itemIndex, own.input.request.body) === key ? own : undefined;
	}

	private items(): Items {
		return (this.runs()[this.runIndex] ??= {});
	}

	private runs(): Record<number, Items> {
		this.nodeContext.runs ??= {};
		return this.nodeContext.runs as unknown as Record<number, Items>;
	}

	private carriedOver(): Items {
		this.nodeContext.leftBehind ??= {};
		return this.nodeContext.leftBehind as unknown as Items;
	}
}

/** Whether a task is worth resuming. */
function isUsable(task: KnownTask | undefined): boolean {
	return task !== undefined && task.failure === undefined;
}

function statusOf({ taskId, status }: KnownTask): KnownTask {
	return { taskId, ...(status && { status }) };
}
