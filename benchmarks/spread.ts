/** A figure over several runs, in the measured unit. */
export interface Spread {
	median: number;
	min: number;
	max: number;
	runs: number;
}

export function spreadOf(values: readonly number[]): Spread {
	const sorted = [...values].sort((a, b) => a - b);
	const middle = (sorted.length - 1) / 2;
	return {
		median: (sorted[Math.floor(middle)] + sorted[Math.ceil(middle)]) / 2,
		min: sorted[0],
		max: sorted[sorted.length - 1],
		runs: sorted.length,
	};
}
