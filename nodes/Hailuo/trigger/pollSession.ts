import type { KnownTask } from '../domain/task';
import type { TaskPage } from '../domain/taskList';
import { BatchSupport, MAX_BATCH, type TaskApi } from '../scheduling/batchSupport';
import type { Clock } from '../utils/clock';
import { createLimit } from '../scheduling/limit';
import { RateLimiter } from '../scheduling/rateLimiter';
import { ABORTED_BEFORE_SENDING } from '../scheduling/retry';
import type { ListQuery } from '../transport/client';
import type { RequestError } from '../transport/evidence';
import { retryDelayMs } from '../transport/retryPolicy';
import { TaskPager } from '../transport/taskPager';
import { err, ok, type Result } from '../utils/result';
import type { ReadPages } from './accountPages';
import type { Reading } from './evaluateTask';
import type { TriggerMemory } from './memory';
import type { PollError } from './pollErrors';

/** The API and the clocks. */
export interface PollDependencies extends TaskApi {
	/** The monotonic clock, for all durations. */
	clock: Clock;
	/** Wall-clock time, ms since 1970: for the age of tasks, and for what outlives the process. */
	wallNow(): number;
	listTasks(query: ListQuery): Promise<Result<TaskPage, RequestError>>;
}

/** How long a completed task may lack its video URL: one minute minus the jitter of n8n's schedule. */
const URL_LAG_MS = 55_000;
/** Enough for five reads a second at response times of 2 s. */
const MAX_CONCURRENT_READS = 10;
/** The maximum page size of the API's list. */
export const PAGE_SIZE = 100;

type Limit = ReturnType<typeof createLimit>;

/** Sends the requests of one poll: five per second, and none after its time is up or a 429. */
export class PollSession {
	/** How long the API rate limits the trigger, ms from now; 0 if it does not. */
	retryAfterMs = 0;
	/** Requests that failed in this poll. */
	readonly errors: PollError[] = [];

	private readonly rateLimiter: RateLimiter;
	private readonly endsMs: number;
	private readonly batchSupport: BatchSupport;
	private readonly abortController = new AbortController();

	/**
	 * @param workMs time after which no request is sent
	 * @param memory from earlier polls. If absent, a video URL that lags is not waited for
	 */
	constructor(
		private readonly dependencies: PollDependencies,
		workMs: number,
		private readonly memory?: Pick<
			TriggerMemory,
			'missingUrlSinceMs' | 'failingSinceMs' | 'batchSupport'
		>,
	) {
		this.rateLimiter = new RateLimiter(dependencies.clock);
		this.batchSupport = memory?.batchSupport ?? new BatchSupport();
		this.endsMs = dependencies.clock.now() + workMs;
	}

	/** Time of the monotonic clock, ms. */
	get nowMs(): number {
		return this.dependencies.clock.now();
	}

	get wallMs(): number {
		return this.dependencies.wallNow();
	}

	/**
	 * Reads tasks in this order, in batches if the provider supports that. Tasks are left to a later poll
	 * if there is no time, or for about a minute if their video URL lags behind the status.
	 */
	async read(tasks: readonly KnownTask[]): Promise<Map<string, Reading>> {
		const limit = createLimit(MAX_CONCURRENT_READS);
		const readings = new Map<string, Reading>();
		const onRead = ({ taskId }: KnownTask, reading: Reading) => {
			this.noteFailure(taskId, reading);
			if (!this.isUrlLagging(taskId, reading)) readings.set(taskId, reading);
		};
		const readAlone = await this.readBatches(tasks, limit, onRead);
		const readOne = async (task: KnownTask) => {
			const reading = await this.send(async () => await this.dependencies.getTask(task));
			if (reading.ok) this.batchSupport.onSingleRead(task);
			if (reading.ok || reading.error !== ABORTED_BEFORE_SENDING) onRead(task, reading);
		};
		await Promise.all(readAlone.map(async (task) => await limit(async () => await readOne(task))));
		return readings;
	}

