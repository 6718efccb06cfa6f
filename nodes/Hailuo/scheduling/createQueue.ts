import { createConclusion, type RequestError } from '../transport/evidence';
import { backoffMs, exceedsMaxRetryAfter, retryDelayMs } from '../transport/retryPolicy';
import { err, type Result } from '../utils/result';
import { isIndeterminate, isRateLimited, toCreateResult, type CreateResult } from './createResult';
import { createLimit } from './limit';
import { retry, type RetryContext } from './retry';

type SendCreate<T> = () => Promise<Result<T, RequestError>>;

export interface CreateQueueOptions {
	/** Aborts when the user stops the execution, not when another item fails. */
	stopSignal: AbortSignal;
	/** Maximum number of requests in flight. */
	maxInFlight: number;
	/** How long creates are retried while none is accepted and no task of the run is unfinished, ms. */
	timeoutMs: number;
	/** Called once, with the first 429. */
	onRateLimited(error: RequestError): void;
	/** Called with each create that failed, before another one is sent. */
	onFailure(): void;
}

/** After an indeterminate create, with the same `Idempotency-Key`. Source: the provider's own client. */
const MAX_IDEMPOTENT_RETRIES = 2;

/**
 * The queue of one run's creates. They are sent in parallel until the API rate limits one (429). After
 * that they are sent one at a time; a create that is rate limited again moves to the end of the queue.
 * The next attempt follows after a backoff, or as soon as a task of the run ends, because an account
 * can be limited by unfinished videos. When the queue is empty, creates are sent in parallel again.
 */
export class CreateQueue {
	private readonly serial = createLimit(1);
	private readonly inFlight: ReturnType<typeof createLimit>;
	private pendingCount = 0;
	private unfinishedTasks = 0;
	/** Consecutive rate limited attempts; parallel ones count once. Each accepted create subtracts one. */
	private consecutiveRejections = 0;
	/** Clock time since which no create was accepted and no task was unfinished, ms. */
	private idleSince: number | undefined;
	private nextAttemptAt = 0;
	private hasTaskEnded = false;
	private isReported = false;
	/** Set when the queue times out: no other create is sent. */
	private terminalError: RequestError | undefined;
	private wake = new AbortController();

	constructor(
		private readonly context: RetryContext,
		private readonly options: CreateQueueOptions,
	) {
		this.inFlight = createLimit(options.maxInFlight);
	}

	/**
	 * Sends a create until it is accepted or rejected, or until the queue times out.
	 *
	 * @param isIdempotent whether the provider returns the existing task for a repeated create. If so, an
	 * indeterminate one is sent again, even while the run is ending, because it may already be charged
	 */
	async submit<T>(send: SendCreate<T>, isIdempotent: boolean): Promise<CreateResult<T>> {
		let attempts = 0;
		const attempt = async () => {
			attempts += 1;
			return await send();
		};
		const sendOnce = async (): Promise<CreateResult<T> | undefined> => {
			const result = await this.sendUnlessTimedOut(attempt);
			if (this.shouldRequeue(result)) return undefined;
			if (!result.ok && isIdempotent && isIndeterminate(result.error)) {
				const retried = await this.retryIndeterminate(attempt, result.error);
				if (retried !== undefined) return { outcome: 'created', value: retried, attempts };
			}
			const created = toCreateResult(result, attempts);
			if (created.outcome === 'rejected' || created.outcome === 'indeterminate') {
				this.options.onFailure();
			}
			return created;
		};

		let isQueued = false;
		let result = await this.inFlight(async () => {
			const sent = this.pendingCount === 0 ? await sendOnce() : undefined;
			isQueued = sent === undefined;
			// Counted before the next create gets this slot, so that it is queued, too.
			if (isQueued) this.pendingCount += 1;
			return sent;
		});
		try {
			while (result === undefined) {
				result = await this.serial(async () => {
					await this.backOff();
					return await sendOnce();
				});
			}
			return result;
		} finally {
			if (isQueued) this.pendingCount -= 1;
		}
	}

	/** Waits for a task of the run, which counts as unfinished until then. */
	async whileUnfinished<T>(wait: () => Promise<T>): Promise<T> {
		this.unfinishedTasks += 1;
		this.idleSince = undefined;
		try {
			return await wait();
		} finally {
			this.unfinishedTasks -= 1;
			this.idleSince = undefined;
			this.hasTaskEnded = true;
			this.wake.abort();
		}
	}

	/**
	 * @returns the task, or undefined if the outcome remains unknown: the first attempt may have been
	 * accepted even if a retry is rejected
	 */
	private async retryIndeterminate<T>(
		send: SendCreate<T>,
		firstError: RequestError,
	): Promise<T | undefined> {
		const { clock, rateLimiter } = this.context;
		const { stopSignal } = this.options;
		let error = firstError;
		for (let retries = 1; retries <= MAX_IDEMPOTENT_RETRIES; retries += 1) {
			if (exceedsMaxRetryAfter(error)) return undefined;
			const delayMs = retryDelayMs(retries, error, () => clock.random());
			await clock.sleep(delayMs, stopSignal);
			if (!(await rateLimiter.waitUntilResumed(stopSignal))) return undefined;
			const result = await send();
			if (result.ok) return result.value;
			error = result.error;
		}
		return undefined;
	}

	/** Waits for the next attempt: until its time, until a task ends, or until the queue times out. */
	private async backOff(): Promise<void> {
		const { clock, signal } = this.context;
		const timesOutAt = (this.idleSince ?? Infinity) + this.options.timeoutMs;
		const delayMs = Math.min(this.nextAttemptAt, timesOutAt) - clock.now();
		if (this.hasTaskEnded || delayMs <= 0) return;
		this.wake = new AbortController();
		await clock.sleep(delayMs, AbortSignal.any([signal, this.wake.signal]));
	}

	private async sendUnlessTimedOut<T>(send: SendCreate<T>): Promise<Result<T, RequestError>> {
		if (this.terminalError !== undefined) return err(this.terminalError);
		this.hasTaskEnded = false;
		const result = await retry(send, (error) => createConclusion(error) === 'retry', this.context);
		if (result.ok) this.onAccepted();
		else if (isRateLimited(result.error)) this.onRejected(result.error);
		return result;
	}

	private onAccepted(): void {
		// Not reset to 0: a run that was just accepted must not crowd out other executions.
		this.consecutiveRejections = Math.max(0, this.consecutiveRejections - 1);
		this.idleSince = undefined;
		this.nextAttemptAt = 0;
	}

	private onRejected(error: RequestError): void {
		const { clock } = this.context;
		const now = clock.now();
		if (!this.isReported) this.options.onRateLimited(error);
		this.isReported = true;
		if (this.unfinishedTasks === 0) {
			this.idleSince ??= now;
			if (now - this.idleSince >= this.options.timeoutMs) this.terminalError = error;
		}
		if (now < this.nextAttemptAt) return;
		this.consecutiveRejections += 1;
		// A longer Retry-After additionally pauses the rate limiter.
		this.nextAttemptAt = now + backoffMs(this.consecutiveRejections, () => clock.random());
	}

	private shouldRequeue(result: Result<unknown, RequestError>): boolean {
		return !result.ok && isRateLimited(result.error) && this.terminalError === undefined;
	}
}
