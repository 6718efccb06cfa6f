import { createHash } from 'node:crypto';

import { isSoak, sampleSeed } from '../../runner/soak';
import { titleOf, type FaultCase } from '../case';

/**
 * The settings that a row is run in by `npm test`: the first, which shows the error as it is, and
 * one of the others, picked by the seed. `npm run test:soak` runs it in all of them.
 */
export function sampleOf<T>(row: FaultCase, settings: readonly T[]): readonly T[] {
	const [first, ...others] = settings;
	if (isSoak || others.length < 2) return settings;
	const digest = createHash('sha256')
		.update(`${sampleSeed} ${titleOf(row)}`)
		.digest();
	return [first, others[digest.readUInt32BE() % others.length]];
}