	/** @returns the tasks that must be read individually */
	private async readBatches(
		tasks: readonly KnownTask[],
		limit: Limit,
		onRead: (task: KnownTask, reading: Reading) => void,
	): Promise<KnownTask[]> {
		const readAlone: KnownTask[] = [];
		const readBatch = async (batch: readonly KnownTask[]) => {
			if (batch.length === 1 || this.batchSupport.maxTasks === 1) {
				readAlone.push(...batch);
				return;
			}
			this.batchSupport.onSend();
			const result = await this.send(async () => await this.dependencies.getTasks(batch));
			if (!result.ok && result.error === ABORTED_BEFORE_SENDING) return;
			const mustReadAlone = this.batchSupport.onResult(result, batch);
			for (const task of batch) {
				const reading = result.ok ? result.value.get(task.taskId) : undefined;
				// That a task failed is proven only by reading it by itself.
				if (reading !== undefined && reading.task.failure === undefined) onRead(task, ok(reading));
				else if (!result.ok && !mustReadAlone) onRead(task, result);
				else readAlone.push(task);
			}
		};
		const [probe, ...others] = inBatches(tasks);
		if (probe !== undefined) await readBatch(probe);
		await Promise.all(others.map(async (batch) => await limit(async () => await readBatch(batch))));
		return readAlone;
	}

	/**
	 * Reads the account's list, newest tasks first, starting at any page. An error ends the list, and is
	 * added to `errors` unless the time is up.
	 */
	list(query: Omit<ListQuery, 'page' | 'pageSize'>): ReadPages {
		const pager = new TaskPager(
			async (page) =>
				await this.send(
					async () => await this.dependencies.listTasks({ ...query, page, pageSize: PAGE_SIZE }),
				),
		);
		const { errors } = this;
		return async function* (from = 1) {
			for await (const read of pager.pages(from)) {
				const { result } = read;
				if (!result.ok && result.error !== ABORTED_BEFORE_SENDING) {
					errors.push({ error: result.error });
				}
				yield read;
			}
		};
	}

	/** How long the reads of a task have failed, ms; undefined if its last read succeeded. */
	failingForMs(taskId: string): number | undefined {
		const sinceMs = this.memory?.failingSinceMs.get(taskId);
		return sinceMs === undefined ? undefined : this.nowMs - sinceMs;
	}

	private noteFailure(taskId: string, reading: Reading): void {
		const since = this.memory?.failingSinceMs;
		if (reading.ok) since?.delete(taskId);
		else if (since?.has(taskId) === false) since.set(taskId, this.nowMs);
	}

	private isUrlLagging(taskId: string, reading: Reading): boolean {
		if (this.memory === undefined || !reading.ok) return false;
		const { missingUrlSinceMs } = this.memory;
		const { status, videoUrl } = reading.value.task;
		if (status !== 'completed' || videoUrl !== undefined) {
			missingUrlSinceMs.delete(taskId);
			return false;
		}
		const sinceMs = missingUrlSinceMs.get(taskId) ?? this.nowMs;
		missingUrlSinceMs.set(taskId, sinceMs);
		return this.nowMs - sinceMs < URL_LAG_MS;
	}

	private get isOver(): boolean {
		return this.abortController.signal.aborted || this.nowMs >= this.endsMs;
	}

	private async send<T>(
		request: () => Promise<Result<T, RequestError>>,
	): Promise<Result<T, RequestError>> {
		if (this.isOver) return err(ABORTED_BEFORE_SENDING);
		await this.rateLimiter.acquire(this.abortController.signal);
		if (this.isOver) return err(ABORTED_BEFORE_SENDING);
		const result = await request();
		if (!result.ok) this.onError(result.error);
		return result;
	}

	private onError(error: RequestError): void {
		if (error.status !== 429) return;
		const delayMs = retryDelayMs(1, error, () => this.dependencies.clock.random());
		this.retryAfterMs = Math.max(this.retryAfterMs, delayMs);
		this.abortController.abort();
	}
}

function inBatches(tasks: readonly KnownTask[]): KnownTask[][] {
	const count = Math.ceil(tasks.length / MAX_BATCH);
	return Array.from({ length: count }, (_, index) =>
		tasks.slice(index * MAX_BATCH, (index + 1) * MAX_BATCH),
	);
}
