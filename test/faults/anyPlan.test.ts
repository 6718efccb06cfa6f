import fc from 'fast-check';

import { anyPlan } from './plans/anyPlan';
import { failedPlans } from './plans/describePlans';
import { sampleSeed } from '../runner/soak';
import type { FaultPlan } from './plans/plan';
import { runInvariants } from './plans/runPlans';
import { randomPlans } from './plans/suite';

const PLANS = randomPlans();
const ALL_MS = 10 * 60_000;

describe('A run with up to three random faults', () => {
	it(
		`keeps all invariants in ${PLANS.length} random cases (HAILUO_SEED=${sampleSeed})`,
		async () => {
			const results = await runInvariants(PLANS);

			const failedIndexes = results.flatMap(({ issues }, index) =>
				issues.length > 0 ? [index] : [],
			);
			const smallest = failedIndexes.length > 0 ? await shrink(failedIndexes[0]) : [];
			expect({ broken: failedPlans(results), smallest }).toEqual({ broken: [], smallest: [] });
		},
		ALL_MS,
	);
});

/** Shrinks the plan of this index to the smallest one that still violates an invariant. */
async function shrink(index: number): Promise<string[]> {
	let smallest: string[] = [];
	const property = fc.asyncProperty(anyPlan, async (plan: FaultPlan) => {
		const results = await runInvariants([plan]);
		const failed = failedPlans(results);
		if (failed.length > 0) smallest = failed;
		return failed.length === 0;
	});
	await fc.check(property, { seed: sampleSeed, path: String(index), numRuns: 1 });
	return smallest;
}
