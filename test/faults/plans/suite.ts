import fc from 'fast-check';

import { plansWithFaultOnAllItems } from './allItems';
import { anyPlan } from './anyPlan';
import { isSoak, sampleSeed } from '../../runner/soak';
import { allPairs, planOfPair, SECOND_PLACES, somePairs } from './pairs';
import type { FaultPlan } from './plan';
import { issuesInRetry, RETRY_ROWS } from './retries';
import { ITEM_ROWS, QUICK_ROWS, type PairedPlace } from './rows';
import { runInvariants, startPlans, type PlanResult } from './runPlans';

/** Results of the runs with several faults. */
export interface PlanResults {
	allItems: readonly PlanResult[];
	pairs: readonly PlanResult[];
	retries: readonly PlanResult[];
	random: readonly PlanResult[];
}

/** Plans with two faults: all pairs, or a sample drawn with the seed. */
export function pairPlans(second: PairedPlace): FaultPlan[] {
	const pairs = isSoak ? allPairs(QUICK_ROWS, second) : somePairs(QUICK_ROWS, second, sampleSeed);
	return pairs.map((pair, index) => planOfPair(pair, sampleSeed + index));
}

/** Plans with up to three faults, drawn with the seed. */
export function randomPlans(): FaultPlan[] {
	return fc.sample(anyPlan, { seed: sampleSeed, numRuns: isSoak ? 600 : 100 });
}

/** Runs all plans with several faults, one kind after the other. */
export async function runSeveral(): Promise<PlanResults> {
	const all = async (plans: readonly FaultPlan[]) => await Promise.all(startPlans(plans).values());
	return {
		allItems: await all(ITEM_ROWS.flatMap(plansWithFaultOnAllItems)),
		pairs: await all(SECOND_PLACES.flatMap(pairPlans)),
		retries: (await all(RETRY_ROWS.map(({ plan }) => plan))).map(withRetryRow),
		random: await runInvariants(randomPlans()),
	};
}

function withRetryRow({ plan, observed, issues }: PlanResult): PlanResult {
	const row = RETRY_ROWS.find((each) => each.plan === plan)!;
	return { plan, observed, issues: [...issues, ...issuesInRetry(row, observed)] };
}
