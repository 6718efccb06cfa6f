import type { KnownTask, Task } from '../domain/task';
import { RUN_ENDED, type RequestError } from '../transport/evidence';
import type { Clock } from '../utils/clock';
import { err, ok, type Result } from '../utils/result';
import { BatchSupport, isBatchRefusal, MAX_BATCH } from './batchSupport';
import { rateLimitedError, type RateLimiter } from './rateLimiter';

/** What a read of one task returned. */
export type ReadResult = Result<Task, RequestError>;

/** Requests that read tasks. */
export interface TaskApi {
	getTask(task: KnownTask): Promise<ReadResult>;
	/** Returns the tasks by ID; unknown ones are absent. Undocumented: a provider may not have it. */
	getTasks(tasks: readonly KnownTask[]): Promise<Result<ReadonlyMap<string, Task>, RequestError>>;
}

/** A requested read of one task. Times are clock times, ms. */
export interface ReadRequest {
	task: KnownTask;
	/** When it is read, unless more tasks are due than fit. */
	dueAt: number;
	/** From when on it may be read along with others, if that is before `dueAt`. */
	earliestAt?: number;
	/** When the task is expected to end; absent if unknown. */
	endsAt?: number;
	/** The read fails at once if the API rate limits the account beyond this time. */
	deadline: number;
}

interface WaitingRead extends ReadRequest {
	/** Is read by a single GET. */
	isAlone: boolean;
	settle(result: ReadResult): void;
}

/** The spacing after a full batch, ms. Shorter, so that many due tasks are read quickly. */
const FULL_BATCH_SPACING_MS = 100;
/** After a batch that is not full, the next one collects the tasks of a second. */
const BATCH_INTERVAL_MS = 1_000;

/**
 * Performs all reads of one account, in a run or in a poll: up to 50 tasks in one request where the
 * provider supports that, else one. It sends at most five requests a second, after full batches ten. If
 * more tasks are due than fit, those that are expected to end first are read first, then those that have
 * waited longest. A single timer serves all of them.
 *
 * A batch is undocumented and proves little, so a single GET confirms that a task failed, was cancelled
 * or is unknown. It also follows an error of the batch, so that no task can make others fail for long.
 */
export class TaskReader {
	/** Requests sent so far. */
	requestCount = 0;

	private waiting: WaitingRead[] = [];
	private nextBatchAt = 0;
	private isRunning = false;
	private wake = new AbortController();
	/** When the running loop wakes up, clock time in ms: thousands of later reads do not wake it. */
	private wakesAt = -Infinity;

	constructor(
		private readonly context: { clock: Clock; signal: AbortSignal; rateLimiter: RateLimiter },
		private readonly api: TaskApi,
		private readonly support = new BatchSupport(),
	) {}

	/**
	 * Reads a task when it is due.
	 *
	 * @returns `RUN_ENDED` if the run, or the poll, ends before the read is sent
	 */
	async read(request: ReadRequest): Promise<ReadResult> {
		if (this.context.signal.aborted) return err(RUN_ENDED);
		return await new Promise<ReadResult>((settle) => {
			const isAlone = this.support.toReadAlone.has(request.task.taskId);
			this.enqueue({ ...request, isAlone, settle });
			this.failExpired();
		});
	}

	private enqueue(read: WaitingRead): void {
		this.waiting.push(read);
		if (!this.isRunning) void this.run();
		else if (read.dueAt < this.wakesAt) this.wake.abort();
	}

	private async run(): Promise<void> {
		const { clock, signal } = this.context;
		this.isRunning = true;
		// Lets all reads that are requested synchronously join the same batch.
		await Promise.resolve();
		while (this.waiting.length > 0 && !signal.aborted) {
			const sendAt = this.nextRequestAt();
			if (sendAt > clock.now()) await this.sleepUntil(sendAt);
			else this.sendNext();
		}
		this.isRunning = false;
		if (signal.aborted) for (const { settle } of this.waiting.splice(0)) settle(err(RUN_ENDED));
	}

	private nextRequestAt(): number {
		const hasBatches = this.support.maxTasks(this.context.clock.now()) > 1;
		const sendAt = this.waiting.reduce((first, { dueAt, isAlone }) => {
			const at = isAlone || !hasBatches ? dueAt : Math.max(dueAt, this.nextBatchAt);
			return Math.min(first, at);
		}, Infinity);
		return Math.max(sendAt, this.context.rateLimiter.readyAt);
	}

