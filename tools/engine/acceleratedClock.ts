/* eslint-disable @n8n/community-nodes/no-restricted-globals -- development code, never shipped */
import type { Clock } from '../../nodes/Hailuo/utils/clock';

interface Sleeper {
	/** Time of this clock, ms. */
	wakeAt: number;
	wake(): void;
}

/**
 * A clock that shortens pauses. It jumps from the end of one pause to the end of the next, and runs in
 * real time in between. A process that is blocked for a second therefore loses a second and not a
 * minute: no deadline passes because the machine is busy.
 */
export class AcceleratedClock implements Pick<Clock, 'now' | 'sleep'> {
	/** Time of this clock at `settledAt`, ms. */
	private time = Date.now();
	private settledAt = performance.now();
	private sleepers: Sleeper[] = [];
	private timer: NodeJS.Timeout | undefined;

	/** @param speed a pause of `speed` seconds takes a second */
	constructor(private readonly speed: number) {}

	now(): number {
		const time = this.time + performance.now() - this.settledAt;
		return Math.min(time, this.nextWakeAt());
	}

	async sleep(ms: number, signal?: AbortSignal): Promise<void> {
		if (signal?.aborted) return;
		await new Promise<void>((resolve) => {
			const wake = () => {
				this.sleepers = this.sleepers.filter((other) => other !== sleeper);
				signal?.removeEventListener('abort', abort);
				resolve();
			};
			const abort = () => {
				this.settle(this.now());
				wake();
				this.startTimer();
			};
			this.settle(this.now());
			const sleeper = { wakeAt: this.time + Math.max(0, ms), wake };
			signal?.addEventListener('abort', abort);
			this.sleepers.push(sleeper);
			this.startTimer();
		});
	}

	/** The time at which the first sleeper wakes, ms; Infinity without sleepers. */
	private nextWakeAt(): number {
		return Math.min(...this.sleepers.map(({ wakeAt }) => wakeAt));
	}

	private settle(time: number): void {
		this.time = time;
		this.settledAt = performance.now();
	}

	/** For the pause that ends next. */
	private startTimer(): void {
		clearTimeout(this.timer);
		if (this.sleepers.length === 0) return;
		const next = this.nextWakeAt();
		this.timer = setTimeout(
			() => {
				this.settle(next);
				for (const sleeper of this.sleepers.filter(({ wakeAt }) => wakeAt <= next)) sleeper.wake();
				this.startTimer();
			},
			Math.max(0, next - this.time) / this.speed,
		);
	}
}
