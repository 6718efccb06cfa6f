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

type Entries = Record<string, Entry>;

/**
 * The tasks that a run has made and paid for, kept in n8n's node context. That outlives *Retry On
 * Fail* and the editor's *Retry*, so that the next try goes on with them instead of paying again.
 *
 * Each run has entries of its own: the same request in a later run or loop is a new wish. So is the
 * same call of an agent, but not after one that failed: then the agent is trying again, and each of
 * its calls is another run. What such a call leaves behind is therefore open to the next.
 */
export class TaskMemory {
	constructor(
		private readonly nodeContext: IContextObject,
		private readonly runIndex: number,
	) {}

	recall(key: string): KnownTask | undefined {
		return this.entry(key).task;
	}

	remember(key: string, task: KnownTask): void {
		this.own()[key] = { ...this.entry(key), task };
	}

	/** A request that may have been accepted is not sent again by any try: it could be paid twice. */
	rememberUnclear(key: string, whatHappened: string): void {
		this.own()[key] = { ...this.entry(key), unclear: whatHappened };
	}

	unclear(key: string): string | undefined {
		return this.entry(key).unclear;
	}

	/** A failed task is not charged, and reading it again changes nothing: the next try makes a new one. */
	forgetFailed(key: string): void {
		this.own()[key] = { failed: this.entry(key).failed + 1 };
	}

	/** For the request's idempotency key: a task that failed must not be answered again for it. */
	failedTasks(key: string): number {
		return this.entry(key).failed;
	}

	/** After a run that delivered. */
	forget(): void {
		delete this.runs()[this.runIndex];
	}

	/** After a call of an agent that failed. */
	leaveBehind(): void {
		Object.assign(this.leftBehind(), this.own());
		this.forget();
	}

	private entry(key: string): Entry {
		const left = this.leftBehind();
		if (key in left) {
			this.own()[key] = left[key];
			delete left[key];
		}
		return this.own()[key] ?? { failed: 0 };
	}

	private own(): Entries {
		return (this.runs()[this.runIndex] ??= {});
	}

	private runs(): Record<number, Entries> {
		this.nodeContext.tasks ??= {};
		return this.nodeContext.tasks as unknown as Record<number, Entries>;
	}

	private leftBehind(): Entries {
		this.nodeContext.tasksLeftBehind ??= {};
		return this.nodeContext.tasksLeftBehind as unknown as Entries;
	}
}
