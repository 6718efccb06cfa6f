/* eslint-disable @n8n/community-nodes/no-restricted-globals -- development code, never shipped */
import type { Clock } from '../../nodes/Hailuo/utils/clock';

type Wake = { atMs: number; resolve: () => void };

/** Numbers in [0, 1) that are the same for the same seed. */
export function seeded(seed: number): () => number {
	let state = seed >>> 0;
	return () => {
		state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
		return state / 2 ** 32;
	};
}

/** A clock that jumps to the next moment somebody waits for: days pass in seconds. */
export class VirtualTime implements Clock {
	private readonly waiting: Wake[] = [];

	constructor(
		private nowMs: number,
		readonly random: () => number = () => 0.5,
	) {}

	now(): number {
		return this.nowMs;
	}

	async sleep(ms: number, signal?: AbortSignal): Promise<void> {
		if (ms <= 0 || signal?.aborted) return;
		await new Promise<void>((resolve) => {
			const wake = () => {
				signal?.removeEventListener('abort', wake);
				resolve();
			};
			this.waiting.push({ atMs: this.nowMs + ms, resolve: wake });
			signal?.addEventListener('abort', wake);
		});
	}

	/** Runs until the work is done, and fails where it waits for nothing. */
	async pass<T>(work: Promise<T>): Promise<T> {
		let isDone = false;
		const watched = work.finally(() => (isDone = true));
		watched.catch(() => undefined);
		for (;;) {
			await new Promise((resolve) => setImmediate(resolve));
			if (isDone) return await watched;
			const next = this.waiting.reduce((a, b) => (b.atMs < a.atMs ? b : a), this.waiting[0]);
			if (next === undefined) throw new Error('The work waits for nothing');
			this.waiting.splice(this.waiting.indexOf(next), 1);
			this.nowMs = Math.max(this.nowMs, next.atMs);
			next.resolve();
		}
	}
}
