import { queueTimeoutSuggestion, rateLimitedSuggestion } from '../transport/errorText';
import { concludeCreate, RUN_ENDED, type RequestError } from '../transport/evidence';
import { exceedsMaxRetryAfter, retryDelayMs } from '../transport/retryPolicy';
import type { Clock } from '../utils/clock';
import type { Result } from '../utils/result';
import { limitConcurrency } from './limit';
import { RateLimiter, rateLimitedError } from './rateLimiter';
import { retry } from './retry';

/** The final result of a create, over all its attempts. */
export type CreateResult<T> =
	| { outcome: 'created'; value: T }
	/**
	 * Nothing was created or charged: the API refused it, or the run ended before it was sent; or the API
	 * allows no create before the queue times out, or has accepted none until then.
	 */
	| { outcome: 'notCreated'; error: RequestError }
	/** The create may have been accepted and charged. */
	| { outcome: 'indeterminate'; error: RequestError };

export interface CreateQueueOptions {
	clock: Clock;
	/** Aborts when the run must create nothing more: no create is sent for the first time. */
	createSignal: AbortSignal;
	/** Aborts when the user stops the execution: nothing is sent at all. */
	stopSignal: AbortSignal;
	/** Maximum number of requests in flight. */
	maxInFlight: number;
	/** How long creates are retried while none is accepted and no task of the account is unfinished, ms. */
	timeoutMs: number;
	/** Called once, with the first 429. */
	onRateLimited(error: RequestError): void;
}

/**
 * How often an indeterminate create is sent again with the same `Idempotency-Key`. Source: the provider's
 * own client.
 */
const MAX_IDEMPOTENT_RETRIES = 2;

type Send<T> = () => Promise<Result<T, RequestError>>;

/**
 * The queue of one account's creates in a run. They are sent in parallel until the API rate limits one
 * (429). Then they are sent one at a time, and a rate limited one moves to the end of the queue. The next
 * attempt follows after `Retry-After` and a backoff; the backoff ends as soon as a task of the account
 * ends, because an account can be limited by unfinished videos. When the queue is empty, creates are sent
 * in parallel again.
 */
export class CreateQueue {
	private readonly rateLimiter: RateLimiter;
	private readonly limit = limitConcurrency(() => (this.isSerial ? 1 : this.options.maxInFlight));
	/** Whether creates are sent one at a time. */
	private isSerial = false;
	private pendingCreates = 0;
	private unfinishedTasks = 0;
	/** Clock time since which no create was accepted and no task was unfinished, ms. */
	private idleSince: number | undefined;
	private lastRejection: { error: RequestError; at: number } | undefined;
	/** Aborted when the backoff ends early, so that the wait for it ends as well. */
	private wake = new AbortController();

	constructor(private readonly options: CreateQueueOptions) {
		this.rateLimiter = new RateLimiter(options.clock, 0);
	}

	/**
	 * Sends a create until it is accepted or refused, or until the queue times out.
	 *
	 * @param honorsIdempotencyKey whether the provider returns the existing task for a repeated create. If so, an
	 * indeterminate one is sent again, even while the run is ending, because it may already be charged
	 * @param conclude makes what is returned of the result. If it ends the run, no other create is sent
	 */
	async submit<T, R>(
		send: Send<T>,
		honorsIdempotencyKey: boolean,
		conclude: (result: CreateResult<T>) => R,
	): Promise<R> {
		this.pendingCreates += 1;
		try {
			for (;;) {
				const concluded = await this.limit(async () => {
					const result =
						(await this.untilReady()) ?? (await this.sendUntilReceived(send, honorsIdempotencyKey));
					return result && { value: conclude(result) };
				});
				if (concluded !== undefined) return concluded.value;
			}
		} finally {
			this.pendingCreates -= 1;
			if (this.pendingCreates === 0) this.isSerial = false;
		}
	}

	/** Waits for a task of the account, which counts as unfinished until then. */
	async whileUnfinished<T>(wait: () => Promise<T>): Promise<T> {
		this.unfinishedTasks += 1;
		this.idleSince = undefined;
		try {
			return await wait();
		} finally {
			this.unfinishedTasks -= 1;
			this.idleSince = undefined;
			this.rateLimiter.endBackoff();
			this.wake.abort();
			this.wake = new AbortController();
		}
	}

