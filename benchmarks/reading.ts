import { firstPollDelayMs, nextPollDelayMs } from '../nodes/Hailuo/scheduling/pollInterval';
import { seeded } from '../tools/simulation/seeded';
import { type Video } from '../tools/simulation/videos';

/** A strategy for reading: returns the pause before the next read, ms; `progress` has that of each read so far. */
export type ReadStrategy = (
	ageMs: number,
	progress: readonly number[],
	random: () => number,
) => number;

/** Cost and result of a read strategy, as means over the videos. */
export interface Reading {
	reads: number;
	/** Time from the completion of the video to the read that returns it, s. */
	lagS: number;
	/** Shortest pause between two reads of one video, s. */
	shortestPauseS: number;
}

export const ours =
	(estimateMs?: number): ReadStrategy =>
	(ageMs, [first, ...later], random) => {
		if (first === undefined) return firstPollDelayMs({ ageMs, estimateMs }, random);
		const last = later.at(-1) ?? first;
		const progress = last > first ? last : undefined;
		return nextPollDelayMs({ ageMs, estimateMs, progress }, random);
	};

export const everyS =
	(seconds: number): ReadStrategy =>
	() =>
		seconds * 1000;

/** JSON2Video's node: 5, 8, 11, 17, 25, then 30 s. */
export const json2video: ReadStrategy = (_, { length }) =>
	[5, 8, 11, 17, 25][length] * 1000 || 30_000;

/** Reads each video until it is completed, in virtual time. */
export function read(videos: readonly Video[], strategy: ReadStrategy): Reading {
	const random = seeded(2);
	let reads = 0;
	let lagMs = 0;
	let shortestMs = Infinity;
	for (const { durationMs, progressAt } of videos) {
		const progress: number[] = [];
		for (let ageMs = 0; ; ) {
			const pause = strategy(ageMs, progress, random);
			if (progress.length > 0) shortestMs = Math.min(shortestMs, pause);
			ageMs += pause;
			reads += 1;
			if (ageMs >= durationMs) {
				lagMs += ageMs - durationMs;
				break;
			}
			progress.push(progressAt(ageMs));
		}
	}
	const mean = (sum: number) => sum / videos.length;
	return { reads: mean(reads), lagS: mean(lagMs) / 1000, shortestPauseS: shortestMs / 1000 };
}
