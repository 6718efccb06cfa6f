import type { ProgressSample } from '../nodes/Hailuo/scheduling/estimateCompletion';
import { nextPollDelayMs } from '../nodes/Hailuo/scheduling/pollInterval';
import { seeded } from '../tools/simulation/seeded';
import { type Video } from '../tools/simulation/videos';

/** A strategy for reading: returns the pause before the next read, ms. */
export type ReadStrategy = (
	ageMs: number,
	samples: readonly ProgressSample[],
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
	(ageMs, samples, random) =>
		nextPollDelayMs({ ageMs, samples, lastReadFailed: false, estimateMs }, random);

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
		const samples: ProgressSample[] = [];
		for (let ageMs = 0; ; ) {
			const pause = strategy(ageMs, samples, random);
			if (samples.length > 0) shortestMs = Math.min(shortestMs, pause);
			ageMs += pause;
			reads += 1;
			if (ageMs >= durationMs) {
				lagMs += ageMs - durationMs;
				break;
			}
			samples.push({ ageMs, progress: progressAt(ageMs) });
		}
	}
	const mean = (sum: number) => sum / videos.length;
	return { reads: mean(reads), lagS: mean(lagMs) / 1000, shortestPauseS: shortestMs / 1000 };
}
