/**
 * Runs a job when a slot is free, and returns its result. The job keeps the slot until its end, or until it
 * releases the slot.
 */
export type Limit = <T>(job: (releaseSlot: () => void) => PromiseLike<T> | T) => Promise<T>;

/**
 * Limits concurrency, like p-limit: at most `concurrency` jobs run at once, the others wait in order.
 *
 * @param concurrency a number, or a function that returns the current one
 */
export function limitConcurrency(concurrency: number | (() => number)): Limit {
	const max = typeof concurrency === 'number' ? () => concurrency : concurrency;
	const waiting: Array<() => void> = [];
	let running = 0;

	return async (job) => {
		if (running < max()) running += 1;
		else await new Promise<void>((resolve) => waiting.push(resolve));
		let isHeld = true;
		const releaseSlot = () => {
			if (!isHeld) return;
			isHeld = false;
			running -= 1;
			// The slot passes directly to the next job, so that no other can take it in between.
			for (; running < max() && waiting.length > 0; running += 1) waiting.shift()!();
		};
		try {
			return await job(releaseSlot);
		} finally {
			releaseSlot();
		}
	};
}
