import { isOfModel } from '../domain/modelOptions';
import type { KnownTask } from '../domain/task';
import type { TaskPage } from '../domain/taskList';
import { BatchSupport, type TaskApi } from '../scheduling/batchSupport';
import type { Clock } from '../utils/clock';
import { RateLimiter } from '../scheduling/rateLimiter';
import { ABORTED_BEFORE_SENDING } from '../scheduling/retry';
import { TaskReader } from '../scheduling/taskReader';
import type { ListQuery } from '../transport/client';
import type { RequestError } from '../transport/evidence';
import { retryDelayMs } from '../transport/retryPolicy';
import { PAGE_SIZE, TaskPager } from '../transport/taskPager';
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
		const { clock, getTask, getTasks } = this.dependencies;
		const reader = new TaskReader(
			{ clock, signal: this.abortController.signal, rateLimiter: this.rateLimiter },
			{
				getTask: async (task) => await this.sendNow(async () => await getTask(task)),
				getTasks: async (batch) => await this.sendNow(async () => await getTasks(batch)),
			},
			this.batchSupport,
		);
		const readings = new Map<string, Reading>();
		const readOne = async (task: KnownTask) => {
			const { taskId } = task;
			const reading = await reader.read({ task, dueAt: this.nowMs, deadline: this.endsMs });
			if (reading === undefined) return;
			if (!reading.ok && reading.error === ABORTED_BEFORE_SENDING) return;
			this.noteFailure(taskId, reading);
			if (!this.isUrlLagging(taskId, reading)) readings.set(taskId, reading);
		};
		await Promise.all(tasks.map(readOne));
		return readings;
	}

	/**
	 * Reads the account's list, newest tasks first, starting at any page. An error ends the list, and is
	 * added to `errors` unless the time is up.
	 */
	list(query: Omit<ListQuery, 'page' | 'pageSize'>): ReadPages {
		const pager = new TaskPager(async (page) => {
			const result = await this.send(
				async () => await this.dependencies.listTasks({ ...query, page, pageSize: PAGE_SIZE }),
			);
			if (!result.ok) return result;
			// A provider may ignore the filter, and is not asked for a model that has several names.
			const tasks = result.value.tasks.filter(({ model }) => isOfModel(model, query.model));
			return ok({ ...result.value, tasks });
		});
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
		return await this.sendNow(request);
	}

	private async sendNow<T>(
		request: () => Promise<Result<T, RequestError>>,
	): Promise<Result<T, RequestError>> {
		if (this.isOver) {
			this.abortController.abort();
			return err(ABORTED_BEFORE_SENDING);
		}
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
