import type { RequestError } from '../transport/responseError';
import {
	classifyCreateError,
	QUEUE_TIMEOUT_MS,
	retryDelayMs,
	exceedsMaxRetryAfter,
	backoffMs,
} from '../transport/retryPolicy';
import { createLimit } from './limit';
import { retry, type RetryContext } from './retry';

type Reply<T> = T | { fault: RequestError } | { stopped: true };

/** What a create came to, over all times that it was sent. */
export type CreateResult<T> =
	| { created: T; attempts: number }
	/** Nothing was created, and nothing is charged. */
	| { rejected: RequestError; gaveUp: boolean }
	/** It may have been accepted. */
	| { indeterminate: RequestError }
	| { stopped: true };

/** With the same `Idempotency-Key`, after an outcome that is unknown. Source: the vendor's own client. */
const MAX_IDEMPOTENT_RETRIES = 2;

/**
 * How the creates of one run go out: side by side, until the API takes no more for the moment (429).
 * From then on they stand in line and go one by one, with pauses that grow until one is taken; a create
 * that is refused goes to the end. Once nobody stands in line they go side by side again.
 */
export class CreateQueue {
	private readonly serial = createLimit(1);
	private pendingCount = 0;
	/** In a row, those sent side by side counted as one. */
	private consecutiveRejections = 0;
	/** Since when the API has taken none; undefined where it took the last one. */
	private rejectedSince: number | undefined;
	private nextAt = 0;
	private isReported = false;
	/** With what the API has refused all creates for ten minutes: no other is sent. */
	private terminalError: RequestError | undefined;

	/**
	 * @param onRateLimited is told once, with the first refusal: from now on the run takes its time
	 * @param stopSignal aborts when the user stops the execution, not when another item fails
	 */
	constructor(
		private readonly context: RetryContext,
		private readonly stopSignal: AbortSignal,
		private readonly onRateLimited: (refusal: RequestError) => void,
	) {}

	/**
	 * Sends a create until the API takes it, refuses it for good, or has taken none of the run for ten minutes.
	 *
	 * @param isIdempotent whether the provider answers a repeated create with the first one's task:
	 * then one of unknown outcome is sent again, even while the run ends, since it may be paid already
	 */
	async submit<T extends object>(
		create: () => Promise<T | { fault: RequestError }>,
		isIdempotent: boolean,
	): Promise<CreateResult<T>> {
		let attempts = 0;
		const attempt = async () => {
			attempts += 1;
			return await create();
		};
		const reply = await this.submitInTurn(attempt);
		if ('stopped' in reply) return reply;
		if (!('fault' in reply)) return { created: reply, attempts };
		const { fault } = reply;
		const verdict = classifyCreateError(fault);
		if (verdict !== 'unclear') return { rejected: fault, gaveUp: verdict === 'later' };
		const task = isIdempotent ? await this.retryIndeterminate(attempt, fault) : undefined;
		return task === undefined ? { indeterminate: fault } : { created: task, attempts };
	}

	/** @returns undefined where the outcome stays unknown: what a later try meets does not undo the first */
	private async retryIndeterminate<T extends object>(
		create: () => Promise<T | { fault: RequestError }>,
		first: RequestError,
	): Promise<T | undefined> {
		const { clock, rateLimiter: gate } = this.context;
		let fault = first;
		for (let retries = 1; retries <= MAX_IDEMPOTENT_RETRIES; retries += 1) {
			if (exceedsMaxRetryAfter(fault)) return undefined;
			await clock.sleep(
				retryDelayMs(retries, fault, () => clock.random()),
				this.stopSignal,
			);
			if (!(await gate.waitUntilResumed(this.stopSignal))) return undefined;
			const reply = await create();
			if (!('fault' in reply)) return reply;
			fault = reply.fault;
		}
		return undefined;
	}

	private async submitInTurn<T extends object>(
		create: () => Promise<T | { fault: RequestError }>,
	): Promise<Reply<T>> {
		if (this.pendingCount === 0) {
			const reply = await this.sendOnce(create);
			if (!this.shouldRequeue(reply)) return reply;
		}
		this.pendingCount += 1;
		try {
			for (;;) {
				const reply = await this.serial(async () => {
					await this.pause();
					return await this.sendOnce(create);
				});
				if (!this.shouldRequeue(reply)) return reply;
			}
		} finally {
			this.pendingCount -= 1;
		}
	}

	private async pause(): Promise<void> {
		const { clock, signal } = this.context;
		if (this.terminalError === undefined) await clock.sleep(this.nextAt - clock.now(), signal);
	}

	private async sendOnce<T extends object>(
		create: () => Promise<T | { fault: RequestError }>,
	): Promise<Reply<T>> {
		if (this.terminalError !== undefined) return { fault: this.terminalError };
		const reply = await retry(
			create,
			(fault) => classifyCreateError(fault) === 'again',
			this.context,
		);
		if (isRateLimited(reply)) this.onRejected(reply.fault);
		else if (!('fault' in reply) && !('stopped' in reply)) this.onAccepted();
		return reply;
	}

	private onAccepted(): void {
		this.consecutiveRejections = 0;
		this.rejectedSince = undefined;
	}

	private onRejected(fault: RequestError): void {
		const { clock } = this.context;
		const now = clock.now();
		if (!this.isReported) this.onRateLimited(fault);
		this.isReported = true;
		this.rejectedSince ??= now;
		if (now - this.rejectedSince >= QUEUE_TIMEOUT_MS) this.terminalError = fault;
		if (now < this.nextAt) return;
		this.consecutiveRejections += 1;
		// At least: a longer rest that the API asks for closes the gate.
		this.nextAt = now + backoffMs(this.consecutiveRejections, () => clock.random());
	}

	private shouldRequeue(reply: Reply<object>): boolean {
		return isRateLimited(reply) && this.terminalError === undefined;
	}
}

function isRateLimited(reply: Reply<object>): reply is { fault: RequestError } {
	return 'fault' in reply && classifyCreateError(reply.fault) === 'later';
}
