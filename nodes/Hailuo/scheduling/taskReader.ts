import type { KnownTask, TaskReading } from '../domain/task';
import type { RequestError } from '../transport/evidence';
import { MAX_PAUSE_MS } from '../transport/retryPolicy';
import { err, type Result } from '../utils/result';
import { BatchSupport, MAX_BATCH, type TaskApi } from './batchSupport';
import { nextRequestAt, selectReads, type PlannedRead } from './planReads';
import type { RetryContext } from './retry';

/** A requested read of one task. Times are clock times, ms. */
export interface ReadRequest extends PlannedRead {
	task: KnownTask;
	/** While the run is rate limited, the read is given up at this time. Default: if the pause exceeds 2 minutes. */
	deadline?: number;
	/** Called when the request is sent, with the time since `dueAt`, ms. */
	onSend?(waitedMs: number): void;
}

/** Undefined if the read could not be sent: the run has ended, or is rate limited beyond the deadline. */
export type ReadResult = Result<TaskReading, RequestError> | undefined;

interface WaitingRead extends ReadRequest {
	/** Must not be batched: it was absent from a batch, or batches are not supported. */
	isAlone?: boolean;
	settle(result: ReadResult): void;
}

/** The spacing after a full batch, ms. Shorter, so that many due tasks are read quickly. */
const FULL_BATCH_SPACING_MS = 100;

/**
 * Performs all reads of one account in one run. Reads that are due together are sent as one request if
 * the provider supports that. A single timer serves all waiting reads.
 */
export class TaskReader {
	/** Sorted by `dueAt`. */
	private waiting: WaitingRead[] = [];
	private readonly support = new BatchSupport();
	/** Requests sent so far. */
	requestCount = 0;
	private isRunning = false;
	private wake = new AbortController();
	/** When the running loop wakes up, clock time in ms. */
	private wakesAt = Infinity;

	constructor(
		private readonly context: RetryContext,
		private readonly api: TaskApi,
	) {}

	/** Reads a task when it is due, individually or in a batch. */
	async read(request: ReadRequest): Promise<ReadResult> {
		if (this.context.signal.aborted) return undefined;
		return await new Promise<ReadResult>((settle) => this.enqueue({ ...request, settle }));
	}

	private enqueue(read: WaitingRead): void {
		const isAlone = read.isAlone === true || !this.support.accepts(read.task);
		const latestAt = isAlone ? read.dueAt : read.latestAt;
		this.waiting.splice(this.indexFor(read.dueAt), 0, { ...read, isAlone, latestAt });
		if (!this.isRunning) void this.run();
		else if (read.dueAt < this.wakesAt) this.wake.abort();
	}

	/** The index after all reads that are due by `dueAt`. A binary search, since there can be thousands. */
	private indexFor(dueAt: number): number {
		let [from, to] = [0, this.waiting.length];
		while (from < to) {
			const middle = (from + to) >>> 1;
			if (this.waiting[middle].dueAt <= dueAt) from = middle + 1;
			else to = middle;
		}
		return from;
	}

	private async run(): Promise<void> {
		const { clock, rateLimiter, signal } = this.context;
		this.isRunning = true;
		// Lets all reads that are requested synchronously join the same batch.
		await Promise.resolve();
		while (this.waiting.length > 0 && !signal.aborted) {
			this.giveUpExpired();
			if (this.waiting.length === 0) break;
			const { maxTasks } = this.support;
			const sendAt = Math.max(
				nextRequestAt(this.waiting, maxTasks),
				clock.now() + rateLimiter.readyInMs,
			);
			if (sendAt > clock.now()) await this.sleepUntil(Math.min(sendAt, this.nextDeadline()));
			else this.sendNext(maxTasks);
		}
		this.isRunning = false;
		if (signal.aborted) for (const { settle } of this.waiting.splice(0)) settle(undefined);
	}

	private async sleepUntil(timeMs: number): Promise<void> {
		const { clock, signal } = this.context;
		this.wake = new AbortController();
		this.wakesAt = timeMs;
		await clock.sleep(timeMs - clock.now(), AbortSignal.any([signal, this.wake.signal]));
		this.wakesAt = -Infinity;
	}

	/** While the run is rate limited, reads are given up at their deadline. */
	private giveUpExpired(): void {
		const { clock, rateLimiter } = this.context;
		if (rateLimiter.pausedForMs === 0) return;
		const now = clock.now();
		const isExpired = ({ dueAt, deadline }: WaitingRead) =>
			deadline === undefined
				? rateLimiter.pausedForMs > MAX_PAUSE_MS
				: dueAt <= now && deadline <= now;
		const expired = this.waiting.filter(isExpired);
		this.waiting = this.waiting.filter((read) => !isExpired(read));
		for (const { settle } of expired) settle(undefined);
	}

	/** The earliest deadline at which a read may be given up, ms; Infinity if there is no pause. */
	private nextDeadline(): number {
		if (this.context.rateLimiter.pausedForMs === 0) return Infinity;
		const now = this.context.clock.now();
		return this.waiting.reduce((next, { deadline = Infinity }) => {
			return deadline > now ? Math.min(next, deadline) : next;
		}, Infinity);
	}

	private sendNext(maxTasks: number): void {
		const { clock, rateLimiter } = this.context;
		const [first, ...others] = selectReads(this.waiting, clock.now(), maxTasks);
		const reads = first.isAlone ? [first] : [first, ...others.filter(({ isAlone }) => !isAlone)];
		const selected = new Set(reads);
		this.waiting = this.waiting.filter((read) => !selected.has(read));
		for (const { onSend, dueAt } of reads) onSend?.(clock.now() - dueAt);
		this.requestCount += 1;
		rateLimiter.takeSlot(reads.length === MAX_BATCH ? FULL_BATCH_SPACING_MS : undefined);
		void this.send(reads).catch(({ message }: Error) => {
			for (const { settle } of reads) settle(err({ reason: 'unclear', message }));
		});
	}

	private async send(reads: readonly WaitingRead[]): Promise<void> {
		// Several items can wait for the same task.
		const tasks = [...new Map(reads.map(({ task }) => [task.taskId, task])).values()];
		if (tasks.length === 1) {
			const result = await this.api.getTask(tasks[0]);
			if (result.ok) this.support.onSingleRead(tasks[0]);
			for (const { settle } of reads) settle(result);
			return;
		}
		this.support.onSend();
		const batch = await this.api.getTasks(tasks);
		const mustReadAlone = this.support.onResult(batch, tasks);
		for (const read of reads) {
			const reading = batch.ok ? batch.value.get(read.task.taskId) : undefined;
			// That a task failed is proven only by reading it by itself.
			const isProven = reading !== undefined && reading.task.failure === undefined;
			if (isProven) read.settle({ ok: true, value: reading });
			else if (!batch.ok && !mustReadAlone) read.settle(err(batch.error));
			else this.readAlone(read);
		}
	}

	private readAlone(read: WaitingRead): void {
		if (this.context.signal.aborted) read.settle(undefined);
		else this.enqueue({ ...read, isAlone: true });
	}
}
