/**
 * A number of places: at most that many jobs run at once, the others wait in order.
 *
 * @returns a function that runs a job as soon as a place is free and settles as the job does
 */
export function createLimit(count: number): <T>(job: () => Promise<T>) => Promise<T> {
	let free = count;
	const waiting: Array<() => void> = [];

	return async (job) => {
		if (free > 0) free -= 1;
		else await new Promise<void>((resolve) => waiting.push(resolve));
		try {
			return await job();
		} finally {
			// The place goes straight to the next in line, so nobody can slip in between.
			const next = waiting.shift();
			if (next) next();
			else free += 1;
		}
	};
}
