/**
 * Limits concurrency, like p-limit: at most `count` jobs run at once, the others wait in order.
 *
 * @returns a function that runs a job as soon as a slot is free, and settles as the job does
 */
export function createLimit(count: number): <T>(job: () => Promise<T>) => Promise<T> {
	let freeSlots = count;
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
