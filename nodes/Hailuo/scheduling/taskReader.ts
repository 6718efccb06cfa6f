import type { KnownTask, TaskReading } from '../domain/task';
import type { RequestError } from '../transport/responseError';
import { MAX_PAUSE_MS } from '../transport/retryPolicy';
import { err, type Result } from '../utils/result';
import { BatchSupport, MAX_BATCH, type TaskApi } from './batchSupport';
import { nextRequestAt, selectReads, type PlannedRead } from './planReads';
import type { RetryContext } from './retry';

/** A read as its task asks for it. Times are clock times, ms. */
export interface ReadRequest extends PlannedRead {
	task: KnownTask;
	/** While the run is rate limited, the read is given up then. Default: if the pause is over 2 minutes. */
	deadline?: number;
	/** Called when its request is sent, with how long the read has waited for it, ms. */
	onSend?(waitedMs: number): void;
}

/** Undefined if the read could not be sent: the run has ended, or is rate limited beyond the deadline. */
export type ReadResult = Result<TaskReading, RequestError> | undefined;

interface WaitingRead extends ReadRequest {
	/** It was absent from a batch, or batches are not supported. */
	isAlone?: boolean;
	settle(result: ReadResult): void;
}

/** While more tasks are due than one request can read, batches follow each other faster, ms. */
const FULL_BATCH_SPACING_MS = 100;

/**
 * All reads of one account in one run. Those that are due together become one request where the
 * provider supports that; they wait for their time here, with a single timer.
 */
export class TaskReader {
	/** By `dueAt`. */
	private waiting: WaitingRead[] = [];
	private readonly support = new BatchSupport();
	/** Requests sent so far. */
	requestCount = 0;
	private isRunning = false;
	private wake = new AbortController();
	/** When the running loop looks again, clock time in ms. */
	private wakesAt = Infinity;

	constructor(
		private readonly context: RetryContext,
		private readonly api: TaskApi,
	) {}

	/** Reads a task when it is due, alone or together with others. */
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

	/** Behind all reads that are due by then (binary search: there can be thousands). */
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
		// Reads that are asked for in one go are seen together.
		await Promise.resolve();
		while (this.waiting.length > 0 && !signal.aborted) {
			this.giveUpHopeless();
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

	private async sleepUntil(moment: number): Promise<void> {
		const { clock, signal } = this.context;
		this.wake = new AbortController();
		this.wakesAt = moment;
		await clock.sleep(moment - clock.now(), AbortSignal.any([signal, this.wake.signal]));
		this.wakesAt = -Infinity;
	}

	/** While the run is rate limited, reads are given up at their deadline. */
	private giveUpHopeless(): void {
		const { clock, rateLimiter } = this.context;
		if (rateLimiter.pausedForMs === 0) return;
		const now = clock.now();
		const isHopeless = ({ dueAt, deadline }: WaitingRead) =>
			deadline === undefined
				? rateLimiter.pausedForMs > MAX_PAUSE_MS
				: dueAt <= now && deadline <= now;
		const hopeless = this.waiting.filter(isHopeless);
		this.waiting = this.waiting.filter((read) => !isHopeless(read));
		for (const { settle } of hopeless) settle(undefined);
	}

	/** The next moment at which a read may have to be given up, ms; without a pause there is none. */
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
		const chosen = new Set(reads);
		this.waiting = this.waiting.filter((read) => !chosen.has(read));
		for (const { onSend, dueAt } of reads) onSend?.(clock.now() - dueAt);
		this.requestCount += 1;
		rateLimiter.takeSlot(reads.length === MAX_BATCH ? FULL_BATCH_SPACING_MS : undefined);
		void this.send(reads).catch(({ message }: Error) => {
			for (const { settle } of reads) settle(err({ kind: 'unexpectedResponse', message }));
		});
	}

	private async send(reads: readonly WaitingRead[]): Promise<void> {
		// Two items can wait for the same task.
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
			if (reading !== undefined) read.settle({ ok: true, value: reading });
			else if (!batch.ok && !mustReadAlone) read.settle(err(batch.error));
			else this.readAlone(read);
		}
	}

	private readAlone(read: WaitingRead): void {
		if (this.context.signal.aborted) read.settle(undefined);
		else this.enqueue({ ...read, isAlone: true });
	}
}
