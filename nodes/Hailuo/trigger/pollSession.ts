import type { KnownTask } from '../domain/task';
import type { TaskPage } from '../domain/taskList';
import type { TaskApi } from '../scheduling/batchSupport';
import { createLimit } from '../scheduling/limit';
import type { ListQuery } from '../transport/client';
import type { RequestError } from '../transport/evidence';
import { PAGE_SIZE, readPages } from '../transport/taskPager';
import type { Clock } from '../utils/clock';
import { err, type Result } from '../utils/result';
import type { PollError } from './pollErrors';
import { readTasks, type BatchSupport, type Reading } from './readTasks';

/** The API and the clocks. */
export interface PollDependencies extends TaskApi {
	/** The monotonic clock, for all durations. */
	clock: Clock;
	/** System time, ms since 1970: for the age of tasks, if the provider does not tell the time. */
	wallNow(): number;
	listTasks(query: ListQuery): Promise<Result<TaskPage, RequestError>>;
}

/** The part of the account's list that a poll has read. */
export interface Listing {
	/** The pages that were read, newest tasks first. */
	pages: TaskPage[];
	/** The list was read as far down as requested, or to its end. */
	isComplete: boolean;
}

/** Five requests a second. */
const REQUEST_INTERVAL_MS = 200;
/** Enough for that rate at response times of 2 s. */
const MAX_CONCURRENT_REQUESTS = 10;
/** A long list must leave time to read the tasks on it. */
const LIST_SHARE = 0.6;

/** The poll ended before the request was sent. */
const NOT_SENT: RequestError = { reason: 'aborted', message: 'The poll has no time left' };

/** Sends the requests of one poll: five per second, and none after its time is up or a 429. */
export class PollSession {
	/** How long the API rate limits the trigger, ms; undefined if it does not. */
	retryAfterMs?: number;
	/** Whether the API has answered a request. */
	isApiUp = false;
	/** Requests that failed. */
	readonly errors: PollError[] = [];

	private readonly startMs: number;
	private readonly limit = createLimit(MAX_CONCURRENT_REQUESTS);

	/**
	 * @param workMs time after which no request is sent
	 * @param pace when the next request may be sent at the earliest, by the monotonic clock; updated
	 */
	constructor(
		private readonly dependencies: PollDependencies,
		private readonly workMs: number,
		private readonly pace = { nextMs: 0 },
	) {
		this.startMs = dependencies.clock.now();
	}

	/** Time of the monotonic clock, ms. */
	get nowMs(): number {
		return this.dependencies.clock.now();
	}

	get wallMs(): number {
		return this.dependencies.wallNow();
	}

	/** Reads tasks in this order. Those for which no time is left are absent from the result. */
	async read(tasks: readonly KnownTask[], batches: BatchSupport): Promise<Map<string, Reading>> {
		const { getTask, getTasks } = this.dependencies;
		const readings = new Map<string, Reading>();
		const api: TaskApi = {
			getTask: async (task) => await this.send(async () => await getTask(task)),
			getTasks: async (batch) => await this.send(async () => await getTasks(batch)),
		};
		await readTasks(tasks, api, batches, ({ taskId }, reading) => {
			if (reading.ok || reading.error !== NOT_SENT) readings.set(taskId, reading);
			if (!reading.ok && reading.error !== NOT_SENT) {
				this.errors.push({ error: reading.error, taskId });
			}
		});
		return readings;
	}

	/**
	 * Lists the account's tasks, newest first.
	 *
	 * @param isEnough whether the list needs no further page after this one
	 */
	async list(isEnough: (page: TaskPage) => boolean): Promise<Listing> {
		const { listTasks } = this.dependencies;
		const listMs = this.workMs * LIST_SHARE;
		const pages: TaskPage[] = [];
		const read = async (page: number) =>
			await this.send(async () => await listTasks({ page, pageSize: PAGE_SIZE }), listMs);
		for await (const result of readPages(read)) {
			if (!result.ok) {
				if (result.error !== NOT_SENT) this.errors.push({ error: result.error });
				return { pages, isComplete: false };
			}
			pages.push(result.value);
			if (isEnough(result.value)) break;
		}
		return { pages, isComplete: true };
	}

	private async send<T>(
		request: () => Promise<Result<T, RequestError>>,
		workMs = this.workMs,
	): Promise<Result<T, RequestError>> {
		return await this.limit(async () => {
			const sendAtMs = Math.max(this.nowMs, this.pace.nextMs);
			const isOver = () => this.retryAfterMs !== undefined || sendAtMs - this.startMs >= workMs;
			if (isOver()) return err(NOT_SENT);
			this.pace.nextMs = sendAtMs + REQUEST_INTERVAL_MS;
			if (sendAtMs > this.nowMs) await this.dependencies.clock.sleep(sendAtMs - this.nowMs);
			if (isOver()) return err(NOT_SENT);
			const result = await request();
			if (result.ok) this.isApiUp = true;
			else if (result.error.reason === 'rateLimited')
				this.retryAfterMs = result.error.retryAfterMs ?? 0;
			return result;
		});
	}
}
