import fc from 'fast-check';

import { ONERRORS } from '../run/setting';
import { ITEMS, planOf, PROMPTS, type FaultPlan } from './plan';
import { QUICK_ROWS } from './rows';

/** At most so many faults: what needs four at once to go wrong is left to chance. */
const MOST_FAULTS = 3;

/** Any plan; what is simpler stands first, as which fast-check looks for the smallest plan that fails. */
export const anyPlan: fc.Arbitrary<FaultPlan> = fc
	.record({
		hits: fc.array(
			fc.record({ item: fc.nat({ max: ITEMS - 1 }), row: fc.constantFrom(...QUICK_ROWS) }),
			{ minLength: 1, maxLength: MOST_FAULTS },
		),
		onError: fc.constantFrom(...ONERRORS),
		tries: fc.constantFrom(1 as const, 3 as const, 3 as const),
		prompts: fc.constantFrom(...PROMPTS),
		list: fc.constantFrom('absent' as const, 'there' as const, 'broken' as const),
		honoursKey: fc.constantFrom(false, false, true),
	})
	.map(({ hits, ...changes }) => planOf(hits, changes));
