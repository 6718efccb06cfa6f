import { RUN_ENDED, type RequestError } from '../transport/evidence';
import { backoffMs, MAX_PAUSE_MS, retryDelayMs, shouldPauseAll } from '../transport/retryPolicy';
import type { Clock } from '../utils/clock';
import { err, type Result } from '../utils/result';

/** At most five requests per second, unless another spacing is given. */
export const READ_SPACING_MS = 200;

/**
 * Limits one kind of request to one host with one API key: spaces the requests, and pauses all of them
 * while the host rate limits one (429, or an error with `Retry-After`).
 */
export class RateLimiter {
	private nextSlotAt = 0;
	private backoffUntil = 0;
	private retryAfterUntil = 0;
	/** Consecutive rate limit responses, for the backoff. Concurrent ones count once; each success subtracts one. */
	private rejections = 0;

	/**
	 * @param spacingMs minimum time between two requests, ms
	 * @param maxRetryAfterMs a longer `Retry-After` is shortened to this time, ms
	 */
	constructor(
		private readonly clock: Clock,
		private readonly spacingMs = READ_SPACING_MS,
		private readonly maxRetryAfterMs = Infinity,
	) {}

	/** The remaining time of `Retry-After` or of the backoff, ms; 0 if there is no pause. */
	get pausedForMs(): number {
		return Math.max(0, this.pausedUntil - this.clock.now());
	}

	/** The remaining time of `Retry-After`, ms. */
	get retryAfterMs(): number {
		return Math.max(0, this.retryAfterUntil - this.clock.now());
	}

	/** Clock time from which a request may be sent, ms: the end of the pause, or the next slot. */
	get readyAt(): number {
		return Math.max(this.pausedUntil, this.nextSlotAt);
	}

	private get pausedUntil(): number {
		return Math.max(this.backoffUntil, this.retryAfterUntil);
	}

	/** Takes the slot for a request that is sent now. */
	takeSlot(spacingMs = this.spacingMs): void {
		this.nextSlotAt = this.clock.now() + spacingMs;
	}

	/** Called with the result of each request. */
	onResult(result: Result<unknown, RequestError>): void {
		const now = this.clock.now();
		const random = () => this.clock.random();
		// Not reset to 0: a run that was just accepted must not crowd out other executions.
		if (result.ok) this.rejections = Math.max(0, this.rejections - 1);
		else if (shouldPauseAll(result.error)) {
			if (this.pausedForMs === 0) this.rejections += 1;
			this.backoffUntil = Math.max(this.backoffUntil, now + backoffMs(this.rejections, random));
			const retryAfterMs = Math.min(result.error.retryAfterMs ?? 0, this.maxRetryAfterMs);
			if (retryAfterMs === 0) return;
			const resumesAt = now + retryDelayMs(1, { ...result.error, retryAfterMs }, random);
			this.retryAfterUntil = Math.max(this.retryAfterUntil, resumesAt);
		}
	}

	/** Ends the backoff, but not the time that `Retry-After` asked for. */
	endBackoff(): void {
		this.backoffUntil = 0;
	}

	/**
	 * Sends a request as soon as it may be sent.
	 *
	 * @param signal aborts when the run ends
	 * @param deadline clock time, ms; default: 2 minutes from now
	 * @returns its result, or an error if it was not sent: `RUN_ENDED`, or at once a rate limit if the pause
	 * outlasts the deadline
	 */
	async send<T>(
		request: () => Promise<Result<T, RequestError>>,
		signal: AbortSignal,
		deadline = this.clock.now() + MAX_PAUSE_MS,
	): Promise<Result<T, RequestError>> {
		for (;;) {
			if (signal.aborted) return err(RUN_ENDED);
			if (this.pausedUntil > deadline) return err(rateLimitedError(this.pausedForMs));
			const waitMs = this.readyAt - this.clock.now();
			if (waitMs <= 0) break;
			await this.clock.sleep(waitMs, signal);
		}
		this.takeSlot();
		const result = await request();
		this.onResult(result);
		return result;
	}
}

/** The error of a request that is not sent because the host asked to wait for too long, with a 429 or a 503. */
export function rateLimitedError(retryAfterMs: number): RequestError {
	return { reason: 'rateLimited', message: 'The API asked to wait', retryAfterMs };
}