	/**
	 * Waits until a create may be sent.
	 *
	 * @returns its result if it is not sent any more
	 */
	private async untilReady(): Promise<CreateResult<never> | undefined> {
		const { clock, createSignal, timeoutMs } = this.options;
		for (;;) {
			const now = clock.now();
			const { retryAfterMs, readyAt } = this.rateLimiter;
			const timesOutAt = (this.idleSince ?? now) + timeoutMs;
			const outlastsTimeout = retryAfterMs > 0 && now + retryAfterMs > timesOutAt;
			// The last attempt is made when the time is over.
			const hasTimedOut = this.lastRejection !== undefined && this.lastRejection.at >= timesOutAt;
			if (hasTimedOut || outlastsTimeout) return this.giveUp(retryAfterMs);
			if (createSignal.aborted) return notCreated(RUN_ENDED);
			const sendAt = Math.min(readyAt, timesOutAt);
			if (sendAt <= now) return undefined;
			await clock.sleep(sendAt - now, AbortSignal.any([createSignal, this.wake.signal]));
		}
	}

	private giveUp(retryAfterMs: number): CreateResult<never> {
		const { timeoutMs } = this.options;
		// The limiter also pauses after a 503 with `Retry-After`, which is no rejection.
		const error = this.lastRejection?.error ?? rateLimitedError(retryAfterMs);
		return notCreated(
			retryAfterMs > timeoutMs
				? { ...error, retryAfterMs, suggestion: rateLimitedSuggestion(retryAfterMs) }
				: { ...error, suggestion: queueTimeoutSuggestion(timeoutMs) },
		);
	}

	/**
	 * Sends a create until the API has certainly received it, at most four times.
	 *
	 * @returns undefined if it is rate limited and must be sent again later
	 */
	private async sendUntilReceived<T>(
		send: Send<T>,
		honorsIdempotencyKey: boolean,
	): Promise<CreateResult<T> | undefined> {
		const isUnsent = (error: RequestError) => concludeCreate(error) === 'retry';
		const { clock, createSignal: signal } = this.options;
		const result = await retry(async () => await this.sendOnce(send), { clock, signal }, isUnsent);
		if (result.ok) return { outcome: 'created', value: result.value };
		const { error } = result;
		switch (concludeCreate(error)) {
			case 'rateLimited':
				this.onRateLimited(error);
				return undefined;
			case 'indeterminate':
				return honorsIdempotencyKey
					? await this.retryWithSameKey(send, error)
					: { outcome: 'indeterminate', error };
			default:
				return notCreated(error);
		}
	}

	/**
	 * Sends an indeterminate create again. Whatever happens to these attempts, the first one may have been
	 * accepted.
	 */
	private async retryWithSameKey<T>(send: Send<T>, first: RequestError): Promise<CreateResult<T>> {
		const { clock, stopSignal } = this.options;
		let last = first;
		for (let attempt = 1; attempt <= MAX_IDEMPOTENT_RETRIES; attempt += 1) {
			if (exceedsMaxRetryAfter(last)) break;
			const delayMs = retryDelayMs(attempt, last, () => clock.random());
			await clock.sleep(delayMs, stopSignal);
			if (stopSignal.aborted) break;
			const result = await this.sendOnce(send);
			if (result.ok) return { outcome: 'created', value: result.value };
			last = result.error;
		}
		return { outcome: 'indeterminate', error: first };
	}

	private async sendOnce<T>(send: Send<T>): Promise<Result<T, RequestError>> {
		const result = await send();
		this.rateLimiter.onResult(result);
		if (result.ok) this.idleSince = undefined;
		return result;
	}

	private onRateLimited(error: RequestError): void {
		const { clock, onRateLimited } = this.options;
		if (this.lastRejection === undefined) onRateLimited(error);
		this.lastRejection = { error, at: clock.now() };
		this.isSerial = true;
		if (this.unfinishedTasks === 0) this.idleSince ??= clock.now();
	}
}

function notCreated(error: RequestError): CreateResult<never> {
	return { outcome: 'notCreated', error };
}
