import type { IContextObject } from 'n8n-workflow';

import type { KnownTask } from '../video/task';

interface Entry {
	/** The task made for this request, until it is delivered or fails. */
	task?: KnownTask;
	/** How many tasks for this request ended as failed. */
	failed: number;
	/** What happened, where nobody knows whether the request made a task. */
	unclear?: string;
}

/**
 * The tasks that a run has made and paid for, kept in n8n's node context. That outlives *Retry On
 * Fail* and the editor's *Retry*, so that the next try goes on with them instead of paying again.
 */
export class TaskMemory {
	constructor(private readonly nodeContext: IContextObject) {}

	recall(key: string): KnownTask | undefined {
		return this.entry(key).task;
	}

	remember(key: string, task: KnownTask): void {
		this.entries()[key] = { ...this.entry(key), task };
	}

	/** A request that may have been accepted is not sent again by any try: it could be paid twice. */
	rememberUnclear(key: string, whatHappened: string): void {
		this.entries()[key] = { ...this.entry(key), unclear: whatHappened };
	}

	unclear(key: string): string | undefined {
		return this.entry(key).unclear;
	}

	/** A failed task is not charged, and reading it again changes nothing: the next try makes a new one. */
	forgetFailed(key: string): void {
		this.entries()[key] = { failed: this.entry(key).failed + 1 };
	}

	/** For the request's idempotency key: a task that failed must not be answered again for it. */
	failedTasks(key: string): number {
		return this.entry(key).failed;
	}

	/** After a run that delivered: the same request in a later run or loop is a new wish. */
	forgetAll(): void {
		delete this.nodeContext.tasks;
	}

	private entry(key: string): Entry {
		return this.entries()[key] ?? { failed: 0 };
	}

	private entries(): Record<string, Entry> {
		this.nodeContext.tasks ??= {};
		return this.nodeContext.tasks as unknown as Record<string, Entry>;
	}
}
