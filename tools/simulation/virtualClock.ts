/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports -- development code, never shipped */
import { setMaxListeners } from 'node:events';

import type { Clock } from '../../nodes/Hailuo/utils/clock';

/** Longer than any simulation: work that is not done by then never will be. */
const LONGEST_MS = 60 * 24 * 60 * 60_000;

interface Sleeper {
	wakeAt: number;
	wake: () => void;
}

/**
 * A clock that advances only while all code sleeps, so that hours take milliseconds and nothing
 * depends on the speed of the machine. By default, its jitter is in the middle of the range.
 */
export class VirtualClock implements Clock {
	protected time: number;
	private readonly sleepers = new Set<Sleeper>();

	constructor(
		readonly random: () => number = () => 0.5,
		private readonly startMs = 0,
	) {
		this.time = startMs;
	}

	now(): number {
		return this.time;
	}

	async sleep(ms: number, signal?: AbortSignal): Promise<void> {
		if (!Number.isFinite(ms)) throw new Error(`Cannot sleep for ${ms} ms`);
		if (signal?.aborted) return;
		await new Promise<void>((resolve) => {
			const abort = () => {
				this.sleepers.delete(sleeper);
				resolve();
			};
			const wake = () => {
				// Otherwise a long-lived signal would become slower with each sleep.
				signal?.removeEventListener('abort', abort);
				resolve();
			};
			const sleeper = { wakeAt: this.time + Math.max(0, ms), wake };
			this.sleepers.add(sleeper);
			if (signal === undefined) return;
			// Thousands of sleepers are normal here; Node warns of a leak above ten listeners.
			setMaxListeners(0, signal);
			signal.addEventListener('abort', abort);
		});
	}

	/** Calls a function at a time, counted from the start. */
	async at(ms: number, action: () => void): Promise<void> {
		await this.sleep(this.startMs + ms - this.time);
		action();
	}

	/** Advances the time until the work is done. */
	async run<T>(work: Promise<T>): Promise<T> {
		let isDone = false;
		const settled = work.finally(() => (isDone = true));
		settled.catch(() => undefined);
		for (;;) {
			await everythingButTime();
			if (isDone) return await settled;
			this.wakeNext();
		}
	}

	/** The time at which the first sleeper wakes, ms; Infinity without sleepers. */
	protected nextWakeAt(): number {
		return this.next()?.wakeAt ?? Infinity;
	}

	protected wakeNext(): void {
		const next = this.next();
		if (next === undefined) {
			throw new Error(`No code sleeps at ${this.time} ms, and the work is not done`);
		}
		if (next.wakeAt > this.startMs + LONGEST_MS) {
			throw new Error('Sixty days have passed, and the work is not done');
		}
		this.sleepers.delete(next);
		this.time = next.wakeAt;
		next.wake();
	}

	private next(): Sleeper | undefined {
		let first: Sleeper | undefined;
		for (const sleeper of this.sleepers) {
			if (first === undefined || sleeper.wakeAt < first.wakeAt) first = sleeper;
		}
		return first;
	}
}

/** Resolves when all promises that can settle without time have settled. */
async function everythingButTime(): Promise<void> {
	await new Promise((resolve) => setImmediate(resolve));
}
