import type { IContextObject } from 'n8n-workflow';

import type { KnownTask } from '../domain/task';
import { requestKey } from './idempotencyKey';
import {
	isResumable,
	summaryOf,
	type ExecutionReport,
	type IndeterminateCreate,
	type StoredInput,
	type StoredItem,
} from './storedItem';

type Items = Record<string, StoredItem>;

/**
 * Everything that the node has created in this execution, stored in n8n's node context. It survives
 * _Retry On Fail_ and is passed to the editor's _Retry_, so that the next try resumes tasks instead of
 * creating new ones.
 *
 * Within one execution, an item is identified by run index and item index, even if its expressions
 * return other values on the next try. In another execution (the editor's Retry), the request must also
 * be the same. Each call of an agent is a separate run: what a failed call has created is carried over
 * to the next call with the same request.
 */
export class TaskStore {
	/** @param executionId empty if n8n provides none */
	constructor(
		private readonly nodeContext: IContextObject,
		private readonly executionId: string,
		private readonly runIndex: number,
		private readonly isTool: boolean,
	) {}

	/** The input that an earlier try of this execution validated, if there is something to resume. */
	resumableInput(itemIndex: number): StoredInput | undefined {
		const item = this.isTool ? undefined : this.items()[itemIndex];
		if (item?.executionId !== this.executionId) return undefined;
		const canResume = isResumable(item.task, true) || item.indeterminate !== undefined;
		return canResume ? item.input : undefined;
	}

	/** Whether `open` would resume a task or an indeterminate create of an earlier try. */
	hasCreated(itemIndex: number, input: StoredInput): boolean {
		const stored = this.find(itemIndex, input);
		if (stored === undefined) return false;
		const isSameExecution = stored.executionId === this.executionId;
		return isResumable(stored.task, isSameExecution) || stored.indeterminate !== undefined;
	}

	/** Returns the item to execute: the one of an earlier try if there is one, else a new one. */
	open(itemIndex: number, input: StoredInput): StoredItem & { input: StoredInput } {
		const stored = this.find(itemIndex, input) ?? { executionId: '' };
		delete this.carriedOver()[requestKey(itemIndex, input.request.body)];
		const { task, failedTasks = [] } = stored;
		const isSameExecution = stored.executionId === this.executionId;
		const item: StoredItem & { input: StoredInput } = {
			...stored,
			executionId: this.executionId,
			input: (isSameExecution && !this.isTool && stored.input) || input,
			// A failed task is final and not charged: a new one may be created.
			...(task &&
				!isResumable(task, isSameExecution) && {
					task: undefined,
					failedTasks: [...failedTasks, task],
				}),
		};
		this.items()[itemIndex] = item;
		return item;
	}

	/** Stores the last known state of an item's task. */
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
		const fromRuns = Object.entries(this.runs()).flatMap(([runIndex, items]) =>
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
		const all = [...fromRuns, ...carriedOver].filter(
			({ item }) => item.executionId === this.executionId,
		);
		return {
			tasks: all.flatMap(({ runIndex, itemIndex, item: { failedTasks = [], task } }) =>
				[...failedTasks, ...(task ? [task] : [])].map((each) => ({ ...each, runIndex, itemIndex })),
			),
			indeterminate: all.flatMap(({ runIndex, itemIndex, item: { indeterminate: create } }) =>
				create ? [{ runIndex, itemIndex, create }] : [],
			),
		};
	}

	/** Called after a run that returned its items. Keeps only what the report requires. */
	finish(): void {
		const items = this.items();
		for (const [itemIndex, item] of Object.entries(items)) {
			const { executionId, input, task, failedTasks, indeterminate } = item;
			// Get Status and Wait have created nothing.
			if (input === undefined) delete items[itemIndex];
			else {
				items[itemIndex] = {
					executionId,
					...(task && { task: summaryOf(task) }),
					...(failedTasks && { failedTasks: failedTasks.map(summaryOf) }),
					...(indeterminate && { indeterminate }),
				};
			}
		}
	}

	/** Called after a failed call of an agent, so that the next call with the same request resumes it. */
	carryOver(): void {
		for (const [itemIndex, item] of Object.entries(this.items())) {
			const key = item.input && requestKey(Number(itemIndex), item.input.request.body);
			if (key !== undefined) this.carriedOver()[key] = item;
		}
		delete this.runs()[this.runIndex];
	}

	private find(itemIndex: number, input: StoredInput): StoredItem | undefined {
		const key = requestKey(itemIndex, input.request.body);
		const carriedOver = this.carriedOver()[key];
		if (carriedOver !== undefined) return carriedOver;

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
		this.nodeContext.carriedOver ??= {};
		return this.nodeContext.carriedOver as unknown as Items;
	}
}
