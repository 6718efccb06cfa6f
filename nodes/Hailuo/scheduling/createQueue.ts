import type { Fault } from '../transport/responseError';
import {
	afterCreate,
	LONGEST_REFUSAL_MS,
	pauseMs,
	restIsTooLong,
	usualPauseMs,
} from '../transport/retryPolicy';
import { places } from './limit';
import { tryAgain, type Trying } from './retry';

type Reply<T> = T | { fault: Fault } | { stopped: true };

/** What a create came to, over all times that it was sent. */
export type CreateResult<T> =
	| { created: T; attempts: number }
	/** Nothing was created, and nothing is charged. */
	| { rejected: Fault; gaveUp: boolean }
	/** It may have been accepted. */
	| { indeterminate: Fault }
	| { stopped: true };

/** With the same `Idempotency-Key`, after an outcome that is unknown. Source: the vendor's own client. */
const MAX_IDEMPOTENT_RETRIES = 2;

/**
 * How the creates of one run go out: side by side, until the API takes no more for the moment (429).
 * From then on they stand in line and go one by one, with pauses that grow until one is taken; a create
 * that is refused goes to the end. Once nobody stands in line they go side by side again.
 */
export class CreateLine {
	private readonly oneByOne = places(1);
	private standing = 0;
	/** In a row, those sent side by side counted as one. */
	private refusals = 0;
	/** Since when the API has taken none; undefined where it took the last one. */
	private refusedSince: number | undefined;
	private nextAt = 0;
	private isLineTold = false;
	/** With what the API has refused all creates for ten minutes: no other is sent. */
	private givenUp: Fault | undefined;

	/**
	 * @param tell is told once, with the first refusal: from now on the run takes its time
	 * @param stopSignal aborts when the user stops the execution, not when another item fails
	 */
	constructor(
		private readonly trying: Trying,
		private readonly stopSignal: AbortSignal,
		private readonly tell: (refusal: Fault) => void,
	) {}

	/**
	 * Sends a create until the API takes it, refuses it for good, or has taken none of the run for ten minutes.
	 *
	 * @param isIdempotent whether the provider answers a repeated create with the first one's task:
	 * then one of unknown outcome is sent again, even while the run ends, since it may be paid already
	 */
	async send<T extends object>(
		create: () => Promise<T | { fault: Fault }>,
		isIdempotent: boolean,
	): Promise<CreateResult<T>> {
		let attempts = 0;
		const attempt = async () => {
			attempts += 1;
			return await create();
		};
		const reply = await this.sendInTurn(attempt);
		if ('stopped' in reply) return reply;
		if (!('fault' in reply)) return { created: reply, attempts };
		const { fault } = reply;
		const verdict = afterCreate(fault);
		if (verdict !== 'unclear') return { rejected: fault, gaveUp: verdict === 'later' };
		const task = isIdempotent ? await this.sendAgain(attempt, fault) : undefined;
		return task === undefined ? { indeterminate: fault } : { created: task, attempts };
	}

	/** @returns undefined where the outcome stays unknown: what a later try meets does not undo the first */
	private async sendAgain<T extends object>(
		create: () => Promise<T | { fault: Fault }>,
		first: Fault,
	): Promise<T | undefined> {
		const { clock, gate } = this.trying;
		let fault = first;
		for (let retries = 1; retries <= MAX_IDEMPOTENT_RETRIES; retries += 1) {
			if (restIsTooLong(fault)) return undefined;
			await clock.sleep(
				pauseMs(retries, fault, () => clock.random()),
				this.stopSignal,
			);
			if (!(await gate.whenOpen(this.stopSignal))) return undefined;
			const reply = await create();
			if (!('fault' in reply)) return reply;
			fault = reply.fault;
		}
		return undefined;
	}

	private async sendInTurn<T extends object>(
		create: () => Promise<T | { fault: Fault }>,
	): Promise<Reply<T>> {
		if (this.standing === 0) {
			const reply = await this.sendOnce(create);
			if (!this.isToSendAgain(reply)) return reply;
		}
		this.standing += 1;
		try {
			for (;;) {
				const reply = await this.oneByOne(async () => {
					await this.pause();
					return await this.sendOnce(create);
				});
				if (!this.isToSendAgain(reply)) return reply;
			}
		} finally {
			this.standing -= 1;
		}
	}

	private async pause(): Promise<void> {
		const { clock, signal } = this.trying;
		if (this.givenUp === undefined) await clock.sleep(this.nextAt - clock.now(), signal);
	}

	private async sendOnce<T extends object>(
		create: () => Promise<T | { fault: Fault }>,
	): Promise<Reply<T>> {
		if (this.givenUp !== undefined) return { fault: this.givenUp };
		const reply = await tryAgain(create, (fault) => afterCreate(fault) === 'again', this.trying);
		if (isForLater(reply)) this.refused(reply.fault);
		else if (!('fault' in reply) && !('stopped' in reply)) this.taken();
		return reply;
	}

	private taken(): void {
		this.refusals = 0;
		this.refusedSince = undefined;
	}

	private refused(fault: Fault): void {
		const { clock } = this.trying;
		const now = clock.now();
		if (!this.isLineTold) this.tell(fault);
		this.isLineTold = true;
		this.refusedSince ??= now;
		if (now - this.refusedSince >= LONGEST_REFUSAL_MS) this.givenUp = fault;
		if (now < this.nextAt) return;
		this.refusals += 1;
		// At least: a longer rest that the API asks for closes the gate.
		this.nextAt = now + usualPauseMs(this.refusals, () => clock.random());
	}

	private isToSendAgain(reply: Reply<object>): boolean {
		return isForLater(reply) && this.givenUp === undefined;
	}
}

function isForLater(reply: Reply<object>): reply is { fault: Fault } {
	return 'fault' in reply && afterCreate(reply.fault) === 'later';
}
