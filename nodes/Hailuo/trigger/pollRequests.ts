import type { KnownTask } from '../domain/task';
import type { TaskPage } from '../domain/taskList';
import type { BatchSupport } from '../scheduling/batchSupport';
import type { RateLimiter } from '../scheduling/rateLimiter';
import { TaskReader, type ReadResult } from '../scheduling/taskReader';
import type { HailuoClient } from '../transport/client';
import type { RequestError } from '../transport/evidence';
import { PAGE_SIZE, readPages } from '../transport/taskPager';
import type { Clock } from '../utils/clock';
import { err, type Result } from '../utils/result';
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
/** The time for the list is over. Reported only if no page was read; otherwise the next poll continues. */
const TIME_UP: RequestError = {
	reason: 'unclear',
	message: 'A poll has not enough time to find the newest tasks in the list',
};

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
	 * @param nextPage returns the number of the page to list after this one; undefined if the list needs no
	 * further page. Pages of a list that is sorted oldest first are not skipped
	 */
	async list(
		nextPage: (page: TaskPage, number: number) => number | undefined,
	): Promise<ListedPages> {
		const pages: TaskPage[] = [];
		let lastPage = 0;
		let skipped = 0;
		for await (const result of readPages(async (page) => await this.listPage(page + skipped))) {
			if (!result.ok) {
				const isContinued = result.error === TIME_UP && pages.length > 0;
				if (!isContinued) this.errors.push({ error: result.error });
				return { pages, lastPage, isComplete: false };
			}
			this.isApiUp = true;
			pages.push(result.value);
			lastPage = pages.length + skipped;
			const next = nextPage(result.value, lastPage);
			if (next === undefined) break;
			if (!result.value.isOldestFirst) skipped += next - lastPage - 1;
		}
		return { pages, lastPage, isComplete: true };
	}

	private async listPage(page: number): Promise<Result<TaskPage, RequestError>> {
		const { client, clock, workMs } = this.dependencies;
		const { rateLimiter } = this.limits;
		const deadline = this.startMs + workMs * LIST_SHARE;
		const send = async () =>
			clock.now() >= deadline
				? err(TIME_UP)
				: await client.listTasks({ page, pageSize: PAGE_SIZE });
		return await rateLimiter.send(send, new AbortController().signal, deadline);
	}
}
