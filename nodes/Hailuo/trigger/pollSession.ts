import type { KnownTask } from '../domain/task';
import type { TaskPage } from '../domain/taskList';
import type { BatchSupport, ReadResult, TaskApi } from '../scheduling/batchSupport';
import { rateLimitedError, type RateLimiter } from '../scheduling/rateLimiter';
import { ABORTED_BEFORE_SENDING } from '../scheduling/retry';
import { TaskReader } from '../scheduling/taskReader';
import type { ListQuery } from '../transport/client';
import type { RequestError } from '../transport/evidence';
import { PAGE_SIZE, readPages } from '../transport/taskPager';
import type { Clock } from '../utils/clock';
import { err, type Result } from '../utils/result';
import type { PollTimes } from './judgeTask';
import type { PollError } from './pollErrors';

/** The API and the clocks. */
export interface PollDependencies extends TaskApi {
	/** The monotonic clock, for all durations. */
	clock: Clock;
	/** System time, ms since 1970: for the age of tasks, if the provider does not tell the time. */
	wallNow(): number;
	listTasks(query: ListQuery): Promise<Result<TaskPage, RequestError>>;
}

/** What the polls of a trigger share. */
export interface RequestLimits {
	rateLimiter: RateLimiter;
	batches: BatchSupport;
}

/** The part of the account's list that a poll has read. */
export interface ListedPages {
	/** Newest tasks first. */
	pages: TaskPage[];
	/** The number of the last of them, from 1. */
	lastPage: number;
	/** The list was read as far down as requested, or to its end. */
	isComplete: boolean;
}

/** A long list must leave time to read the tasks on it. */
const LIST_SHARE = 0.6;
/** A longer `Retry-After` is probably a mistake, and would pause the trigger without an explanation. */
const RETRY_AFTER_CLAMP_MS = 3_600_000;
/** A list that is sorted oldest first can be too long to find its last page. */
const LIST_TOO_LONG: RequestError = {
	reason: 'unclear',
	message: 'A poll has not enough time to find the newest tasks in the list',
};

/** Sends the requests of one poll until its time is up. */
export class PollSession {
	/** Whether the API has answered a request. */
	isApiUp = false;
	/** Requests that failed. */
	readonly errors: PollError[] = [];

	/** One for each session: what listens to a signal is kept as long as the signal. */
	private readonly ended = new AbortController();
	private readonly startMs: number;

	/** @param workMs time after which no request is sent */
	constructor(
		private readonly dependencies: PollDependencies,
		private readonly workMs: number,
		private readonly limits: RequestLimits,
	) {
		this.startMs = dependencies.clock.now();
	}

	/** Ends its timers. Nothing may be sent after this. */
	end(): void {
		this.ended.abort();
	}

	/** @param dateMs current time by the provider's clock, ms since 1970. Default: system time */
	times(dateMs = this.dependencies.wallNow()): PollTimes {
		return { nowMs: this.dependencies.clock.now(), wallMs: dateMs };
	}

	/**
	 * Reads tasks in this order.
	 *
	 * @returns the results by ID; those for which no time was left are absent
	 */
	async read(tasks: readonly KnownTask[]): Promise<Map<string, ReadResult>> {
		const { clock, getTask, getTasks } = this.dependencies;
		const api: TaskApi = {
			getTask: async (task) => this.observe(await getTask(task)),
			getTasks: async (batch) => this.observe(await getTasks(batch)),
		};
		const timeUp = new AbortController();
		const reader = new TaskReader(
			{ clock, signal: timeUp.signal, rateLimiter: this.limits.rateLimiter },
			api,
			this.limits.batches,
		);
		const deadline = this.startMs + this.workMs;
		const dueAt = clock.now();
		if (dueAt >= deadline) return new Map();
		void clock.sleep(deadline - dueAt, this.ended.signal).then(() => timeUp.abort());
		const results = new Map<string, ReadResult>();
		await Promise.all(
			tasks.map(async (task) => {
				const result = await reader.read({ task, dueAt, deadline });
				if (result === undefined) return;
				results.set(task.taskId, result);
				if (!result.ok) this.errors.push({ error: result.error, taskId: task.taskId });
			}),
		);
		return results;
	}

	/**
	 * Lists the account's tasks, newest first.
	 *
	 * @param nextPage returns the number of the page to list after this one; undefined if the list needs no
	 * further page. Pages of a list that is sorted oldest first are not skipped
	 */
	async list(
		nextPage: (page: TaskPage, number: number) => number | undefined,
	): Promise<ListedPages> {
		const deadline = this.startMs + this.workMs * LIST_SHARE;
		const pages: TaskPage[] = [];
		let skipped = 0;
		const listed = (isComplete: boolean) => ({
			pages,
			lastPage: pages.length + skipped,
			isComplete,
		});
		const read = async (page: number) => await this.listPage(page + skipped, deadline);
		for await (const result of readPages(read)) {
			if (!result.ok) {
				const isTimeUp = result.error === ABORTED_BEFORE_SENDING;
				if (!isTimeUp) this.errors.push({ error: result.error });
				else if (pages.length === 0) this.errors.push({ error: LIST_TOO_LONG });
				return listed(false);
			}
			pages.push(result.value);
			const number = pages.length + skipped;
			const next = nextPage(result.value, number);
			if (next === undefined) return listed(true);
			if (result.value.isOldestFirst !== true) skipped += next - number - 1;
		}
		return listed(true);
	}

	private async listPage(page: number, deadline: number): Promise<Result<TaskPage, RequestError>> {
		const { rateLimiter } = this.limits;
		const isReady = await rateLimiter.acquire(this.ended.signal, deadline);
		if (!isReady) return err(rateLimitedError(rateLimiter.pausedForMs));
		if (this.dependencies.clock.now() >= deadline) return err(ABORTED_BEFORE_SENDING);
		const result = this.observe(await this.dependencies.listTasks({ page, pageSize: PAGE_SIZE }));
		rateLimiter.onResult(result);
		return result;
	}

	private observe<T>(result: Result<T, RequestError>): Result<T, RequestError> {
		if (result.ok) this.isApiUp = true;
		else if ((result.error.retryAfterMs ?? 0) > RETRY_AFTER_CLAMP_MS) {
			return err({ ...result.error, retryAfterMs: RETRY_AFTER_CLAMP_MS });
		}
		return result;
	}
}
