import fc from 'fast-check';

import { limitConcurrency } from '../../nodes/Hailuo/scheduling/limit';
import { loadPackage } from '../../tools/engine/packageLoader';
import { isSoak, sampleSeed } from '../runner/soak';
import { anyPlan, planText } from './plan';
import { runPlan } from './run/runPlan';

const AT_ONCE = 24;
const ALL_MS = 20 * 60_000;
const plans = fc.sample(anyPlan, { seed: sampleSeed, numRuns: isSoak ? 1_000 : 100 });

describe('A run with up to three random faults', () => {
	it(
		`loses no task, pays none twice, and ends in time: ${plans.length} plans, HAILUO_SEED=${sampleSeed}`,
		async () => {
			await loadPackage();
			const limit = limitConcurrency(AT_ONCE);
			const results = await Promise.all(
				plans.map(async (plan) => ({
					plan: planText(plan),
					issues: await limit(async () => await runPlan(plan)),
				})),
			);

			expect(results.filter(({ issues }) => issues.length > 0)).toEqual([]);
		},
		ALL_MS,
	);
});