	private async sleepUntil(timeMs: number): Promise<void> {
		const { clock, signal } = this.context;
		this.wake = new AbortController();
		this.wakesAt = timeMs;
		await clock.sleep(timeMs - clock.now(), AbortSignal.any([signal, this.wake.signal]));
		this.wakesAt = -Infinity;
	}

	private sendNext(): void {
		const { clock, rateLimiter } = this.context;
		const now = clock.now();
		const maxTasks = this.support.maxTasks(now);
		const [first, ...others] = this.waiting
			.filter(({ dueAt, earliestAt = dueAt, isAlone }) => {
				if (isAlone || maxTasks === 1) return dueAt <= now;
				return Math.min(dueAt, earliestAt) <= now && this.nextBatchAt <= now;
			})
			.sort(byExpectedEnd(now));
		const reads = [first];
		if (!first.isAlone)
			reads.push(...others.filter((read) => !read.isAlone).slice(0, maxTasks - 1));
		const sent = new Set(reads);
		this.waiting = this.waiting.filter((read) => !sent.has(read));
		this.requestCount += 1;
		const isFull = reads.length === MAX_BATCH;
		rateLimiter.takeSlot(isFull && this.support.hasSucceeded ? FULL_BATCH_SPACING_MS : undefined);
		if (reads.length > 1) this.nextBatchAt = isFull ? 0 : now + BATCH_INTERVAL_MS;
		void this.send(reads).catch(({ message }: Error) => {
			for (const { settle } of reads) settle(err({ reason: 'unclear', message }));
		});
	}

	private async send(reads: readonly WaitingRead[]): Promise<void> {
		// Several items can wait for the same task.
		const tasks = [...new Map(reads.map(({ task }) => [task.taskId, task])).values()];
		if (tasks.length > 1) await this.sendBatch(reads, tasks);
		else {
			const result = await this.api.getTask(tasks[0]);
			this.support.toReadAlone.delete(tasks[0].taskId);
			this.onResult(result);
			for (const { settle } of reads) settle(result);
		}
	}

	private async sendBatch(
		reads: readonly WaitingRead[],
		tasks: readonly KnownTask[],
	): Promise<void> {
		const { clock, rateLimiter } = this.context;
		const batch = await this.api.getTasks(tasks);
		this.onResult(batch);
		this.support.hasSucceeded ||= batch.ok;
		const isRefused = !batch.ok && isBatchRefusal(batch.error);
		if (isRefused) this.support.onRefused(clock.now());
		const hasFailed = !batch.ok && !isRefused;
		for (const read of reads) {
			const { taskId } = read.task;
			const task = batch.ok ? batch.value.get(taskId) : undefined;
			if (hasFailed) {
				if (rateLimiter.pausedForMs === 0) this.support.toReadAlone.add(taskId);
				read.settle(batch);
			} else if (task !== undefined && !isUnproven(task)) read.settle(ok(task));
			else this.readAlone(read);
		}
	}

	private readAlone(read: WaitingRead): void {
		if (this.context.signal.aborted) read.settle(err(RUN_ENDED));
		else this.enqueue({ ...read, isAlone: true });
	}

	private onResult(result: Result<unknown, RequestError>): void {
		this.context.rateLimiter.onResult(result);
		this.failExpired();
	}

	/** Fails the reads that cannot be sent before their deadline. */
	private failExpired(): void {
		const { clock, rateLimiter } = this.context;
		const { pausedForMs } = rateLimiter;
		if (pausedForMs === 0) return;
		const resumesAt = clock.now() + pausedForMs;
		const expired = this.waiting.filter(({ deadline }) => deadline < resumesAt);
		this.waiting = this.waiting.filter(({ deadline }) => deadline >= resumesAt);
		for (const { settle } of expired) settle(err(rateLimitedError(pausedForMs)));
	}
}

/** For `sort`: tasks whose expected end has passed first, then those that have waited longest. */
function byExpectedEnd(now: number): (a: WaitingRead, b: WaitingRead) => number {
	const endOf = ({ endsAt = Infinity }: WaitingRead) => (endsAt <= now ? endsAt : Infinity);
	return (a, b) => (endOf(a) === endOf(b) ? a.dueAt - b.dueAt : endOf(a) - endOf(b));
}

/** A failed task is not charged, so a retry would pay again: a batch does not suffice as proof. */
function isUnproven({ status }: Task): boolean {
	return status === 'failed' || status === 'cancelled';
}
