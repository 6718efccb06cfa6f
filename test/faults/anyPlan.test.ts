import fc from 'fast-check';

import { anyPlan } from './plans/anyPlan';
import { failedPlans } from './plans/describePlans';
import { sampleSeed } from '../runner/soak';
import type { FaultPlan } from './plans/plan';
import { runInvariants } from './plans/runPlans';
import { randomPlans } from './plans/suite';

const PLANS = randomPlans();
const ALL_MS = 10 * 60_000;

describe('A plan of up to three faults', () => {
	it(
		`keeps all invariants in ${PLANS.length} random cases (HAILUO_SEED=${sampleSeed})`,
		async () => {
			const results = await runInvariants(PLANS);

			const broken = results.flatMap(({ issues }, index) => (issues.length > 0 ? [index] : []));
			const smallest = broken.length > 0 ? await shrunk(broken[0]) : [];
			expect({ broken: failedPlans(results), smallest }).toEqual({ broken: [], smallest: [] });
		},
		ALL_MS,
	);
});

/** Shrinks the plan of this index to the smallest one that still violates an invariant. */
async function shrunk(index: number): Promise<string[]> {
	let smallest: string[] = [];
	const property = fc.asyncProperty(anyPlan, async (plan: FaultPlan) => {
		const results = await runInvariants([plan]);
		const wrong = failedPlans(results);
		if (wrong.length > 0) smallest = wrong;
		return wrong.length === 0;
	});
	await fc.check(property, { seed: sampleSeed, path: String(index), numRuns: 1 });
	return smallest;
}
