/** Runs a job when a slot is free, and returns its result. */
export type Limit = <T>(job: () => PromiseLike<T> | T) => Promise<T>;

/** Limits concurrency, like p-limit: at most `concurrency` jobs run at once, the others wait in order. */
export function limitConcurrency(concurrency: number): Limit {
	let freeSlots = concurrency;
	const waiting: Array<() => void> = [];

	return async (job) => {
		if (freeSlots > 0) freeSlots -= 1;
		else await new Promise<void>((resolve) => waiting.push(resolve));
		try {
			return await job();
		} finally {
			// The slot passes directly to the next job, so that no other can take it in between.
			const next = waiting.shift();
			if (next) next();
			else freeSlots += 1;
		}
	};
}
