import type { KnownTask, TaskReading } from '../domain/task';
import type { RequestError } from '../transport/responseError';
import { classifyReadError } from '../transport/retryPolicy';
import type { Result } from '../utils/result';

/** The tasks of one batch by ID; unknown ones are absent. */
export type TaskBatch = ReadonlyMap<string, TaskReading>;

/** Requests that read tasks. */
export interface TaskApi {
	getTask(task: KnownTask): Promise<Result<TaskReading, RequestError>>;
	/** Undocumented: a provider may not have it. */
	getTasks(tasks: readonly KnownTask[]): Promise<Result<TaskBatch, RequestError>>;
}

/** The most tasks in one batch. Source: the provider's own client. */
export const MAX_BATCH = 50;
/** A route that has never worked is given up after as many transient errors. */
const MAX_FAILED_PROBES = 2;
/** A task that was absent so often is read by itself from then on. */
const MAX_ABSENCES = 2;
/** A task that was part of as many failed batches in a row is read by itself, if other batches succeed. */
const MAX_FAILURES = 2;
/** These concern the key, once the route is known to exist. */
const KEY_STATUSES = new Set([401, 402, 403]);

/**
 * What one account's provider is known to do with batches of tasks. The first batch is the probe: while
 * it is under way, and where it shows that there is no such route, tasks are read one by one.
 */
export class BatchSupport {
	private state: 'unknown' | 'probing' | 'supported' | 'missing' = 'unknown';
	private failedProbes = 0;
	/** Halved with each batch that failed, so that one task cannot fail all others for long. */
	private size = MAX_BATCH;
	private readonly absences = new Map<string, number>();
	/** Batches that succeeded. */
	private successes = 0;
	/** Of a task whose last batches failed: how many, and `successes` at the first of them. */
	private readonly failures = new Map<string, { count: number; successes: number }>();

	/** How many tasks the next request may read. */
	get maxTasks(): number {
		return this.state === 'unknown' || this.state === 'supported' ? this.size : 1;
	}

	/**
	 * Whether a task may be part of a batch. Not if it was absent twice, nor if it was twice part of one
	 * that failed while others did not: until it is read by itself.
	 */
	accepts({ taskId }: KnownTask): boolean {
		const { count, successes } = this.failures.get(taskId) ?? { count: 0, successes: 0 };
		const isSuspect = count >= MAX_FAILURES && successes < this.successes;
		return !isSuspect && (this.absences.get(taskId) ?? 0) < MAX_ABSENCES;
	}

	/** Called before a batch is sent. */
	onSend(): void {
		if (this.state === 'unknown') this.state = 'probing';
	}

	/** Called after a task was read by itself: a batch of two may be tried again. */
	onSingleRead({ taskId }: KnownTask): void {
		this.failures.delete(taskId);
		if (this.size === 1) this.size = 2;
	}

	/** @returns whether the tasks must be read one by one instead */
	onResult(result: Result<TaskBatch, RequestError>, tasks: readonly KnownTask[]): boolean {
		const wasSupported = this.state === 'supported';
		if (this.state === 'missing') return !result.ok && result.error.status !== 429;
		if (result.ok) {
			this.state = 'supported';
			this.size = Math.min(MAX_BATCH, this.size * 2);
			this.successes += 1;
			for (const { taskId } of tasks) {
				this.failures.delete(taskId);
				if (result.value.has(taskId)) this.absences.delete(taskId);
				else this.absences.set(taskId, (this.absences.get(taskId) ?? 0) + 1);
			}
			return false;
		}
		const { error } = result;
		if (isRouteMissing(error, wasSupported)) {
			this.state = 'missing';
			return true;
		}
		if (error.status === 429 || error.kind === 'aborted') {
			this.state = wasSupported ? 'supported' : 'unknown';
			return false;
		}
		for (const { taskId } of tasks) {
			const { count, successes } = this.failures.get(taskId) ?? {
				count: 0,
				successes: this.successes,
			};
			this.failures.set(taskId, { count: count + 1, successes });
		}
		this.size = Math.min(this.size, Math.ceil(tasks.length / 2));
		if (!wasSupported) this.failedProbes += 1;
		const isGivenUp = !wasSupported && this.failedProbes >= MAX_FAILED_PROBES;
		if (isGivenUp) this.state = 'missing';
		else this.state = wasSupported ? 'supported' : 'unknown';
		return false;
	}
}

/** How a provider answers that has no such route; at the first batch, any rejection counts as that. */
function isRouteMissing(error: RequestError, wasSupported: boolean): boolean {
	const { status = 0, isWebPage, code } = error;
	if (code === 'not_a_batch' || (isWebPage && status < 500) || status === 501) return true;
	if (classifyReadError(error) === 'retry') return false;
	return !wasSupported || !KEY_STATUSES.has(status);
}
