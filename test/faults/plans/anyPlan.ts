import fc from 'fast-check';

import { ONERRORS } from '../run/setting';
import { ITEMS, planOf, PROMPTS, type FaultPlan } from './plan';
import { QUICK_ROWS, type PairedPlace } from './rows';

/** Maximum number of faults in a plan. */
const MOST_FAULTS = 3;

const rowAt = (place: PairedPlace) =>
	fc.constantFrom(...QUICK_ROWS.filter(({ where }) => where === place));

/** Half of the faults are at creates, the only paid requests. */
const anyRow = fc.oneof(
	{ weight: 2, arbitrary: rowAt('create') },
	{ weight: 1, arbitrary: rowAt('read') },
	{ weight: 1, arbitrary: rowAt('download') },
);

/** Any plan. Simpler values come first, so that fast-check shrinks to the simplest plan that fails. */
export const anyPlan: fc.Arbitrary<FaultPlan> = fc
	.record({
		faults: fc.array(fc.record({ item: fc.nat({ max: ITEMS - 1 }), row: anyRow }), {
			minLength: 1,
			maxLength: MOST_FAULTS,
		}),
		onError: fc.constantFrom(...ONERRORS),
		tries: fc.constantFrom(1 as const, 3 as const, 3 as const),
		prompts: fc.constantFrom(...PROMPTS),
		list: fc.constantFrom('absent' as const, 'there' as const, 'broken' as const),
		honorsKey: fc.constantFrom(false, false, true),
	})
	.map(({ faults, ...changes }) => planOf(faults, changes));
