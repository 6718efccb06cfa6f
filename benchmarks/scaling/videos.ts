/** Invented videos for comparing read strategies, the same for each (seeded). */

import { seeded } from '../../tools/simulation/seeded';

export interface Video {
	/** Time from creation to the final status, ms. */
	durationMs: number;
	/** The progress that a read at this age returns, %. */
	progressAt(ageMs: number): number;
}

export type ProgressKind = 'linear' | 'noisy' | 'uneven' | 'none';

/** Spread of the durations: two thirds lie between the median divided and multiplied by 1.5. */
const SIGMA = 0.4;

/**
 * Videos with lognormal durations. `noisy` progress is (age / duration)^n with n from 0.6 to 1.4; `uneven`
 * progress starts slowly, or is steady, and jumps to the end from 30 to 70 %.
 */
export function videos(count: number, medianMs: number, kind: ProgressKind, seed = 1): Video[] {
	const random = seeded(seed);
	return Array.from({ length: count }, () => {
		const durationMs = medianMs * Math.exp(SIGMA * normal(random));
		const n = kind === 'noisy' ? 0.6 + 0.8 * random() : 1;
		const [slowness, last] = kind === 'uneven' ? [1 + 2 * random(), 30 + 40 * random()] : [n, 100];
		return {
			durationMs,
			progressAt: (ageMs) =>
				kind === 'none' ? 10 : Math.min(99, Math.floor(last * (ageMs / durationMs) ** slowness)),
		};
	});
}

/** Standard normal, by Box and Muller. */
function normal(random: () => number): number {
	return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
