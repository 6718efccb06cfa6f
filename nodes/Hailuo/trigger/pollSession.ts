import type { KnownTask } from '../domain/task';
import { taskPages, type TaskPage, type TaskPageResult } from '../domain/taskList';
import type { Clock } from '../scheduling/clock';
import { BatchSupport, MAX_BATCH, type TaskApi } from '../scheduling/batchSupport';
import { createLimit } from '../scheduling/limit';
import { RateLimiter } from '../scheduling/rateLimiter';
import { ABORTED_BEFORE_SENDING } from '../scheduling/retry';
import type { ListQuery } from '../transport/client';
import type { RequestError } from '../transport/responseError';
import { retryDelayMs } from '../transport/retryPolicy';
import { err, ok, type Result } from '../utils/result';
import type { Reading } from './evaluateTask';
import type { PollError } from './pollErrors';

/** The API and the clock. */
export interface PollDependencies extends TaskApi {
	clock: Clock;
	listTasks(query: ListQuery): Promise<Result<TaskPage, RequestError>>;
}

/** Enough for five reads a second at response times of 2 s. */
const MAX_CONCURRENT_READS = 10;
/** The longest page of the API's list. */
export const PAGE_SIZE = 100;

type Limit = ReturnType<typeof createLimit>;

/** The requests of one poll: five a second, and none after its time is up or the API rate limits it. */
export class PollSession {
	/** How long the API rate limits the trigger, ms from now; 0 if it does not. */
	retryAfterMs = 0;
	/** What kept the poll from its work. */
	readonly errors: PollError[] = [];

	private readonly rateLimiter: RateLimiter;
	private readonly endsMs: number;
	private readonly abortController = new AbortController();

	/**
	 * @param workMs time after which no request is sent
	 * @param batchSupport what is known of the provider from earlier polls
	 */
	constructor(
		private readonly dependencies: PollDependencies,
		workMs: number,
		private readonly batchSupport = new BatchSupport(),
	) {
		this.rateLimiter = new RateLimiter(dependencies.clock);
		this.endsMs = dependencies.clock.now() + workMs;
	}

	get nowMs(): number {
		return this.dependencies.clock.now();
	}

	/**
	 * Reads tasks in this order, together where the provider supports that; those for which there was
	 * no time are missing.
	 */
	async read(tasks: readonly KnownTask[]): Promise<Map<string, Reading>> {
		const limit = createLimit(MAX_CONCURRENT_READS);
		const readings = new Map<string, Reading>();
		const readAlone = await this.readBatches(tasks, limit, readings);
		const readOne = async (task: KnownTask) => {
			const reading = await this.send(async () => await this.dependencies.getTask(task));
			const isRead = reading.ok || reading.error !== ABORTED_BEFORE_SENDING;
			if (isRead) readings.set(task.taskId, reading);
		};
		await Promise.all(readAlone.map(async (task) => await limit(async () => await readOne(task))));
		return readings;
	}

	/** @returns the tasks that have to be read one by one */
	private async readBatches(
		tasks: readonly KnownTask[],
		limit: Limit,
		readings: Map<string, Reading>,
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
				if (reading !== undefined) readings.set(task.taskId, ok(reading));
				else if (!result.ok && !mustReadAlone) readings.set(task.taskId, result);
				else readAlone.push(task);
			}
		};
		const [probe, ...others] = inBatches(tasks);
		if (probe !== undefined) await readBatch(probe);
		await Promise.all(others.map(async (batch) => await limit(async () => await readBatch(batch))));
		return readAlone;
	}

	/** The pages of the account's list. An error ends them, and is added to `errors` unless the time is up. */
	async *pages(
		query: Omit<ListQuery, 'page' | 'pageSize'>,
		from = 1,
		pageSize = 0,
	): AsyncGenerator<TaskPageResult<RequestError>, void> {
		const list = async (page: number) =>
			await this.send(
				async () => await this.dependencies.listTasks({ ...query, page, pageSize: PAGE_SIZE }),
			);
		for await (const read of taskPages(list, from, pageSize)) {
			const { result } = read;
			if (!result.ok && result.error !== ABORTED_BEFORE_SENDING) {
				this.errors.push({ error: result.error });
			}
			yield read;
		}
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
