/* eslint-disable @n8n/community-nodes/no-restricted-globals -- development code, never shipped */
import { VirtualClock } from '../simulation/virtualClock';

/**
 * A clock that shortens pauses, for work that also does other things, such as HTTP. It jumps from the
 * end of one pause to the end of the next, and runs in real time in between. A process that is blocked
 * for a second therefore loses a second and not a minute: no deadline passes because the machine is
 * busy.
 */
export class AcceleratedClock extends VirtualClock {
	/** The real time at which the time was `this.time`, ms. */
	private settledAt = performance.now();
	private timer: NodeJS.Timeout | undefined;

	/** @param speed a pause of `speed` seconds takes a second */
	constructor(private readonly speed: number) {
		super(undefined, Date.now());
	}

	override now(): number {
		const time = this.time + performance.now() - this.settledAt;
		return Math.min(time, this.nextWakeAt());
	}

	override async sleep(ms: number, signal?: AbortSignal): Promise<void> {
		this.settle(this.now());
		const sleeping = super.sleep(ms, signal);
		this.startTimer();
		await sleeping;
		this.startTimer();
	}

	private settle(time: number): void {
		this.time = time;
		this.settledAt = performance.now();
	}

	/** For the pause that ends next. */
	private startTimer(): void {
		clearTimeout(this.timer);
		const next = this.nextWakeAt();
		if (next === Infinity) return;
		const wake = () => {
			this.settle(next);
			while (this.nextWakeAt() <= next) this.wakeNext();
			this.startTimer();
		};
		this.timer = setTimeout(wake, Math.max(0, next - this.now()) / this.speed);
	}
}
