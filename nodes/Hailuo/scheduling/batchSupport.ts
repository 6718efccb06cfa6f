import type { KnownTask, TaskReading } from '../domain/task';
import { lacksRoute, readConclusion, type RequestError } from '../transport/evidence';
import type { Result } from '../utils/result';

/** The tasks of one batch by ID; unknown ones are absent. */
export type TaskBatch = ReadonlyMap<string, TaskReading>;

/** Requests that read tasks. */
export interface TaskApi {
	getTask(task: KnownTask): Promise<Result<TaskReading, RequestError>>;
	/** Undocumented: a provider may not have it. */
	getTasks(tasks: readonly KnownTask[]): Promise<Result<TaskBatch, RequestError>>;
}

/** The maximum number of tasks in one batch. Source: the provider's own client. */
export const MAX_BATCH = 50;
/** Transient errors after which a route that has never worked is no longer used. */
const MAX_FAILED_PROBES = 2;
/** A task that is absent from this many batches is read individually from then on. */
const MAX_ABSENCES = 2;
/** A task in this many failed batches in a row is read individually if other batches succeed. */
const MAX_FAILURES = 2;
/** Once the route is known to exist, these reasons are about the API key. */
const KEY_REASONS = new Set(['invalidKey', 'noCredit', 'forbidden']);

/**
 * Tracks whether one account's provider supports batch reads. The first batch is the probe. Tasks are
 * read individually while it is in flight, and from then on if it shows that the route is missing.
 */
export class BatchSupport {
	private state: 'unknown' | 'probing' | 'supported' | 'missing' = 'unknown';
	private failedProbes = 0;
	/** Halved after each failed batch, so that one task cannot make the others fail for long. */
	private size = MAX_BATCH;
	private readonly absences = new Map<string, number>();
	/** Number of batches that succeeded. */
	private successes = 0;
	/** Failed batches in a row by task, and the value of `successes` at the first of them. */
	private readonly failures = new Map<string, { count: number; successes: number }>();

	/** How many tasks the next request may read. */
	get maxTasks(): number {
		return this.state === 'unknown' || this.state === 'supported' ? this.size : 1;
	}

	/**
	 * Whether a task may be part of a batch. A task that was absent from two batches may not. Nor may a
	 * task from two failed batches while others succeeded, until it has been read individually.
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

	/** Called after a task was read individually. Batches of two are then allowed again. */
	onSingleRead({ taskId }: KnownTask): void {
		this.failures.delete(taskId);
		if (this.size === 1) this.size = 2;
	}

	/** @returns whether the tasks must be read individually instead */
	onResult(result: Result<TaskBatch, RequestError>, tasks: readonly KnownTask[]): boolean {
		const wasSupported = this.state === 'supported';
		if (this.state === 'missing') return !result.ok && result.error.reason !== 'rateLimited';
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
		if (error.reason === 'rateLimited' || error.reason === 'aborted') {
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
		const isUnsupported = !wasSupported && this.failedProbes >= MAX_FAILED_PROBES;
		if (isUnsupported) this.state = 'missing';
		else this.state = wasSupported ? 'supported' : 'unknown';
		return false;
	}
}

/** Whether the provider lacks the route. Until a batch has succeeded, any rejection counts as that. */
function isRouteMissing(error: RequestError, wasSupported: boolean): boolean {
	if (lacksRoute(error)) return true;
	if (readConclusion(error) === 'retry') return false;
	return !wasSupported || !KEY_REASONS.has(error.reason);
}
