import type { KnownTask } from '../domain/task';
import type { TaskPage } from '../domain/taskList';
import type { BatchSupport } from '../scheduling/batchSupport';
import type { RateLimiter } from '../scheduling/rateLimiter';
import { TaskReader, type ReadResult } from '../scheduling/taskReader';
import type { HailuoClient } from '../transport/client';
import { readPages } from '../transport/taskPager';
import type { Clock } from '../utils/clock';
import type { PollTimes } from './judgeTask';
import type { PollError } from './pollErrors';

/** What a poll works with. */
export interface PollDependencies {
	client: Pick<HailuoClient, 'getTask' | 'getTasks' | 'listTasks'>;
	/** The monotonic clock, for all durations. */
	clock: Clock;
	/** System time, ms since 1970: for the age of tasks, if the provider does not tell the time. */
	wallNow(): number;
	/** After this time a poll sends no request, ms. */
	workMs: number;
}

/** What the polls of a trigger share. */
export interface RequestLimits {
	rateLimiter: RateLimiter;
	batches: BatchSupport;
}

/** The newest part of the account's list, as far as a poll has read it. */
export interface TaskListing {
	/** Newest tasks first. */
	pages: TaskPage[];
	/**
	 * - `complete`: as far down as requested
	 * - `limited`: the time for it is over
	 * - `rejected`: the API rejected a page after the first one, perhaps for good
	 * - `failed`: a page could not be read; the next poll may read it
	 */
	end: 'complete' | 'limited' | 'rejected' | 'failed';
}

/** A long list must leave time to read the tasks on it. */
const LIST_SHARE = 0.6;

/** The requests of one poll, until its time is up. */
export class PollRequests {
	/** Whether the API has answered one. */
	isApiUp = false;
	/** Those that failed. */
	readonly errors: PollError[] = [];

	private readonly startMs: number;

	constructor(
		private readonly dependencies: PollDependencies,
		private readonly limits: RequestLimits,
	) {
		this.startMs = dependencies.clock.now();
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
		const { client, clock, workMs } = this.dependencies;
		const deadline = this.startMs + workMs;
		const dueAt = clock.now();
		const results = new Map<string, ReadResult>();
		if (dueAt >= deadline) return results;
		const end = new AbortController();
		void clock.sleep(deadline - dueAt, end.signal).then(() => end.abort());
		const { rateLimiter, batches } = this.limits;
		const reader = new TaskReader({ clock, signal: end.signal, rateLimiter }, client, batches);
		await Promise.all(
			tasks.map(async (task) => {
				const result = await reader.read({ task, dueAt, deadline });
				if (!result.ok && result.error.reason === 'runEnded') return;
				results.set(task.taskId, result);
				if (result.ok || result.error.reason === 'notFound') this.isApiUp = true;
				if (!result.ok) this.errors.push({ error: result.error, taskId: task.taskId });
			}),
		);
		end.abort();
		return results;
	}

	/**
	 * Lists the account's tasks, newest first.
	 *
	 * @param isLast whether the list needs no further page than this one; pages are counted from 1
	 */
	async list(isLast: (page: TaskPage, number: number) => boolean): Promise<TaskListing> {
		const { client, clock, workMs } = this.dependencies;
		const { rateLimiter } = this.limits;
		const { signal } = new AbortController();
		const deadline = this.startMs + workMs * LIST_SHARE;
		const read = async (page: number) => {
			const send = async () => await client.listTasks(page);
			return await rateLimiter.send(send, signal, deadline);
		};
		const pages: TaskPage[] = [];
		for await (const result of readPages(read)) {
			if (!result.ok) {
				const { error } = result;
				this.errors.push({ error });
				const isRejected = pages.length > 0 && error.reason === 'invalid';
				return { pages, end: isRejected ? 'rejected' : 'failed' };
			}
			this.isApiUp = true;
			pages.push(result.value);
			if (isLast(result.value, pages.length)) break;
			// An empty page is the end of the list.
			const mayHaveMore = result.value.entries.length > 0;
			if (mayHaveMore && clock.now() >= deadline) return { pages, end: 'limited' };
		}
		return { pages, end: 'complete' };
	}
}
