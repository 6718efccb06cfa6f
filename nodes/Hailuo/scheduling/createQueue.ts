import type { RequestError } from '../transport/responseError';
import {
	backoffMs,
	classifyCreateError,
	exceedsMaxRetryAfter,
	QUEUE_TIMEOUT_MS,
	retryDelayMs,
} from '../transport/retryPolicy';
import type { Result } from '../utils/result';
import { createLimit } from './limit';
import { ABORTED_BEFORE_SENDING, retry, type RetryContext } from './retry';

/** What became of a create, over all its attempts. */
export type CreateResult<T> =
	| { outcome: 'created'; value: T; attempts: number }
	/** Nothing was created, and nothing is charged. */
	| { outcome: 'rejected'; error: RequestError; reason: 'refused' | 'queueTimeout' }
	/** It may have been accepted and charged. */
	| { outcome: 'indeterminate'; error: RequestError }
	/** Not sent, or rate limited, before the run ended. */
	| { outcome: 'aborted' };

type SendCreate<T> = () => Promise<Result<T, RequestError>>;

/** After an indeterminate create, with the same `Idempotency-Key`. Source: the provider's own client. */
const MAX_IDEMPOTENT_RETRIES = 2;

/**
 * The queue of one run's creates. They are sent in parallel until the API rate limits one (429). From
 * then on they are sent one at a time, with backoff until one is accepted; a create that is rate
 * limited again goes to the end of the queue. When the queue is empty they are sent in parallel again.
 */
export class CreateQueue {
	private readonly serial = createLimit(1);
	private pendingCount = 0;
	/** Rate limited creates since the last accepted one; those sent in parallel count once. */
	private consecutiveRejections = 0;
	/** Clock time of the first of them, ms. */
	private rejectedSince: number | undefined;
	private nextAttemptAt = 0;
	private isReported = false;
	/** Set when no create was accepted for ten minutes: no other is sent. */
	private terminalError: RequestError | undefined;

	/**
	 * @param stopSignal aborts when the user stops the execution, not when another item fails
	 * @param onRateLimited is called once, with the first 429
	 */
	constructor(
		private readonly context: RetryContext,
		private readonly stopSignal: AbortSignal,
		private readonly onRateLimited: (error: RequestError) => void,
	) {}

	/**
	 * Sends a create until it is accepted or rejected, or until no create of the run was accepted for
	 * ten minutes.
	 *
	 * @param isIdempotent whether the provider returns the existing task for a repeated create. Then an
	 * indeterminate one is sent again, even while the run ends, since it may be charged already
	 */
	async submit<T>(send: SendCreate<T>, isIdempotent: boolean): Promise<CreateResult<T>> {
		let attempts = 0;
		const attempt = async () => {
			attempts += 1;
			return await send();
		};
		const result = await this.submitInTurn(attempt);
		if (result.ok) return { outcome: 'created', value: result.value, attempts };
		const { error } = result;
		if (error === ABORTED_BEFORE_SENDING) return { outcome: 'aborted' };
		switch (classifyCreateError(error)) {
			case 'rateLimited':
				return { outcome: 'rejected', error, reason: 'queueTimeout' };
			case 'indeterminate': {
				const retried = isIdempotent ? await this.retryIndeterminate(attempt, error) : undefined;
				return retried?.ok
					? { outcome: 'created', value: retried.value, attempts }
					: { outcome: 'indeterminate', error };
			}
			default:
				return { outcome: 'rejected', error, reason: 'refused' };
		}
	}

	/** A rejected retry leaves the outcome unknown: it says nothing about the first attempt. */
	private async retryIndeterminate<T>(
		send: SendCreate<T>,
		firstError: RequestError,
	): Promise<Result<T, RequestError> | undefined> {
		const { clock, rateLimiter } = this.context;
		let error = firstError;
		for (let retries = 1; retries <= MAX_IDEMPOTENT_RETRIES; retries += 1) {
			if (exceedsMaxRetryAfter(error)) return undefined;
			const delayMs = retryDelayMs(retries, error, () => clock.random());
			await clock.sleep(delayMs, this.stopSignal);
			if (!(await rateLimiter.waitUntilResumed(this.stopSignal))) return undefined;
			const result = await send();
			if (result.ok) return result;
			error = result.error;
		}
		return undefined;
	}

	private async submitInTurn<T>(send: SendCreate<T>): Promise<Result<T, RequestError>> {
		if (this.pendingCount === 0) {
			const result = await this.sendUnlessClosed(send);
			if (!this.shouldRequeue(result)) return result;
		}
		this.pendingCount += 1;
		try {
			for (;;) {
				const result = await this.serial(async () => {
					await this.backOff();
					return await this.sendUnlessClosed(send);
				});
				if (!this.shouldRequeue(result)) return result;
			}
		} finally {
			this.pendingCount -= 1;
		}
	}

	private async backOff(): Promise<void> {
		const { clock, signal } = this.context;
		if (this.terminalError === undefined) {
			await clock.sleep(this.nextAttemptAt - clock.now(), signal);
		}
	}

	private async sendUnlessClosed<T>(send: SendCreate<T>): Promise<Result<T, RequestError>> {
		if (this.terminalError !== undefined) return { ok: false, error: this.terminalError };
		const result = await retry(
			send,
			(error) => classifyCreateError(error) === 'retry',
			this.context,
		);
		if (result.ok) this.onAccepted();
		else if (isRateLimited(result.error)) this.onRejected(result.error);
		return result;
	}

	private onAccepted(): void {
		this.consecutiveRejections = 0;
		this.rejectedSince = undefined;
	}

	private onRejected(error: RequestError): void {
		const { clock } = this.context;
		const now = clock.now();
		if (!this.isReported) this.onRateLimited(error);
		this.isReported = true;
		this.rejectedSince ??= now;
		if (now - this.rejectedSince >= QUEUE_TIMEOUT_MS) this.terminalError = error;
		if (now < this.nextAttemptAt) return;
		this.consecutiveRejections += 1;
		// A longer Retry-After pauses the rate limiter on top.
		this.nextAttemptAt = now + backoffMs(this.consecutiveRejections, () => clock.random());
	}

	private shouldRequeue(result: Result<unknown, RequestError>): boolean {
		return !result.ok && isRateLimited(result.error) && this.terminalError === undefined;
	}
}

function isRateLimited(error: RequestError): boolean {
	return error !== ABORTED_BEFORE_SENDING && classifyCreateError(error) === 'rateLimited';
}
