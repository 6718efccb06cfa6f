/** The maximum number of these times, ms, in any window of this length, ms. */
export function busiest(moments: readonly number[], windowMs: number): number {
	const sorted = [...moments].sort((a, b) => a - b);
	let most = 0;
	for (let first = 0, last = 0; last < sorted.length; last += 1) {
		while (sorted[last] - sorted[first] >= windowMs) first += 1;
		most = Math.max(most, last - first + 1);
	}
	return most;
}
