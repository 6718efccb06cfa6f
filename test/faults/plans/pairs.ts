import fc from 'fast-check';

import type { FaultCase } from '../case';
import { ONERRORS } from '../run/setting';
import { planOf, type FaultPlan } from './plan';
import type { PairedPlace } from './rows';

/** Where the second of two faults occurs; the first one is always at a create. */
export const SECOND_PLACES: readonly PairedPlace[] = ['create', 'read', 'download'];

type Pair = readonly [FaultCase, FaultCase];

/** All pairs of a fault at a create and another fault at that place. */
export function allPairs(rows: readonly FaultCase[], second: PairedPlace): Pair[] {
	const creates = rows.filter(({ where }) => where === 'create');
	if (second === 'create') {
		return creates.flatMap((row, index) =>
			creates.slice(index + 1).map((other): Pair => [row, other]),
		);
	}
	const others = rows.filter(({ where }) => where === second);
	return creates.flatMap((row) => others.map((other): Pair => [row, other]));
}

/** Pairs drawn with a seed; each row occurs at least once. */
export function somePairs(rows: readonly FaultCase[], second: PairedPlace, seed: number): Pair[] {
	const creates = shuffled(
		rows.filter(({ where }) => where === 'create'),
		seed,
	);
	const isCreate = second === 'create';
	// Each row is paired with the next one, so never with itself.
	const others = isCreate
		? creates
		: shuffled(
				rows.filter(({ where }) => where === second),
				seed,
			);
	return [...Array(Math.max(creates.length, others.length)).keys()].map((index): Pair => {
		const other = isCreate ? index + 1 : index;
		return [creates[index % creates.length], others[other % others.length]];
	});
}

/** The plan of a pair. Items and On Error are drawn with the seed. */
export function planOfPair([first, second]: Pair, seed: number): FaultPlan {
	const draw = fc.record({
		items: fc.shuffledSubarray([0, 1, 2, 3, 4], { minLength: 2, maxLength: 2 }),
		onError: fc.constantFrom(...ONERRORS),
	});
	const [{ items, onError }] = fc.sample(draw, { seed, numRuns: 1 });
	const faults = [first, second].map((row, index) => ({ item: items[index], row }));
	return planOf(faults, { onError });
}

function shuffled<T>(all: T[], seed: number): T[] {
	const whole = { minLength: all.length, maxLength: all.length };
	return fc.sample(fc.shuffledSubarray(all, whole), { seed, numRuns: 1 })[0];
}
